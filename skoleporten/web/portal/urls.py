from __future__ import annotations

from django.urls import URLResolver, include, path

urlpatterns: list[URLResolver] = [
    path("", include("skoleporten.web.portal.guardian.urls")),
    path("", include("skoleporten.web.portal.pupil.urls")),
    path("", include("skoleporten.web.portal.words.urls")),
    path("", include("skoleporten.web.portal.threads.urls")),
    path("", include("skoleporten.web.portal.requests.urls")),
    path("", include("skoleporten.web.portal.wishes.urls")),
    path("", include("skoleporten.web.portal.forms.urls")),
]
