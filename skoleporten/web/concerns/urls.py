from django.urls import path

from skoleporten.web.concerns import contact, discussing, handing_over, measures, overview, steps, told, views

urlpatterns = [
    path("", views.concern_list, name="concerns"),
    path("list.csv", views.concern_list_file, name="concerns_file"),
    path("overview/", overview.overview, name="concerns_overview"),
    path("<uuid:public_id>/", views.one_concern, name="concern"),
    path("<uuid:public_id>/contact/", contact.contact, name="concern_contact"),
    path("<uuid:public_id>/steps/", steps.act, name="concern_act"),
    path("<uuid:public_id>/decision/", steps.decide, name="concern_decide"),
    path("<uuid:public_id>/measures/", measures.start, name="concern_start_measure"),
    path("<uuid:public_id>/measures/<uuid:measure>/", measures.one, name="concern_measure"),
    path("<uuid:public_id>/discussions/", discussing.ask, name="concern_discuss"),
    path("<uuid:public_id>/discussions/<uuid:discussion>/", discussing.one, name="concern_discussion"),
    path("<uuid:public_id>/discussions/<uuid:discussion>/showing/", discussing.show, name="concern_show_discussion"),
    path("<uuid:public_id>/discussions/<uuid:discussion>/end/", discussing.end, name="concern_end_discussion"),
    path("<uuid:public_id>/told/", told.told, name="concern_told"),
    path("<uuid:public_id>/hand-over/", handing_over.offer, name="concern_hand_over"),
    path("<uuid:public_id>/hand-over/answer/", handing_over.answer, name="concern_answer_hand_over"),
    path("<uuid:public_id>/taking/", handing_over.take, name="concern_take"),
    path("<uuid:public_id>/closing/", steps.close, name="concern_close"),
    path("<uuid:public_id>/opening/", steps.reopen, name="concern_reopen"),
]
