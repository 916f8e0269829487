from django.urls import path

from skoleporten.web.rules import views

urlpatterns = [path("", views.rules, name="rules")]
