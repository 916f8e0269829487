from django.urls import path

from skoleporten.web.start import views

urlpatterns = [
    path("", views.start, name="start"),
    path("about-the-numbers/", views.about_the_numbers, name="about_the_numbers"),
]
