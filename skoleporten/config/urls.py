"""All addresses are the web's; this file only says so."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("skoleporten.web.urls"))]
