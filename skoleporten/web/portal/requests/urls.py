from __future__ import annotations

from django.urls import URLPattern, path

from skoleporten.web.portal.requests import pages

urlpatterns: list[URLPattern] = [
    path("<uuid:child>/kept/", pages.page, name="my_data"),
    path("<uuid:child>/kept/copy/", pages.copy, name="my_copy"),
    path("<uuid:child>/kept/ask/", pages.ask, name="ask_for_all"),
    path("<uuid:child>/kept/take-back/", pages.take_back, name="take_back_asking"),
    path("<uuid:child>/kept/answer/", pages.answer, name="my_answer"),
    path("<uuid:child>/kept/complaint/", pages.complain, name="complain_about_answer"),
    path("<uuid:child>/kept/yes/", pages.yes, name="let_read"),
]
