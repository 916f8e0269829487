from __future__ import annotations

from django.urls import URLPattern, path

from skoleporten.web.voices import letting_read, views

urlpatterns: list[URLPattern] = [
    path("", views.waiting, name="voices"),
    path("pupils/<uuid:pupil>/", views.of_pupil, name="voices_of"),
    path("<uuid:word>/", views.one, name="voice"),
    path("<uuid:word>/read/", views.read, name="voice_read"),
    path("<uuid:word>/open/", letting_read.open_to, name="voice_open"),
    path("<uuid:word>/openings/<uuid:opened>/end/", views.end_opening, name="voice_opening_end"),
    path("<uuid:word>/pictures/<uuid:picture>/", views.picture, name="voice_picture"),
]
