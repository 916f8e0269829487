from __future__ import annotations

from django.urls import URLPattern, path

from skoleporten.web.portal import home

urlpatterns: list[URLPattern] = [
    path("<uuid:child>/", home.my_child, name="my_child"),
]
