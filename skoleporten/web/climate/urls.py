from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from skoleporten.web.climate import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.climate, name="climate"),
    path("answer/", views.alone, name="climate_answer"),
    path("together/", views.together, name="climate_together"),
    path("open/", views.open_pulse, name="climate_open"),
    path("close/", views.close, name="climate_close"),
    path("statements/", views.choose_statements, name="climate_statements"),
]
