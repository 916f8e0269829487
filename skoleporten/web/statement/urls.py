from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from skoleporten.web.statement import views

urlpatterns: list[URLPattern | URLResolver] = [path("", views.statement, name="accessibility_statement")]
