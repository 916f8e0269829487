from django.urls import path

from skoleporten.web.relations import views, ways_in

urlpatterns = [
    path("<uuid:public_id>/guardians/", views.guardians, name="pupil_guardians"),
    path("<uuid:public_id>/guardians/<uuid:relation>/", views.change, name="pupil_guardian"),
    path("<uuid:public_id>/ways-in/", ways_in.ways_in, name="family_ways_in"),
    path("<uuid:public_id>/ways-in/pupil/", ways_in.of_pupil, name="way_in_of_pupil"),
    path("<uuid:public_id>/ways-in/<uuid:relation>/", ways_in.of_guardian, name="way_in_of_guardian"),
]
