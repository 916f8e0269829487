"""All addresses are the web's; this file only says so."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("skoleporten.web.urls"))]

# Django looks for these here, in the root, and nowhere else.
handler400 = "skoleporten.web.mistakes.bad_request"
handler403 = "skoleporten.web.mistakes.forbidden"
handler404 = "skoleporten.web.mistakes.not_found"
handler500 = "skoleporten.web.mistakes.our_fault"
handler429 = "skoleporten.web.mistakes.too_many"  # allauth's limit on tries to log in
