from django.urls import path

from skoleporten.web.concerns import steps, views

urlpatterns = [
    path("", views.concern_list, name="concerns"),
    path("list.csv", views.concern_list_file, name="concerns_file"),
    path("<uuid:public_id>/", views.one_concern, name="concern"),
    path("<uuid:public_id>/steps/", steps.act, name="concern_act"),
    path("<uuid:public_id>/closing/", steps.close, name="concern_close"),
    path("<uuid:public_id>/opening/", steps.reopen, name="concern_reopen"),
]
