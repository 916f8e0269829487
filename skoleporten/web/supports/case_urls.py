from __future__ import annotations

from django.urls import URLPattern, path

from skoleporten.web.supports import answers, class_text, lines, talks

urlpatterns: list[URLPattern] = [
    path("<uuid:public_id>/what-helps/", lines.page, name="supports_of_case"),
    path("<uuid:public_id>/what-helps/<uuid:support>/take-back/", lines.take_back, name="support_take_back"),
    path("<uuid:public_id>/talks/", talks.page, name="talk_wishes"),
    path("<uuid:public_id>/class/", class_text.page, name="class_text"),
    path("<uuid:public_id>/class/new/", class_text.propose, name="class_text_propose"),
    path("<uuid:public_id>/class/withdraw/", class_text.withdraw, name="class_text_withdraw"),
    path("<uuid:public_id>/plan/steps/<uuid:step>/says/read/", answers.read, name="plan_answers_read"),
]
