from __future__ import annotations

from django.urls import URLPattern, path

from skoleporten.web.portal.threads import adult_now, pages

urlpatterns: list[URLPattern] = [
    path("messages/", pages.of_my_children, name="messages_of_my_children"),
    path("<uuid:child>/messages/", pages.every, name="my_messages"),
    path("<uuid:child>/messages/new/", pages.new, name="my_message_new"),
    path("<uuid:child>/messages/<uuid:thread>/", pages.one, name="my_thread"),
    path("<uuid:child>/messages/<uuid:thread>/readers/", pages.readers, name="my_thread_readers"),
    path("<uuid:child>/adult-now/", adult_now.ask, name="adult_now"),
    path("<uuid:child>/adult-now/<uuid:call>/", adult_now.one, name="adult_now_call"),
    path("<uuid:child>/adult-now/<uuid:call>/state/", adult_now.state, name="adult_now_state"),
]
