"""A step of the plan as a person reads it: days, times, places and people, and never a judgement of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.plans.models import PlanAnswer, PlanBasis, PlanExpectation, PlanStep
from skoleporten.rules import plan as rules
from skoleporten.rules.plan import SCHOOL_WEEK, Agreed, Answer, Basis, Change, Chooses, Noticed, Part
from skoleporten.rules.presence.places import PLACES, Place
from skoleporten.web import words
from skoleporten.web.rules.wording import in_language

ALL_DAYS = tuple(SCHOOL_WEEK)


@dataclass(frozen=True)
class DayInWords:
    name: str
    minutes: str
    parts: Sequence[str]


@dataclass(frozen=True)
class ExpectationInWords:
    expected: str
    adapted: str
    responsible: str
    chooses: str


@dataclass(frozen=True)
class SaidInWords:
    answer: str
    words: str
    why_not_asked: str
    said_on: dt.date
    written_by: str
    readers: str


@dataclass(frozen=True)
class StepInWords:
    """`said` holds what the reader may read of it, the newest last."""

    step: PlanStep
    when: str
    week: str
    days: Sequence[DayInWords]
    changes: str
    academics: str
    transport: str
    fallback: str
    remote_reason: str
    why: str
    expectations: Sequence[ExpectationInWords]
    said: Sequence[SaidInWords]
    rests_on: str
    written_by: str


def place_in_words(code: str) -> str:
    return in_language(PLACES[Place(code)]) if code else ""


def change_in_words(code: str) -> str:
    return in_language(rules.CHANGES[Change(code)])


def weekday(number: int) -> str:
    return str(WEEKDAYS[number])


def at(time: dt.time) -> str:
    return formats.time_format(time, "TIME_FORMAT")


def part_in_words(part: Part) -> str:
    """«08.30–09.00, Leiligheten, med Ada»; what is not agreed is left out."""
    told = []
    if part.starts and part.ends:
        told.append(f"{at(part.starts)}–{at(part.ends)}")
    told.append(place_in_words(part.place))
    if part.with_whom:
        told.append(_("with %(name)s") % {"name": part.with_whom})
    if part.is_remote:
        told.append(_("remote teaching"))
    return ", ".join(one for one in told if one)


def days_in_words(agreed: Agreed) -> list[DayInWords]:
    """Only those on which something is agreed."""
    found = []
    for day in SCHOOL_WEEK:
        parts = agreed.on(day)
        if parts:
            minutes = words.duration(agreed.minutes_on(day))
            found.append(DayInWords(weekday(day).capitalize(), minutes, [part_in_words(one) for one in parts]))
    return found


def week_in_words(agreed: Agreed) -> str:
    """«30 min hver dag», «mandag 20 min, onsdag 30 min», or that a pause is agreed."""
    if agreed.week_minutes == 0:
        return _("Agreed pause")
    return minutes_in_words({day: agreed.minutes_on(day) for day in SCHOOL_WEEK if agreed.minutes_on(day)})


def minutes_in_words(by_weekday: Mapping[int, int]) -> str:
    lengths = set(by_weekday.values())
    if len(lengths) > 1:
        return ", ".join(f"{weekday(day)} {words.duration(minutes)}" for day, minutes in sorted(by_weekday.items()))
    length = words.duration(lengths.pop())
    if tuple(sorted(by_weekday)) == ALL_DAYS:
        return _("%(length)s every day") % {"length": length}
    days = ", ".join(weekday(day) for day in sorted(by_weekday))
    return _("%(length)s on %(days)s") % {"length": length, "days": days}


def span_in_words(first: dt.date, last: dt.date | None) -> str:
    if last is None:
        return _("From %(date)s on") % {"date": formats.date_format(first, "DATE_FORMAT")}
    dates = {"first": formats.date_format(first, "DATE_FORMAT"), "last": formats.date_format(last, "DATE_FORMAT")}
    return _("%(first)s to %(last)s") % dates


def noticed_in_words(noticed: Noticed | None) -> str:
    """Told, and in nobody's way. Empty where there is nothing to tell."""
    if noticed is None:
        return ""
    what = {"what": _joined(change_in_words(one).lower() for one in noticed.changes), "count": len(noticed.changes)}
    if noticed.is_more_than_one:
        return _("%(count)s things are new at the same time: %(what)s. One at a time is often easier.") % what
    if noticed.is_another:
        return _("What is new is %(what)s, which is not what was chosen.") % what
    return _("Everything is as before, though a change was chosen.") if noticed.is_nothing else ""


def basis_in_words(row: PlanBasis | None, today: dt.date) -> str:
    if row is None:
        return ""
    name = in_language(rules.BASES[Basis(row.basis)])
    if row.basis == Basis.NONE_YET:
        return f"{name}. {row.words}".strip() if row.words else name
    told = {"what": f"{name} ({row.words})" if row.words else name, "who": row.decided_by}
    told["until"] = formats.date_format(row.until, "DATE_FORMAT") if row.until else words.NOTHING
    if row.until and row.until < today:
        return _("%(what)s, decided by %(who)s. Lasted until %(until)s, and a new one is needed.") % told
    return _("%(what)s, decided by %(who)s, lasts until %(until)s") % told


def said_in_words(row: PlanAnswer) -> SaidInWords:
    return SaidInWords(
        answer=in_language(rules.ANSWERS[Answer(row.answer)]),
        words=row.words,
        why_not_asked=row.why_not_asked,
        said_on=row.said_on,
        written_by=str(row.written_by),
        readers=readers_in_words(row.audiences),
    )


def readers_in_words(audiences: Iterable[str]) -> str:
    """Who reads it besides the team and the pupil."""
    names = {"guardian": _("the guardians"), "school": _("the school"), "specialist": _("specialists in the team")}
    readers = [name for code, name in names.items() if code in set(audiences)]
    return _joined(readers) if readers else _("only the adults at Skoleporten")


def expectation_in_words(row: PlanExpectation) -> ExpectationInWords:
    chooses = in_language(rules.WHO_CHOOSES[Chooses(row.chooses)]) if row.chooses else ""
    return ExpectationInWords(row.expected, row.adapted, row.responsible, chooses)


def step_in_words(
    step: PlanStep, span: tuple[dt.date, dt.date | None], said: Iterable[PlanAnswer], today: dt.date
) -> StepInWords:
    """Of a step with its parts, expectations and bases brought along."""
    agreed = step.agreed
    bases = list(step.bases.all())
    return StepInWords(
        step=step,
        when=span_in_words(*span),
        week=week_in_words(agreed),
        days=days_in_words(agreed),
        changes=change_in_words(step.what_changes),
        academics=step.academics,
        transport=step.transport,
        fallback=step.fallback,
        remote_reason=step.remote_reason,
        why=step.why,
        expectations=[expectation_in_words(one) for one in step.expectations.all()],
        said=[said_in_words(one) for one in said],
        rests_on=basis_in_words(bases[-1] if bases else None, today),
        written_by=str(step.written_by),
    )


def weeks_in_words(school_days: int) -> str:
    weeks, rest = divmod(school_days, len(ALL_DAYS))
    if rest:
        told = ngettext("the last %(count)s school day", "the last %(count)s school days", school_days)
        return told % {"count": school_days}
    return ngettext("the last %(count)s week", "the last %(count)s weeks", weeks) % {"count": weeks}


def _joined(names: Iterable[str]) -> str:
    listed = list(names)
    if len(listed) < 2:
        return "".join(listed)
    return _("%(names)s and %(last)s") % {"names": ", ".join(listed[:-1]), "last": listed[-1]}
