from django.urls import path

from skoleporten.web.advice import views

urlpatterns = [
    path("", views.asked_of_me, name="advice"),
    path("<uuid:public_id>/", views.one, name="advice_one"),
]
