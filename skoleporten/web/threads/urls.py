from __future__ import annotations

from django.urls import URLPattern, path

from skoleporten.web.threads import pages

urlpatterns: list[URLPattern] = [
    path("", pages.every, name="threads"),
    path("pupils/<uuid:pupil>/", pages.of_pupil, name="threads_of_pupil"),
    path("pupils/<uuid:pupil>/new/", pages.new, name="thread_new"),
    path("<uuid:thread>/", pages.one, name="thread"),
    path("<uuid:thread>/who/", pages.assign, name="thread_assign"),
]
