from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from skoleporten.web.minutes import choices, decisions, ending, now, reading, writing

NOW = "<uuid:public_id>/now/"
ITEM = f"{NOW}items/<uuid:agenda_item>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("decisions/", decisions.every, name="meeting_decisions"),
    path("decisions/<uuid:decision>/", decisions.one, name="meeting_decision"),
    path("decisions/<uuid:decision>/change/", decisions.change, name="meeting_decision_change"),
    path(NOW, now.now, name="meeting_now"),
    path(f"{NOW}begin/", now.begin, name="meeting_begin"),
    path(f"{NOW}take-up/", now.take_up, name="meeting_take_up"),
    path(f"{NOW}there/", writing.there, name="meeting_attendance"),
    path(f"{NOW}note/", writing.note, name="meeting_note"),
    path(f"{NOW}decide/", writing.decide, name="meeting_decide"),
    path(f"{NOW}end/", ending.end, name="meeting_end"),
    path(f"{ITEM}step/", now.step, name="meeting_item_step"),
    path(f"{ITEM}note/", writing.note, name="meeting_note_of_item"),
    path(f"{ITEM}decide/", writing.decide, name="meeting_decide_of_item"),
    path(f"{ITEM}choose/", choices.new, name="meeting_choice_new"),
    path(f"{NOW}choices/<uuid:choice>/", choices.one, name="meeting_choice"),
    path("<uuid:public_id>/minutes/", reading.one, name="minutes"),
    path("<uuid:public_id>/minutes/pdf/", reading.printed, name="minutes_printed"),
    path("<uuid:public_id>/minutes/approve/", reading.approve, name="minutes_approve"),
    path("<uuid:public_id>/minutes/correct/", reading.correct, name="minutes_correct"),
    path("<uuid:public_id>/minutes/versions/<uuid:version>/", reading.version, name="minutes_version"),
]
