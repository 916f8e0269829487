from __future__ import annotations

from django.urls import URLPattern, path

from skoleporten.web.supports import lesson, talks

urlpatterns: list[URLPattern] = [
    path("<uuid:pupil>/", lesson.page, name="for_the_lesson"),
    path("talks/", talks.waiting, name="talks_waiting"),
    path("talks/<uuid:wish>/", talks.answer, name="talk_answer"),
    path("talks/<uuid:wish>/had/", talks.had, name="talk_had"),
]
