from django.urls import path

from skoleporten.web.looks import emergency, unusual, views

urlpatterns = [
    path("pupils/<uuid:public_id>/who-can-see/", views.who_can_see, name="who_can_see"),
    path("pupils/<uuid:public_id>/who-has-looked/", views.who_has_looked, name="who_has_looked"),
    path("emergency/", emergency.open_pupil, name="emergency"),
    path("emergency/review/", emergency.to_review, name="emergency_review"),
    path("emergency/review/<uuid:public_id>/", emergency.review, name="emergency_decide"),
    path("unusual-look-ups/", unusual.report, name="unusual_look_ups"),
]
