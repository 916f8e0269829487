from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from skoleporten.web.meetings import changing, choices, kinds, one, overview, people

urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.every, name="meetings"),
    path("earlier/", overview.earlier, name="meetings_earlier"),
    path("new/", changing.new, name="meeting_new"),
    path("kinds/", kinds.every, name="meeting_kinds"),
    path("kinds/new/", kinds.new, name="meeting_kind_new"),
    path("kinds/<slug:code>/", kinds.one, name="meeting_kind"),
    path("kinds/<slug:code>/change/", kinds.change, name="meeting_kind_change"),
    path("kinds/<slug:code>/choose/", choices.choose, name="rhythm_choices"),
    path("<uuid:public_id>/", one.one, name="meeting"),
    path("<uuid:public_id>/move/", changing.move, name="meeting_move"),
    path("<uuid:public_id>/room/", changing.place, name="meeting_place"),
    path("<uuid:public_id>/cancel/", changing.cancel, name="meeting_cancel"),
    path("<uuid:public_id>/plan-again/", one.plan_again, name="meeting_plan_again"),
    path("<uuid:public_id>/keep/", one.keep, name="meeting_keep"),
    path("<uuid:public_id>/people/", people.people, name="meeting_people"),
    path("<uuid:public_id>/people/leave-out/", people.leave_out, name="meeting_leave_out"),
    path("<uuid:public_id>/leads/", people.who_leads, name="meeting_leads"),
]
