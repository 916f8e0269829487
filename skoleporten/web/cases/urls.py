from __future__ import annotations

from django.urls import path

from skoleporten.web.cases import (
    around,
    care,
    following_up,
    handing_back,
    happened,
    many,
    one,
    printed,
    standing,
    steps,
)

urlpatterns = [
    path("", many.many, name="cases"),
    path("follow-ups/", following_up.due, name="case_follow_ups"),
    path("<uuid:public_id>/", one.one, name="case"),
    path("<uuid:public_id>/timeline/", happened.timeline, name="case_timeline"),
    path("<uuid:public_id>/printed/", printed.printed, name="case_printed"),
    path("<uuid:public_id>/team/", around.team, name="case_team"),
    path("<uuid:public_id>/team/<uuid:member>/end/", around.end_part, name="case_end_part"),
    path("<uuid:public_id>/decisions/", standing.new, name="case_decision_new"),
    path("<uuid:public_id>/decisions/<uuid:decision>/", standing.one, name="case_decision"),
    path("<uuid:public_id>/care/", care.edit, name="case_care"),
    path("<uuid:public_id>/owner/", steps.take, name="case_take"),
    path("<uuid:public_id>/hand-over/", steps.hand_over, name="case_hand_over"),
    path("<uuid:public_id>/hand-over/answer/", steps.answer, name="case_answer_hand_over"),
    path("<uuid:public_id>/stage/", steps.change_stage, name="case_stage"),
    path("<uuid:public_id>/way-back/", handing_back.page, name="case_handing_back"),
    path("<uuid:public_id>/way-back/plan/", handing_back.plan, name="case_handing_back_plan"),
    path("<uuid:public_id>/way-back/list/<slug:item>/", handing_back.answer_item, name="case_handing_back_item"),
    path("<uuid:public_id>/way-back/after/<slug:after>/", following_up.follow_up, name="case_follow_up"),
    path("<uuid:public_id>/open-again/", steps.open_again, name="case_open_again"),
]
