from django.urls import path

from skoleporten.web.consents import answers, family, paper, views

urlpatterns = [
    path("", views.waiting, name="consents_waiting"),
    path("mine/", family.mine, name="my_consents"),
    path("mine/<uuid:public_id>/", family.one, name="my_consent"),
    path("mine/<uuid:public_id>/withdrawal/", family.withdraw, name="my_consent_withdraw"),
    path("<uuid:public_id>/", views.one, name="consent"),
    path("<uuid:public_id>/paper/", paper.paper, name="consent_paper"),
    path("<uuid:public_id>/paper.pdf", paper.paper_file, name="consent_paper_file"),
    path("<uuid:public_id>/answers/", answers.record_paper, name="consent_answer"),
    path("<uuid:public_id>/answers/<uuid:answer>/withdrawal/", answers.withdraw, name="consent_withdraw"),
    path("<uuid:public_id>/closing/", answers.take_back, name="consent_take_back"),
    path("<uuid:public_id>/specialists/", answers.name_specialist, name="consent_specialist"),
    path("<uuid:public_id>/specialists/<uuid:member>/end/", answers.end_specialist, name="consent_specialist_end"),
]
