from __future__ import annotations

from django.urls import path

from skoleporten.web.intake import family, links, match, one, outside, queue, school, steps

urlpatterns = [
    path("", queue.queue, name="intakes"),
    path("links/", links.links, name="outside_links"),
    path("links/<uuid:link>/", links.take_back, name="outside_link_take_back"),
    path("form/<str:token>/", outside.outside_form, name="outside_form"),
    path("ask/", family.ask, name="ask_for_help"),
    path("sent/", school.all_sent, name="sent_referrals"),
    path("sent/<uuid:referral>/", school.one_sent, name="sent_referral"),
    path("refer/<uuid:pupil>/", school.refer, name="refer"),
    path("<uuid:public_id>/", one.one, name="intake"),
    path("<uuid:public_id>/owner/", steps.take, name="intake_take"),
    path("<uuid:public_id>/hand-over/", steps.hand_over, name="intake_hand_over"),
    path("<uuid:public_id>/hand-over/answer/", steps.answer_handover, name="intake_answer_handover"),
    path("<uuid:public_id>/stage/", steps.move, name="intake_move"),
    path("<uuid:public_id>/talk-time/", steps.book, name="intake_book"),
    path("<uuid:public_id>/talk-time/changes/", steps.change_talk, name="intake_change_talk"),
    path("<uuid:public_id>/talk-time/letter/", steps.invite, name="intake_invite"),
    path("<uuid:public_id>/outcome-told/", steps.outcome_told, name="intake_outcome_told"),
    path("<uuid:public_id>/pupil/", match.match, name="intake_match"),
]
