from __future__ import annotations

from django.urls import URLPattern, path

from skoleporten.web.portal.pupil import answering, class_text, supports, talk, way

urlpatterns: list[URLPattern] = [
    path("<uuid:child>/way/", way.page, name="my_way"),
    path("<uuid:child>/way/<uuid:step>/", answering.page, name="my_step_answer"),
    path("<uuid:child>/talk/", talk.page, name="my_talk"),
    path("<uuid:child>/talk/<uuid:wish>/take-back/", talk.take_back, name="my_talk_take_back"),
    path("<uuid:child>/what-helps/", supports.page, name="my_supports"),
    path("<uuid:child>/what-helps/new/<slug:kind>/", supports.new, name="my_support_new"),
    path("<uuid:child>/what-helps/<uuid:support>/", supports.change, name="my_support"),
    path("<uuid:child>/what-helps/<uuid:support>/move/", supports.move, name="my_support_move"),
    path("<uuid:child>/what-helps/<uuid:support>/take-back/", supports.take_back, name="my_support_take_back"),
    path("<uuid:child>/class/", class_text.page, name="my_class_text"),
]
