from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from skoleporten.web.week import entries, feeds, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.week, name="week"),
    path("calendar.ics", views.export, name="week_export"),
    path("entries/", entries.every, name="week_entries"),
    path("entries/new/", entries.new, name="week_entry_new"),
    path("entries/<uuid:public_id>/", entries.one, name="week_entry"),
    path("mine/", feeds.mine, name="my_calendar"),
    path("feed/<str:token>.ics", feeds.feed, name="feed"),
]
