from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from skoleporten.web.judgement import goals, loop, measures, notes, words_in_notes

urlpatterns: list[URLPattern | URLResolver] = [
    path("words/", words_in_notes.words, name="words_in_notes"),
    path("<uuid:public_id>/notes/", notes.every, name="case_notes"),
    path("<uuid:public_id>/notes/new/", notes.new, name="case_note_new"),
    path("<uuid:public_id>/notes/look/", notes.look, name="case_note_look"),
    path("<uuid:public_id>/notes/<uuid:note>/", notes.one, name="case_note"),
    path("<uuid:public_id>/notes/<uuid:note>/correct/", notes.correct, name="case_note_correct"),
    path("<uuid:public_id>/notes/<uuid:note>/take-away/", notes.take_away, name="case_note_take_away"),
    path("<uuid:public_id>/loop/", loop.every, name="case_loop"),
    path("<uuid:public_id>/loop/new/", loop.begin, name="case_round_new"),
    path("<uuid:public_id>/loop/<uuid:turn>/", loop.one, name="case_round"),
    path("<uuid:public_id>/loop/<uuid:turn>/assess/", loop.assess, name="case_assess"),
    path("<uuid:public_id>/loop/<uuid:turn>/decide/", loop.decide, name="case_decide"),
    path("<uuid:public_id>/loop/<uuid:turn>/end/", loop.end, name="case_round_end"),
    path("<uuid:public_id>/loop/<uuid:turn>/measures/new/", measures.start, name="case_measure_new"),
    path("<uuid:public_id>/loop/<uuid:turn>/measures/<uuid:measure>/", measures.one, name="case_measure"),
    path("<uuid:public_id>/goals/", goals.every, name="case_goals"),
    path("<uuid:public_id>/goals/new/", goals.new, name="case_goal_new"),
    path("<uuid:public_id>/goals/<uuid:goal>/", goals.one, name="case_goal"),
    path("<uuid:public_id>/goals/<uuid:goal>/change/", goals.change, name="case_goal_change"),
]
