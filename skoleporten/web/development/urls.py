from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from skoleporten.web.development import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.every, name="development"),
    path("new/", views.new, name="trial_new"),
    path("<uuid:public_id>/", views.one, name="trial"),
    path("<uuid:public_id>/write/", views.change, name="trial_change"),
    path("<uuid:public_id>/look/", views.look, name="trial_look"),
    path("<uuid:public_id>/leave/", views.leave, name="trial_leave"),
    path("<uuid:public_id>/grounds/", views.rest_on, name="trial_grounds"),
    path("<uuid:public_id>/results/", views.result, name="trial_results"),
    path("<uuid:public_id>/grounds/<uuid:ground>/take-off/", views.take_off, name="trial_take_off"),
]
