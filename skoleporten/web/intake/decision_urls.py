"""The meeting, the decision and its letters; included in the addresses of the intake."""

from __future__ import annotations

from django.urls import path

from skoleporten.web.intake import decide, decision, decision_told, meeting

urlpatterns = [
    path("decisions/mine/", decision_told.mine, name="my_decisions"),
    path("decisions/mine/<uuid:decision>/", decision_told.my_one, name="my_decision"),
    path("decisions/school/<uuid:decision>/", decision_told.of_school, name="schools_decision"),
    path("decisions/<uuid:decision>/", decision.one, name="decision"),
    path("decisions/<uuid:decision>/told/", decision.told, name="decision_told"),
    path("decisions/<uuid:decision>/letters/", decision.make_letters, name="decision_letters"),
    path("decisions/<uuid:decision>/preview/", decision.preview, name="decision_preview"),
    path("decisions/<uuid:decision>/texts/<slug:language>/", decision.text, name="decision_text"),
    path("decisions/<uuid:decision>/correction/", decide.correct, name="decision_correct"),
    path("meetings/<uuid:meeting>/", meeting.one_meeting, name="intake_meeting"),
    path("<uuid:public_id>/preparation/", meeting.preparation, name="intake_preparation"),
    path("<uuid:public_id>/meeting/", meeting.record, name="intake_record_meeting"),
    path("<uuid:public_id>/decision/", decide.choose, name="intake_decide"),
    path("<uuid:public_id>/decision/words/", decide.decide, name="intake_decide_in_words"),
]
