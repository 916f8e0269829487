"""Concerns in words: one row of the list, and one row of the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from skoleporten.concerns.models import Concern, PupilMeasure, Signal
from skoleporten.web import words
from skoleporten.web.concerns.words import Routines, owner_name, step_name, when
from skoleporten.web.rules.wording import Rules, SignalInWords, signal_in_words

FILE_HEADINGS = (
    _("Pupil"),
    _("School"),
    _("Grade"),
    _("Class"),
    _("Follow-up"),
    _("Opened"),
    _("Owner"),
    _("Next step"),
    _("Date of the next step"),
    _("Reasons"),
    _("Days that caused it"),
    _("Share of school time away this school year (%)"),
    _("Whole days away"),
    _("Lessons away"),
    _("As of"),
)


@dataclass(frozen=True)
class ConcernRow:
    """`days_waiting` is None once somebody has acted. `met_since`: the first of the checks that the rules speak in."""

    name: str
    url: str
    placing: str
    reasons: Sequence[SignalInWords]
    opened_by_person: str
    this_year: str
    state: str
    state_color: str
    opened_on: dt.date
    days_waiting: int | None
    met_since: dt.date | None
    next_step: str = ""
    next_when: str = ""
    is_past: bool = False
    owner: str = ""
    is_offered: bool = False
    contact_url: str = ""
    key: str = ""

    @property
    def waiting(self) -> str:
        if self.days_waiting is None:
            return ""
        if self.days_waiting == 0:
            return gettext("New today")
        counted = ngettext("Waiting for %(count)s day", "Waiting for %(count)s days", self.days_waiting)
        return counted % {"count": self.days_waiting}

    @property
    def since(self) -> str:
        """By the dates of the data, where they are older than the day the file came in."""
        if self.met_since is None or self.met_since >= self.opened_on:
            return ""
        return gettext("Rule met on %(date)s") % {"date": words.short_day(self.met_since)}


@dataclass(frozen=True)
class Group:
    """Concerns under one heading; the heading is empty where the chosen order mixes them."""

    heading: str
    rows: Sequence[ConcernRow]


def current_signals(concern: Concern) -> list[Signal]:
    """As fetched by selection.with_what_a_row_needs, for all rows at once."""
    fetched: list[Signal] = concern.pupil.current_signals  # type: ignore[attr-defined]
    return fetched


@dataclass(frozen=True)
class Reader:
    """Who reads the list, and what its words are made of."""

    rule_sets: Rules
    routines: Routines
    today: dt.date
    user_id: int | None
    may_act: bool = False


def concern_row(concern: Concern, reader: Reader) -> ConcernRow:
    rule_sets, today = reader.rule_sets, reader.today
    measure = measure_of(concern.pupil)
    is_open = concern.state != Concern.State.CLOSED
    due = concern.next_step_due
    opened_on = timezone.localdate(concern.opened_at)
    signals = current_signals(concern)
    return ConcernRow(
        name=concern.pupil.full_name,
        url=reverse("concern", args=[concern.public_id]),
        placing=placing(measure),
        reasons=[signal_in_words(signal, rule_sets) for signal in signals],
        opened_by_person=concern.opening_reason if concern.kind == Concern.Kind.PERSON else "",
        this_year=this_year(measure),
        state=concern.get_state_display(),
        state_color=STATE_COLORS[Concern.State(concern.state)],
        opened_on=opened_on,
        days_waiting=(today - opened_on).days if concern.state == Concern.State.OPEN else None,
        met_since=min((signal.first_seen for signal in signals), default=None),
        next_step=step_name(reader.routines.get(concern.routine_id or 0), concern.next_step),
        next_when=when(due, today),
        is_past=due is not None and due < today,
        owner=_owner_shown(concern, reader) if is_open else "",
        is_offered=bool(getattr(concern, "is_offered", False)),
        contact_url=reverse("concern_contact", args=[concern.public_id]) if reader.may_act and is_open else "",
        key=str(concern.public_id)[:8],
    )


def _owner_shown(concern: Concern, reader: Reader) -> str:
    """Not on one's own: everything on the list says the same then."""
    return "" if concern.owner_id == reader.user_id else owner_name(concern)


STATE_COLORS = {Concern.State.OPEN: "fyr", Concern.State.ACTED: "havn", Concern.State.CLOSED: "neutral"}


def grouped(concerns: Iterable[Concern], reader: Reader, by_urgency: bool) -> list[Group]:
    """In the default order: what waits for somebody first, then what waits for a decision, each under a heading."""
    listed = list(concerns)
    if not by_urgency:
        return [Group("", [concern_row(concern, reader) for concern in listed])]
    under: dict[str, list[ConcernRow]] = {}
    for concern in listed:
        under.setdefault(_heading(concern, reader.today), []).append(concern_row(concern, reader))
    return [Group(heading, rows) for heading, rows in under.items()]


def _heading(concern: Concern, today: dt.date) -> str:
    due = concern.next_step_due
    if concern.state == Concern.State.ACTED and due is not None and due < today:
        return gettext("The date has been, and waits for a decision")
    return str(Concern.State(concern.state).label)


def measure_of(pupil: Any) -> PupilMeasure | None:
    """A pupil who has come since the last check has no measures yet."""
    return getattr(pupil, "measure", None)


def placing(measure: PupilMeasure | None) -> str:
    """«8. trinn, 8A»."""
    if measure is None:
        return ""
    grade = gettext("grade %(grade)s") % {"grade": measure.grade} if measure.grade else ""
    parts = [grade, measure.school_class.name if measure.school_class else ""]
    return ", ".join(part for part in parts if part)


def this_year(measure: PupilMeasure | None) -> str:
    """Days and lessons beside each other, never added up."""
    if measure is None:
        return gettext("Not counted yet")
    days = ngettext("%(count)s whole day", "%(count)s whole days", measure.days_absent)
    lessons = ngettext("%(count)s lesson", "%(count)s lessons", measure.lessons_absent)
    counted = [days % {"count": words.number(measure.days_absent)}]
    if measure.lessons_absent:
        counted.append(lessons % {"count": words.number(measure.lessons_absent)})
    return ", ".join(part.replace(" ", words.NO_BREAK) for part in counted)


def file_row(concern: Concern, reader: Reader) -> list[Any]:
    measure = measure_of(concern.pupil)
    reasons = [signal_in_words(signal, reader.rule_sets) for signal in current_signals(concern)]
    dates = sorted({date for reason in reasons for date in reason.dates})
    return [
        concern.pupil.full_name,
        measure.school.name if measure and measure.school else "",
        measure.grade if measure else None,
        measure.school_class.name if measure and measure.school_class else "",
        concern.get_state_display(),
        timezone.localdate(concern.opened_at).isoformat(),
        str(concern.owner or ""),
        step_name(reader.routines.get(concern.routine_id or 0), concern.next_step),
        concern.next_step_due.isoformat() if concern.next_step_due else "",
        " ".join([concern.opening_reason, *(reason.text for reason in reasons)]).strip(),
        " ".join(date.isoformat() for date in dates),
        _percent_number(measure),
        measure.days_absent if measure else None,
        measure.lessons_absent if measure else None,
        measure.as_of.isoformat() if measure else "",
    ]


def _percent_number(measure: PupilMeasure | None) -> str:
    if measure is None or measure.absence_rate is None:
        return ""
    return words.number(round(measure.absence_rate * 100, 1))
