from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from skoleporten.web.front import editing, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("welcome/", views.welcome, name="welcome"),
    path("welcome/edit/", editing.open_page, name="open_page"),
    path("welcome/edit/pictures/new/", editing.add_picture, name="front_picture_new"),
    path("welcome/edit/pictures/<uuid:picture>/", editing.picture, name="front_picture"),
    path("welcome/edit/pictures/<uuid:picture>/file/", editing.picture_file, name="front_picture_file"),
    path("welcome/pictures/<uuid:picture>/", views.picture, name="welcome_picture"),
    path("welcome/<slug:language>/", views.welcome_in, name="welcome_in"),
]
