from __future__ import annotations

from django.urls import URLPattern, path

from skoleporten.web.portal.words import views

WORD = "<uuid:child>/words/<uuid:word>/"

urlpatterns: list[URLPattern] = [
    path("<uuid:child>/words/", views.every, name="my_words"),
    path("<uuid:child>/words/new/", views.new, name="my_word_new"),
    path(WORD, views.one, name="my_word"),
    path(f"{WORD}change/", views.change, name="my_word_change"),
    path(f"{WORD}take-back/", views.take_back, name="my_word_take_back"),
    path(f"{WORD}pictures/<uuid:picture>/", views.picture, name="my_word_picture"),
]
