from __future__ import annotations

from django.urls import URLPattern, path

from skoleporten.web.portal.seen import views

urlpatterns: list[URLPattern] = [
    path("<uuid:public_id>/as-family/", views.readers, name="as_family"),
    path("<uuid:public_id>/as-family/pupil/<slug:section>/", views.as_pupil, name="as_pupil"),
    path("<uuid:public_id>/as-family/guardians/<uuid:relation>/<slug:section>/", views.as_guardian, name="as_guardian"),
]
