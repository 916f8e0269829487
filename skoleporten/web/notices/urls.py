from __future__ import annotations

from django.urls import path

from skoleporten.web.notices import views

urlpatterns = [
    path("", views.all_notices, name="notices"),
    path("<uuid:public_id>/", views.one_notice, name="notice"),
]
