"""Under the pupil's own address: what has been asked, and asking."""

from django.urls import path

from skoleporten.web.consents import asking, views

urlpatterns = [
    path("<uuid:public_id>/consents/", views.of_pupil, name="pupil_consents"),
    path("<uuid:public_id>/consents/new/", asking.ask, name="ask_consent"),
]
