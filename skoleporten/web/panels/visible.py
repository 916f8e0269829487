"""Who opens which page of the panels, and the row that an address names: anything else is as if it did not exist."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.panels import queries
from skoleporten.panels.models import READERS, Member, Panel, Session, Statement
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import in_language
from skoleporten.web.words import short_day

team_reads = policy(roles=READERS, purpose=None)
team_writes = policy(roles=READERS, purpose=None, writes=True)
lead_writes = policy(roles={Role.LEAD}, purpose=None, writes=True)
# Where a member may stand by name: one who is here by a consent is a pupil, or the guardian of one.
names_read = policy(roles=READERS, purpose=Purpose.FOLLOW_UP)
names_write = policy(roles=READERS, purpose=Purpose.FOLLOW_UP, writes=True)


def found(request: ActingRequest, model: Any, public_id: uuid.UUID | str, *joined: str) -> Any:
    row = model.objects.visible_to(request.actor).select_related(*joined).filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def panel_known(request: ActingRequest, public_id: uuid.UUID) -> Panel:
    """One whose members the actor sees by name."""
    panel: Panel = found(request, Panel, public_id, "host")
    if not panel.shows_members_to(request.actor):
        raise Http404
    return panel


def member_known(request: ActingRequest, public_id: uuid.UUID) -> Member:
    member: Member = found(request, Member, public_id, "panel", "text", "consent__pupil")
    if member not in queries.members_by_name(request.actor, member.panel, request.today):
        raise Http404
    return member


def session_found(request: ActingRequest, public_id: uuid.UUID) -> Session:
    session: Session = found(request, Session, public_id, "panel__host")
    return session


def statement_found(request: ActingRequest, public_id: uuid.UUID) -> Statement:
    statement: Statement = found(request, Statement, public_id, "session__panel__host", "question", "member")
    return statement


def refuse(*, unless: bool) -> None:
    """What can not be done here has no page."""
    if not unless:
        raise Http404


def shown(request: ActingRequest, what: str, *members: Member) -> None:
    """In the read log: with the pupils whom a member by consent is, or is the guardian of."""
    pupils = queries.pupils_behind(members)
    read_log.shown(request, pupils, action=f"panels.{what}", purpose=Purpose.FOLLOW_UP)


def trail_to(*further: str | Crumb) -> list[Crumb]:
    """`further` are the pages below the panels; a name alone is the page itself."""
    here = Crumb(_("Source panels"), reverse("panels") if further else "")
    return [here, *(one if isinstance(one, Crumb) else Crumb(one) for one in further)]


def panel_crumb(panel: Panel) -> Crumb:
    return Crumb(in_language(panel.names), reverse("panel", args=[panel.public_id]))


def session_crumb(session: Session) -> Crumb:
    label = _("Session %(day)s") % {"day": short_day(session.on)}
    return Crumb(label, reverse("panel_session", args=[session.public_id]))
