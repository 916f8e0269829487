"""Minutes in words: the same for those that are ready, for an approved version, and for their copy on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.agendas.models import Item
from skoleporten.agendas.queries import name_of
from skoleporten.intake.models import Intake
from skoleporten.meetings.models import Meeting
from skoleporten.minutes.models import Approval, DecisionTurn, MeetingDecision
from skoleporten.people.models import Pupil
from skoleporten.rules.agenda import shipped
from skoleporten.rules.minutes import Spent, Turn, Used
from skoleporten.web.minutes.forms import TURNS
from skoleporten.web.rules.wording import in_language
from skoleporten.web.words import duration


@dataclass(frozen=True)
class DecisionInWords:
    words: str
    owner: str
    due: str
    key: str


@dataclass(frozen=True)
class PartInWords:
    """One item. `pupil` None: about nobody. `state`: where nobody came to it. `time` only for the team."""

    title: str
    words: str
    section: str
    note: str
    decisions: Sequence[DecisionInWords]
    choices: Sequence[Mapping[str, Any]]
    pupil: Pupil | None = None
    intake: Intake | None = None
    state: str = ""
    time: str = ""
    was_seen: bool = True

    @property
    def is_empty(self) -> bool:
        return not (self.note or self.decisions or self.choices)

    @property
    def in_short(self) -> str:
        """For the list of what nothing was written about."""
        return " – ".join(text for text in (self.title, self.words) if text)


@dataclass(frozen=True)
class VersionInWords:
    number: int
    approved: str
    why: str
    url: str = ""


@dataclass(frozen=True)
class MinutesInWords:
    facts: Sequence[tuple[str, str]]
    parts: Sequence[PartInWords] = field(default_factory=tuple)

    @property
    def written(self) -> list[PartInWords]:
        """What the meeting came to, whether or not anything was written about it."""
        return [part for part in self.parts if not (part.is_empty and part.state)]

    @property
    def not_reached(self) -> list[PartInWords]:
        return [part for part in self.parts if part.is_empty and part.state]

    @property
    def pupils(self) -> list[Pupil]:
        return list({part.pupil.pk: part.pupil for part in self.parts if part.pupil}.values())


def part_in_words(
    item: Item | None, intake: Intake | None, content: Mapping[str, Any], *, time: str = "", was_seen: bool = True
) -> PartInWords:
    name = name_of(intake) if intake else ""
    words = str(content.get("words", ""))
    return PartInWords(
        title=name or words or _("The meeting as a whole"),
        words=words if name else "",
        section=section_in_words(str(content.get("section", ""))),
        note=str(content.get("note", "")),
        decisions=[_decision(one) for one in content.get("decisions", ())],
        choices=list(content.get("choices", ())),
        pupil=intake.pupil if intake else None,
        intake=intake,
        state=_state(str(content.get("state", ""))) if item else "",
        time=time,
        was_seen=was_seen,
    )


def facts_in_words(meeting: Meeting, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """When, where, who was there, who was not and who stepped in. Nobody said is not the same as nobody was there."""
    there, absent = facts.get("there", []), facts.get("absent", [])
    rows = [
        (_("Day"), date_format(meeting.date, "DATE_FORMAT")),
        (_("Began and ended"), _from_to(str(facts.get("begun", "")), str(facts.get("ended", "")))),
        (_("Place"), meeting.place),
        (_("Who was there"), ", ".join(there) if there or absent else _("Nobody has said who was there")),
        (_("Who was not there"), ", ".join(_absent(name, instead) for name, instead in absent)),
    ]
    return [(name, value) for name, value in rows if value]


def version_in_words(one: Approval, url: str = "") -> VersionInWords:
    told = {"who": one.approved_by, "when": date_format(timezone.localtime(one.approved_at), "DATETIME_FORMAT")}
    text = _("Approved by %(who)s, %(when)s") % told
    if one.instead_of:
        text = _("%(text)s, instead of %(owner)s") % {"text": text, "owner": one.instead_of}
    return VersionInWords(one.number, text, one.why, url)


def section_in_words(section: str) -> str:
    known = shipped().sections.get(section)
    return in_language(known.heading) if known else ""


def spent_in_words(spent: Spent | None) -> str:
    """Which of the two it is stands beside the number."""
    if spent is None:
        return ""
    text = _("%(time)s, measured") if spent.is_measured else _("%(time)s, the time that was set aside")
    return text % {"time": duration(spent.minutes)}


def used_in_words(used: Used) -> str:
    items = ngettext("%(count)s item", "%(count)s items", used.items) % {"count": used.items}
    told = {
        "total": duration(used.total), "items": items, "measured": duration(used.measured),
        "boxed": duration(used.boxed),
    }  # fmt: skip
    if used.measured and used.boxed:
        return _("%(total)s in %(items)s: %(measured)s measured, %(boxed)s as it was set aside") % told
    if used.measured:
        return _("%(total)s in %(items)s, measured") % told
    return _("%(total)s in %(items)s, as it was set aside; nobody measured") % told


def turn_in_words(one: DecisionTurn) -> str:
    return str(TURNS[Turn(one.turn)])


def where_decided(one: MeetingDecision) -> str:
    meeting = one.minutes.meeting
    return f"{meeting.name}, {date_format(meeting.date, 'DATE_FORMAT')}"


def state_of(one: MeetingDecision, today: dt.date) -> str:
    """In words, without blame: a date that has passed is a date."""
    if not one.is_open:
        return _("done") if one.state == "done" else _("left undone")
    day = date_format(one.due, "DATE_FORMAT")
    return (_("to be done by %(date)s") if one.due > today else _("was to be done by %(date)s")) % {"date": day}


def _decision(one: Mapping[str, str]) -> DecisionInWords:
    due = date_format(dt.date.fromisoformat(one["due"]), "DATE_FORMAT")
    return DecisionInWords(one["words"], one["owner"], due, one["key"])


def _state(state: str) -> str:
    if state == Item.State.CARRIED:
        return _("Goes on at the next meeting")
    return _("The meeting did not come to it") if state == Item.State.OPEN else ""


def _absent(name: str, instead: str) -> str:
    return _("%(name)s (%(instead)s stepped in)") % {"name": name, "instead": instead} if instead else name


def _from_to(begun: str, ended: str) -> str:
    times = [timezone.localtime(dt.datetime.fromisoformat(one)) for one in (begun, ended) if one]
    return "–".join(date_format(one, "TIME_FORMAT") for one in times)
