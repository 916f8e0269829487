from __future__ import annotations

from django.urls import URLPattern, path

from skoleporten.web.on_call import pages

urlpatterns: list[URLPattern] = [
    path("", pages.overview, name="on_call"),
    path("new/", pages.new, name="on_call_new"),
    path("<uuid:duty>/", pages.one, name="on_call_duty"),
    path("calls/<uuid:call>/", pages.call, name="call_for_adult"),
]
