from django.urls import path

from skoleporten.web.relations import views

urlpatterns = [
    path("<uuid:public_id>/guardians/", views.guardians, name="pupil_guardians"),
    path("<uuid:public_id>/guardians/<uuid:relation>/", views.change, name="pupil_guardian"),
]
