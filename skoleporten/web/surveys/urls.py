from __future__ import annotations

from django.urls import URLPattern, path

from skoleporten.web.surveys import pages

urlpatterns: list[URLPattern] = [
    path("ask/<uuid:pupil>/", pages.ask, name="survey_ask"),
    path("<uuid:asking>/", pages.one, name="survey"),
]
