"""The panels in words: where each stands, who said what, and what came of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.panels.models import Change, Member, Panel, Session, ShelfItem, Statement, Theme, ToldBack
from skoleporten.panels.queries import Standing
from skoleporten.rules.panels import Outcome, Removed, SaidAs, State, Strength, next_step, steps, words
from skoleporten.rules.panels.changes import How
from skoleporten.web.panels.rows import panel_label, theme_label
from skoleporten.web.rules.wording import in_language

COLORS = {State.NOT_STARTED: "neutral", State.GATHERING: "fyr", State.RUNNING: "havn", State.RESTING: "neutral"}
OUTCOME_COLORS = {Outcome.PLANNED: "fyr", Outcome.DONE: "havn", Outcome.NOT_DONE: "neutral"}


@dataclass(frozen=True)
class Card:
    """A panel on the overview. `members` is empty where there is nothing to count."""

    panel: Panel
    name: str
    who: str
    state: str
    color: str
    is_started: bool
    members: str
    next_step: str
    standing: Standing
    owed: Sequence[Change]


@dataclass(frozen=True)
class Step:
    text: str
    is_done: bool


@dataclass(frozen=True)
class Said:
    """A statement as it is read. `words` is empty where they are gone, and `gone` says why."""

    key: uuid.UUID
    words: str
    gone: str
    who: str
    on: dt.date
    question: str
    themes: Sequence[str]
    changes: Sequence[Change]


@dataclass(frozen=True)
class Told:
    on: dt.date
    how: str
    by: str
    panel: str
    outcome: str
    words: str
    session: Session | None


@dataclass(frozen=True)
class ChangeRow:
    """A change with what it rests on, and whether this panel has been told of it as it stands now."""

    key: uuid.UUID
    what: str
    because: str
    why_not: str
    outcome: str
    color: str
    on: dt.date
    owner: str
    said: Sequence[Said]
    themes: Sequence[str]
    told: Sequence[Told]
    is_owed: bool


@dataclass(frozen=True)
class Book:
    key: uuid.UUID
    source: str
    link: str
    claim: str
    strength: str
    objections: str
    our_use: str
    themes: Sequence[str]


def card_of(standing: Standing, owed: Sequence[Change] = ()) -> Card:
    panel = standing.panel
    state, coming = State(panel.state), next_step(standing.facts)
    return Card(
        panel=panel,
        name=panel_label(panel),
        who=in_language(panel.who),
        state=in_language(words.STATES[state]),
        color=COLORS[state],
        is_started=standing.is_started,
        members=members_in_words(standing),
        next_step=in_language(words.STEPS[coming]) if coming else "",
        standing=standing,
        owed=owed,
    )


def members_in_words(standing: Standing) -> str:
    """Of places only where somebody is in: nothing is counted of a panel that has not started."""
    if not standing.is_started:
        return ""
    count, places = standing.members, standing.panel.places
    if not count and places:
        text = ngettext(
            "Nobody has said yes here yet. There is %(places)s place.",
            "Nobody has said yes here yet. There are %(places)s places.",
            places,
        )
        return text % {"places": places}
    if not count:
        return _("Nobody has said yes here yet.")
    if places:
        text = ngettext("%(count)s member, of %(places)s places", "%(count)s members, of %(places)s places", count)
        return text % {"count": count, "places": places}
    return ngettext("%(count)s member", "%(count)s members", count) % {"count": count}


def steps_of(standing: Standing) -> list[Step]:
    return [Step(in_language(words.STEPS[step]), done) for step, done in steps(standing.facts)]


def said_in_words(rows: Iterable[Statement], names: Mapping[int, Member]) -> list[Said]:
    return [one_said(one, names.get(one.pk)) for one in rows]


def one_said(one: Statement, member: Member | None = None) -> Said:
    is_gone = one.removed_at is not None
    return Said(
        key=one.public_id,
        words=one.words,
        gone=in_language(words.REMOVED[Removed(one.removed_because)]) if is_gone else "",
        who=_who(one, member),
        on=one.session.on,
        question=one.question.words if one.question else "",
        themes=[theme_label(theme) for theme in one.themes.all()],
        changes=list(one.changes.all()),
    )


def change_row(change: Change, told: Sequence[ToldBack], said: Sequence[Said], *, is_owed: bool) -> ChangeRow:
    outcome = Outcome(change.outcome)
    return ChangeRow(
        key=change.public_id,
        what=change.what,
        because=change.because,
        why_not=change.why_not,
        outcome=in_language(words.OUTCOMES[outcome]),
        color=OUTCOME_COLORS[outcome],
        on=change.on,
        owner=str(change.owner),
        said=said,
        themes=[theme_label(theme) for theme in change.themes.all()],
        told=[told_in_words(one) for one in told],
        is_owed=is_owed,
    )


def told_in_words(one: ToldBack) -> Told:
    return Told(
        on=one.on,
        how=in_language(words.HOWS[How(one.how)]),
        by=str(one.by),
        panel=panel_label(one.panel),
        outcome=in_language(words.OUTCOMES[Outcome(one.outcome)]),
        words=one.words,
        session=one.session,
    )


def book_in_words(item: ShelfItem) -> Book:
    return Book(
        key=item.public_id,
        source=item.source,
        link=item.link,
        claim=in_language(item.texts("claim")),
        strength=in_language(words.STRENGTHS[Strength(item.strength)]),
        objections=in_language(item.texts("objections")),
        our_use=in_language(item.texts("our_use")),
        themes=[theme_label(theme) for theme in item.themes.all()],
    )


def theme_in_words(theme: Theme) -> dict[str, str]:
    return {"question": theme_label(theme), "about": in_language(theme.texts("about")), "source": theme.source}


def session_state(session: Session) -> str:
    texts = {
        Session.State.PLANNED: _("Planned"),
        Session.State.HELD: _("Held"),
        Session.State.CANCELLED: _("Cancelled"),
    }
    return texts[Session.State(session.state)]


def _who(one: Statement, member: Member | None) -> str:
    if member is not None:
        return member.name
    return _("Said without any name") if one.said_as == SaidAs.ANONYMOUS or one.let_go_at else _("One of the panel")
