from __future__ import annotations

from django.urls import URLPattern, path

from skoleporten.web.portal.forms import pages

urlpatterns: list[URLPattern] = [
    path("<uuid:child>/questions/", pages.every, name="my_questions"),
    path("<uuid:child>/questions/<uuid:asking>/", pages.one, name="my_question"),
    path("<uuid:child>/questions/<uuid:asking>/check/", pages.check, name="my_question_check"),
]
