from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from skoleporten.web.duties import matters, officials, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.duties, name="duties"),
    path("pupils/<uuid:public_id>/", views.pupil_duties, name="pupil_duties"),
    path("pupils/<uuid:public_id>/child-welfare/", views.child_welfare, name="child_welfare"),
    path("pupils/<uuid:public_id>/environment/", views.environment, name="environment_report"),
    path("pupils/<uuid:public_id>/intervention/", views.intervention, name="intervention_report"),
    path("environment/<uuid:public_id>/", matters.environment_matter, name="environment_matter"),
    path("environment/<uuid:public_id>/received/", matters.acknowledge_environment, name="environment_received"),
    path("environment/<uuid:public_id>/municipality/", matters.send_on_environment, name="environment_send_on"),
    path("interventions/<uuid:public_id>/", matters.intervention_matter, name="intervention_matter"),
    path("interventions/<uuid:public_id>/received/", matters.acknowledge_intervention, name="intervention_received"),
    path("officials/", officials.officials, name="officials"),
    path("officials/<uuid:official>/end/", officials.end_official, name="official_end"),
]
