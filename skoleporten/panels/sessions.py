"""A session of a panel: planned, held or cancelled; who came as a number, and by name only where they are known."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.panels.changing import locked, log, once, only_the_team, only_who_knows_them, save_seen, touch
from skoleporten.panels.models import Attendance, Member, Panel, Question, Session, Theme
from skoleporten.panels.panels import is_running_from, refuse_before_start
from skoleporten.rules.errors import RefusedError

MOST_WHO_COME = 200


@dataclass(frozen=True)
class Held:
    """`members`: those who came and are known by name; None leaves them as they are, for whoever does not see them."""

    came: int
    notes: str = ""
    members: Sequence[Member] | None = None


@transaction.atomic
def plan(*, by: Actor, panel: Panel, on: dt.date, about: str, client_id: uuid.UUID) -> Session:
    """Also of one that has been held already, and is written down afterwards."""
    who = only_the_team(by)
    panel = locked(panel)
    refuse_before_start(panel)

    def make() -> Session:
        made = Session.objects.create(panel=panel, on=on, about=about.strip(), client_id=client_id, written_by_id=who)
        log(by, "session_planned", made, panel=panel.code, on=on.isoformat())
        return made

    return once(Session, client_id, make, panel=panel)


@transaction.atomic
def change(*, by: Actor, session: Session, on: dt.date, about: str, seen_version: int) -> Session:
    """Another date, or other words on what it is about, before it is held."""
    only_the_team(by)
    session = locked(session)
    if session.state != Session.State.PLANNED:
        raise RefusedError(_("The session has been held or cancelled."))
    if save_seen(by, session, seen_version, {"on": on, "about": about.strip()}):
        log(by, "session_changed", session, on=on.isoformat())
    return session


@transaction.atomic
def hold(*, by: Actor, session: Session, held: Held, seen_version: int, today: dt.date) -> Session:
    """It took place; written once more it corrects what was written. The first one sets the panel going."""
    only_the_team(by)
    panel = locked(session.panel)
    session = locked(session)
    _check_held(by, session, held, today)
    is_first = session.state == Session.State.PLANNED
    values = {"state": Session.State.HELD, "came": held.came, "notes": held.notes.strip()}
    if save_seen(by, session, seen_version, values):
        log(by, "session_held" if is_first else "session_corrected", session, came=held.came)
    if held.members is not None:
        _write_who_came(session, held.members)
    is_running_from(by, panel, session.on)
    return session


@transaction.atomic
def cancel(*, by: Actor, session: Session, why: str) -> Session:
    only_the_team(by)
    session = locked(session)
    if session.state == Session.State.CANCELLED:
        return session
    if session.state == Session.State.HELD:
        raise RefusedError(_("The session has been held."))
    if not why.strip():
        raise RefusedError(_("Say why it is cancelled."))
    session.state, session.why_cancelled = Session.State.CANCELLED, why.strip()
    touch(by, session)
    log(by, "session_cancelled", session)
    return session


@transaction.atomic
def looked_over(*, by: Actor, session: Session) -> None:
    """Somebody has seen that the notes hold nothing of a member who has left."""
    only_the_team(by)
    session = locked(session)
    if session.to_look_over:
        session.to_look_over = False
        touch(by, session)
        log(by, "session_looked_over", session)


@transaction.atomic
def ask(*, by: Actor, session: Session, words: str, theme: Theme | None, client_id: uuid.UUID) -> Question:
    who = only_the_team(by)
    session = locked(session)
    if session.state == Session.State.CANCELLED:
        raise RefusedError(_("The session was cancelled."))
    if not words.strip():
        raise RefusedError(_("Write the question."))

    def make() -> Question:
        made = Question.objects.create(
            session=session, theme=theme, words=words.strip(), client_id=client_id, written_by_id=who
        )
        log(by, "question_asked", made, theme=str(theme.public_id) if theme else "")
        return made

    return once(Question, client_id, make, session=session)


@transaction.atomic
def take_back_question(*, by: Actor, question: Question) -> None:
    """One that nobody has answered yet."""
    only_the_team(by)
    locked(question.session)
    if question.statements.exists():
        raise RefusedError(_("Somebody has answered the question."))
    log(by, "question_taken_back", question)
    question.delete()


def _check_held(by: Actor, session: Session, held: Held, today: dt.date) -> None:
    if session.state == Session.State.CANCELLED:
        raise RefusedError(_("The session was cancelled."))
    if session.on > today:
        raise RefusedError(_("The session is still to come."))
    if not 1 <= held.came <= MOST_WHO_COME:
        raise RefusedError(_("Write how many came. If nobody did, cancel the session."))
    members = held.members
    known = len(members) if members is not None else session.attendances.count()
    if known > held.came:
        raise RefusedError(_("More are marked by name than came."))
    if members is not None:
        only_who_knows_them(by, session.panel)
        if any(one.panel_id != session.panel_id or one.ended_at is not None for one in members):
            raise RefusedError(_("Only members of the panel can be marked."))


def _write_who_came(session: Session, members: Sequence[Member]) -> None:
    wanted = {one.pk for one in members}
    session.attendances.exclude(member__in=wanted).delete()
    there = set(session.attendances.values_list("member", flat=True))
    for key in sorted(wanted - there):
        Attendance.objects.create(session=session, member_id=key)
