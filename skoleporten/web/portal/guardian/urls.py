from __future__ import annotations

from django.urls import URLPattern, path

from skoleporten.web.portal import home
from skoleporten.web.portal.guardian import consents, views

urlpatterns: list[URLPattern] = [
    path("<uuid:child>/", home.my_child, name="my_child"),
    path("<uuid:child>/plan/", views.plan, name="my_plan"),
    path("<uuid:child>/people/", views.people, name="my_people"),
    path("<uuid:child>/consents/", consents.page, name="my_child_consents"),
    path("<uuid:child>/letters/", views.letters, name="my_letters"),
    path("<uuid:child>/meetings/", views.meetings, name="my_meetings"),
    path("<uuid:child>/meetings/wishes/<uuid:wish>/take-back/", views.take_back, name="my_wish_take_back"),
    path("<uuid:child>/complain/", views.complaint, name="how_to_complain"),
]
