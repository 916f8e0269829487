from __future__ import annotations

from django.urls import URLPattern, path

from skoleporten.web.supports import lesson

urlpatterns: list[URLPattern] = [path("<uuid:pupil>/", lesson.page, name="for_the_lesson")]
