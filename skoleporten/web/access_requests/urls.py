from __future__ import annotations

from django.urls import URLPattern, path

from skoleporten.web.access_requests import views

ONE = "<uuid:public_id>/"

urlpatterns: list[URLPattern] = [
    path("", views.every, name="access_requests"),
    path(ONE, views.one, name="access_request"),
    path(f"{ONE}longer/", views.prolong, name="access_request_prolong"),
    path(f"{ONE}send/", views.send, name="access_request_send"),
    path(f"{ONE}complaint/", views.complaint, name="access_request_complaint"),
    path(f"{ONE}kinds/<str:source>/", views.kind, name="access_request_kind"),
    path(f"{ONE}kinds/<str:source>/thing/", views.thing, name="access_request_thing"),
    path(f"{ONE}kinds/<str:source>/as-proposed/", views.as_proposed, name="access_request_as_proposed"),
    path(f"{ONE}kinds/<str:source>/ask-pupil/", views.ask_pupil, name="access_request_ask_pupil"),
]
