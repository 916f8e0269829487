"""A consent in words: to the staff with names, and to the family without telling who the others are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.roles import Role
from skoleporten.consents import standing, texts
from skoleporten.consents.actions import is_own
from skoleporten.consents.givers import THE_PUPIL, Giver
from skoleporten.consents.models import Answer, Consent, Purpose
from skoleporten.consents.standing import Party, Standing
from skoleporten.people.mentions import masker
from skoleporten.web import words
from skoleporten.web.components import Crumb, TimelineEntry
from skoleporten.web.consents.forms import LANGUAGES

State = Consent.State
COLORS = {State.AWAITING: "fyr", State.IN_FORCE: "havn"}


@dataclass(frozen=True)
class ConsentRow:
    """One line of a list. `waits_for` in words; empty where nobody is waited for."""

    title: str
    pupil: str
    url: str
    state: str
    color: str
    until: dt.date | None
    asked_on: dt.date
    note: str


@dataclass(frozen=True)
class PartyRow:
    """`answer_id` is there where a yes can still be withdrawn."""

    who: str
    capacity: str
    says: str
    when: str
    answer_id: Any = None
    scan_url: str = ""


def title_of(consent: Consent) -> str:
    return texts.words_of(consent).title


def state_in_words(consent: Consent, found: Standing) -> str:
    if consent.closed_at is not None and found.state == State.EXPIRED:
        return str(consent.get_closed_because_display())
    return str(found.state.label)


def row_of(consent: Consent, url: str, today: dt.date) -> ConsentRow:
    found = standing.of(consent, today)
    is_live = consent.closed_at is None
    return ConsentRow(
        title=title_of(consent),
        pupil=consent.pupil.full_name,
        url=reverse(url, args=[consent.public_id]),
        state=state_in_words(consent, found),
        color=COLORS.get(found.state, "neutral") if is_live else "neutral",
        until=found.until,
        asked_on=timezone.localdate(consent.asked_at),
        note=_note(found),
    )


def _note(found: Standing) -> str:
    if found.state != State.AWAITING:
        return ""
    if not found.parties:
        return _("Nobody is recorded as having the right to decide.")
    answered = sum(party.answer is not None for party in found.parties)
    return _("%(answered)s of %(all)s have answered") % {"answered": answered, "all": len(found.parties)}


# To the staff ---------------------------------------------------------------------------------------------------------
def summary(consent: Consent, found: Standing) -> str:
    """One sentence on where it stands."""
    if consent.closed_at is not None:
        return _("This question is closed. Nothing rests on it.")
    if found.is_in_force and found.until:
        return _("All who must agree have said yes. It is in force until %(date)s.") % {"date": words.day(found.until)}
    return {
        State.REFUSED: _("Somebody has said no, so it is not in force. Nothing is lost, and you can ask again later."),
        State.WITHDRAWN: _("It was withdrawn, and is not in force. What rested on it has ended."),
        State.EXPIRED: _("It has run out, and is not in force. Ask again if it is still needed."),
    }.get(found.state, _("It is not in force until all who must agree have said yes."))


def party_rows(consent: Consent, found: Standing) -> list[PartyRow]:
    rows = [_party_row(consent, party.giver, party.answer) for party in found.parties]
    return rows + [_party_row(consent, _giver_of(one), one) for one in found.earlier]


def _giver_of(answer: Answer) -> Giver:
    return Giver(standing.key_of(answer), answer.guardian, answer.capacity)


def _party_row(consent: Consent, giver: Giver, answer: Answer | None) -> PartyRow:
    who = str(giver.guardian) if giver.guardian else consent.pupil.full_name
    capacity = str(Answer.Capacity(giver.capacity).label)
    if answer is None:
        return PartyRow(who, capacity, _("Has not answered yet"), "")
    can_end = answer.says == Answer.Says.YES and answer.withdrawn_at is None and consent.closed_at is None
    scan = reverse("attachment", args=[answer.scan.public_id]) if answer.scan and answer.scan.file_id else ""
    return PartyRow(who, capacity, _says(answer), _when(answer), answer.public_id if can_end else None, scan)


def _says(answer: Answer) -> str:
    if answer.withdrawn_at is not None:
        return _("Said yes, and has withdrawn it")
    return _("Said yes") if answer.says == Answer.Says.YES else _("Said no")


def _when(answer: Answer) -> str:
    at = timezone.localtime(answer.withdrawn_at or answer.answered_at)
    if answer.withdrawn_at is None and answer.how == Answer.How.PAPER:
        names = {"date": words.day(answer.signed_on), "who": answer.recorded_by}
        return _("On paper, signed %(date)s, recorded by %(who)s") % names
    return words.clock(at)


def facts(consent: Consent) -> Iterator[tuple[str | Promise, str]]:
    if consent.service:
        yield _("Service"), consent.service
    yield _("Covers"), consent.scope or _("What the text says")
    if consent.withheld or consent.purpose == Purpose.SHARE_WITH_SERVICE:
        yield _("Held back"), consent.withheld or _("Nothing is named")
    yield _("Last day"), words.day(consent.valid_until)
    asked = {"who": consent.asked_by, "when": words.clock(timezone.localtime(consent.asked_at))}
    yield _("Asked by"), _("%(who)s, %(when)s") % asked
    language = str(dict(LANGUAGES).get(consent.language, consent.language))
    yield _("Explained in"), f"{language}. {consent.get_interpreter_display()}."
    yield _("Text"), _("version %(version)s") % {"version": consent.text.version}


def history(consent: Consent) -> list[TimelineEntry]:
    """What happened, newest first; the answers of those who no longer must agree too."""
    entries = [TimelineEntry(consent.asked_at, _("Asked"), who=str(consent.asked_by))]
    for one in consent.answers.select_related("guardian", "recorded_by", "withdrawn_by"):
        giver = str(one.guardian) if one.guardian else consent.pupil.full_name
        said = _("Said yes") if one.says == Answer.Says.YES else _("Said no")
        entries.append(TimelineEntry(one.answered_at, said, who=giver, text=_recorded(one)))
        if one.withdrawn_at is not None:
            entries.append(TimelineEntry(one.withdrawn_at, _("Withdrawn"), who=giver, text=_told_to(one)))
    if consent.closed_at is not None:
        entries.append(TimelineEntry(consent.closed_at, str(consent.get_closed_because_display())))
    entries = [_local(entry) for entry in entries]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _local(entry: TimelineEntry) -> TimelineEntry:
    assert isinstance(entry.at, dt.datetime)
    return TimelineEntry(timezone.localtime(entry.at), entry.heading, entry.who, entry.text)


def _recorded(answer: Answer) -> str:
    return _when(answer) if answer.how == Answer.How.PAPER and answer.withdrawn_at is None else ""


def _told_to(answer: Answer) -> str:
    if answer.withdrawn_by is None or answer.withdrawn_by_id == answer.recorded_by_id:
        return ""
    return _("Recorded by %(who)s") % {"who": answer.withdrawn_by}


def trail(consent: Consent, *further: Crumb) -> list[Crumb]:
    pupil = consent.pupil
    return [
        Crumb(pupil.full_name, reverse("pupil", args=[pupil.public_id])),
        Crumb(_("Consents"), reverse("pupil_consents", args=[pupil.public_id])),
        Crumb(title_of(consent), reverse("consent", args=[consent.public_id])),
        *further,
    ]


# To the family --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Covered:
    """What the staff wrote that the question covers, as the family reads it: other pupils' names are taken out."""

    scope: str
    withheld: str


