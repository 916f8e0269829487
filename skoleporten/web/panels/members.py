"""Who is in a panel, for the lead and its host: by a yes that is written down, and out again at once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.panels import members, queries, texts
from skoleporten.panels.models import Member, Panel
from skoleporten.rules.panels import Ended, Members
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.form_page import Page, answer
from skoleporten.web.panels.forms import ByConsentForm, ContactForm, LeaveForm, MemberForm
from skoleporten.web.panels.rows import panel_label
from skoleporten.web.panels.visible import (
    member_known,
    names_read,
    names_write,
    panel_crumb,
    panel_known,
    refuse,
    shown,
    trail_to,
)
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import in_language


@names_read
def every(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    panel = panel_known(request, public_id)
    rows = queries.members_by_name(request.actor, panel, request.today)
    may_be_asked = queries.may_be_asked(rows, request.today)
    shown(request, "members_opened", *rows)
    context = {
        "panel": panel,
        "name": panel_label(panel),
        "members": [(one, one.opened("contact"), one.pk in may_be_asked) for one in rows],
        "others": panel.members.not_ended().count() - len(rows),
        "from_outside": panel.members_are is not Members.PUPILS,
        "by_consent": panel.members_are is not Members.OTHERS,
        "trail": trail_to(panel_crumb(panel), _("Members")),
    }
    return render(request, "panels/members.html", context)


@names_write
def new(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """No draft is kept of it: a name that is not saved is nowhere."""
    panel = panel_known(request, public_id)
    refuse(unless=panel.members_are is not Members.PUPILS)
    form = MemberForm(request.POST or None, initial={"given_on": request.today})

    def save() -> None:
        members.add(
            by=request.actor, panel=panel, yes=form.yes, client_id=form.cleaned_data["client_id"], today=request.today
        )

    shown(request, "member_form_opened")
    page = _page(panel, _("Write down a yes"), _("The member is written down."), "panels/member_new.html")
    page.context["words"] = _asked_in_words()
    return answer(request, form, page, save)


@names_write
def by_consent(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    panel = panel_known(request, public_id)
    refuse(unless=panel.members_are is not Members.OTHERS)
    found = members.candidates(by=request.actor, panel=panel, today=request.today)
    form = ByConsentForm(request.POST or None, candidates=found)

    def save() -> None:
        values = form.cleaned_data
        members.add_by_consent(
            by=request.actor, panel=panel, candidate=values["candidate"], contact=values["contact"],
            client_id=values["client_id"], today=request.today,
        )  # fmt: skip

    _shown_candidates(request, found)
    heading = _("By a consent in Skoleporten")
    page = _page(panel, heading, _("The member is written down."), "panels/member_by_consent.html")
    page.context["candidates"] = found
    return answer(request, form, page, save)


@names_write
def one(request: ActingRequest, member: uuid.UUID) -> HttpResponse:
    row = member_known(request, member)
    now = {"name": row.name, "contact": row.opened("contact"), "seen_version": row.version}
    form = ContactForm(request.POST or None, initial=now)

    def save() -> None:
        values = form.cleaned_data
        members.change_contact(
            by=request.actor, member=row, name=values["name"], contact=values["contact"],
            seen_version=values["seen_version"],
        )  # fmt: skip

    shown(request, "member_opened", row)
    page = _page(row.panel, row.name, _("Written down."), "panels/member.html", theirs=_as_it_stands)
    page.context["member"] = row
    return answer(request, form, page, save)


@names_write
def leave(request: ActingRequest, member: uuid.UUID) -> HttpResponse:
    """What goes and what stays is told before it is done."""
    row = member_known(request, member)
    form = LeaveForm(request.POST or None)

    def save() -> None:
        end = members.withdraw if form.cleaned_data["because"] == Ended.WITHDREW else members.finish
        end(by=request.actor, member=row)

    shown(request, "member_opened", row)
    said = row.statements.standing()
    done = _("Name, contact way and what was to go are deleted. Tell the member so.")
    page = _page(row.panel, _("The member leaves"), done, "panels/member_leave.html")
    told = {
        "member": row,
        "stays": said.filter(may_stay=True).count(),
        "goes": said.filter(may_stay=False).count(),
        "sessions": [one.session for one in row.attendances.select_related("session").order_by("session__on")],
    }
    page.context.update(told)
    return answer(request, form, page, save)


def _asked_in_words() -> dict[str, str]:
    """What the yes is to, part by part, in the page's language."""
    words = texts.in_use().words
    parts = ("title", "what", "who", "until", "no", "withdraw", "question_self")
    return {part: in_language({language: getattr(one, part) for language, one in words.items()}) for part in parts}


def _page(panel: Panel, heading: str, done: str, template: str, theirs: Callable[[Any], str] = str) -> Page:
    back = reverse("panel_members", args=[panel.public_id])
    trail = trail_to(panel_crumb(panel), Crumb(_("Members"), back), heading)
    return Page(heading, trail, back, done, theirs=theirs, template=template, context={"panel": panel})


def _as_it_stands(now: Member) -> str:
    return f"{now.opened('name')} – {now.opened('contact')}"


def _shown_candidates(request: ActingRequest, found: list[members.Candidate]) -> None:
    pupils = sorted({one.consent.pupil.public_id for one in found})
    read_log.shown(request, pupils, action="panels.candidates_opened", purpose=Purpose.FOLLOW_UP)
