"""What somebody said: written down in her words, under the name that she chose, and taken away when she wants it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.panels import leaving
from skoleporten.panels.changing import locked, log, once, only_the_team, only_who_knows_them, save_seen
from skoleporten.panels.models import Member, Question, Session, Statement, Theme
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.panels import Removed, SaidAs, is_kept_about_whom


@dataclass(frozen=True)
class Said:
    """`may_stay`: when the member is no longer in the panel. Of an anonymous one it is always so."""

    words: str
    said_as: str
    member: Member | None = None
    may_stay: bool = False
    question: Question | None = None
    themes: Sequence[Theme] = ()


@transaction.atomic
def write(*, by: Actor, session: Session, said: Said, client_id: uuid.UUID) -> Statement:
    who = only_the_team(by)
    session = locked(session)
    if session.state != Session.State.HELD:
        raise RefusedError(_("The session has not been held yet."), do=_("Write down who came first."))
    values = _columns(by, session, said)

    def make() -> Statement:
        made = Statement.objects.create(session=session, client_id=client_id, written_by_id=who, **values)
        made.themes.set(said.themes)
        log(by, "statement_written", made, said_as=made.said_as, may_stay=made.may_stay)
        return made

    return once(Statement, client_id, make, session=session)


@transaction.atomic
def correct(*, by: Actor, statement: Statement, said: Said, seen_version: int) -> Statement:
    """Other words, or another choice of hers. The words before are not kept.

    Whoever does not see the members leaves the choice as it is. What was anonymous stays so: nobody is kept of it.
    """
    only_the_team(by)
    statement = locked(statement)
    if statement.removed_at is not None:
        raise RefusedError(_("The words were taken away."))
    knows = statement.session.panel.shows_members_to(by)
    kept = statement.member if knows else None
    values = _columns(by, statement.session, said, kept) if kept else _as_they_were(statement, said)
    if save_seen(by, statement, seen_version, values, themes=said.themes):
        log(by, "statement_corrected", statement, said_as=statement.said_as, may_stay=statement.may_stay)
    return statement


@transaction.atomic
def take_away(*, by: Actor, statement: Statement, because: str) -> Statement:
    """Whoever said it asks for it, or the words tell about somebody who is not part of this."""
    only_the_team(by)
    if because not in (Removed.ASKED_TO, Removed.NAMES_SOMEBODY):
        raise RefusedError(_("Say why it is taken away."))
    statement = locked(statement)
    leaving.remove_words(by, statement, Removed(because))
    return statement


def _columns(by: Actor, session: Session, said: Said, kept: Member | None = None) -> dict[str, Any]:
    if said.said_as not in set(SaidAs):
        raise RefusedError(_("Let the member choose how it shall stand."))
    is_kept = is_kept_about_whom(SaidAs(said.said_as))
    member = (kept or said.member) if is_kept else None
    if is_kept:
        only_who_knows_them(by, session.panel)
        _check_member(session, member)
    return _texts(session, said) | {
        "said_as": said.said_as,
        "member": member,
        "may_stay": said.may_stay or not is_kept,
    }


def _as_they_were(statement: Statement, said: Said) -> dict[str, Any]:
    return _texts(statement.session, said)


def _texts(session: Session, said: Said) -> dict[str, Any]:
    if not said.words.strip():
        raise RefusedError(_("Write what was said, in the member’s own words."))
    if said.question is not None and said.question.session_id != session.pk:
        raise RefusedError(_("The question was not asked in this session."))
    return {"words": said.words.strip(), "question": said.question}


def _check_member(session: Session, member: Member | None) -> None:
    if member is None or member.ended_at is not None or member.panel_id != session.panel_id:
        raise RefusedError(
            _("Choose the member who said it, so that it can be taken away again."),
            do=_("Or let it stand without any name."),
        )