def covered(consent: Consent, today: dt.date, reader: int | None = None) -> Covered:
    if not consent.scope and not consent.withheld:
        return Covered("", "")
    hide = masker(consent.pupil, today, reader)
    return Covered(hide(consent.scope), hide(consent.withheld))


def question_to(actor: Actor, consent: Consent) -> str:
    said = texts.words_of(consent)
    return said.question_self if actor.role == Role.PUPIL else said.question


def answers_for_family(actor: Actor, found: Standing) -> list[PartyRow]:
    """Everybody's answer, and nobody's name: not whose relation it is, nor of which kind."""
    others = sum(party.giver.guardian is not None and not _is_me(actor, party) for party in found.parties)
    rows, number = [], 0
    for party in found.parties:
        number += party.giver.guardian is not None and not _is_me(actor, party)
        says = _says(party.answer) if party.answer else _("Has not answered yet")
        rows.append(PartyRow(_called(actor, party, number if others > 1 else 0), "", says, ""))
    return rows


def _called(actor: Actor, party: Party, number: int) -> str:
    if _is_me(actor, party):
        return _("You")
    if party.giver == THE_PUPIL:
        return _("The pupil")
    if number:
        return _("Guardian %(number)s") % {"number": number}
    return _("Another guardian") if actor.role == Role.GUARDIAN else _("Your guardian")


def _is_me(actor: Actor, party: Party) -> bool:
    if party.giver.guardian is None:
        return actor.role == Role.PUPIL
    return actor.role == Role.GUARDIAN and party.giver.guardian.user_id == actor.user_id


def own_answer(actor: Actor, consent: Consent) -> Answer | None:
    answers = consent.answers.select_related("guardian", "consent")
    return next((one for one in answers if is_own(actor, one)), None)
