from django.urls import path

from skoleporten.web.concerns import steps
from skoleporten.web.pupils import moved, views

urlpatterns = [
    path("", views.pupil_list, name="pupils"),
    path("moved-away/", moved.moved_list, name="moved_pupils"),
    path("<uuid:public_id>/before-the-move/", moved.moved_pupil, name="moved_pupil"),
    path("<uuid:public_id>/before-the-move/days.csv", moved.moved_days_file, name="moved_pupil_days_file"),
    path("<uuid:public_id>/before-the-move/weeks.csv", moved.moved_weeks_file, name="moved_pupil_weeks_file"),
    path("<uuid:public_id>/", views.one_pupil, name="pupil"),
    path("<uuid:public_id>/concern/", steps.open_by_person, name="pupil_open_concern"),
    path("<uuid:public_id>/days.csv", views.days_file, name="pupil_days_file"),
    path("<uuid:public_id>/weeks.csv", views.weeks_file, name="pupil_weeks_file"),
]
