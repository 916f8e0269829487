from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from skoleporten.web.documents import draft_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("drafts/", draft_views.save, name="draft_save"),
    path("drafts/discard/", draft_views.discard, name="draft_discard"),
    path("attachments/<uuid:public_id>/", views.attachment, name="attachment"),
    path("<uuid:public_id>/", views.document, name="document"),
]
