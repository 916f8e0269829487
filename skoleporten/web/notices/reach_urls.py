from __future__ import annotations

from django.urls import path

from skoleporten.web.notices import reach

urlpatterns = [
    path("", reach.settings_page, name="reach"),
    path("email/", reach.email, name="reach_email"),
    path("phone/", reach.phone, name="reach_phone"),
    path("phone/forget/", reach.forget_phone, name="reach_forget_phone"),
    path("code/", reach.code, name="reach_code"),
]
