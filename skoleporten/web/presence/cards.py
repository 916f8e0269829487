"""One card a pupil on the board: when and where she is expected, what is marked, and what may be asked."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.cases.models import Case
from skoleporten.plans.queries import Expected, expected
from skoleporten.presence.models import CallHome, PresenceDay, Visit
from skoleporten.presence.queries import agreed_in, calls_on, rows_on, ways_here
from skoleporten.rules.presence import PLACES, Place, minutes_between
from skoleporten.rules.visibility import What, may_see
from skoleporten.web.presence.week_bars import Week, minutes_in_words, names_of, told, week_of, weekdays_of

EXPECTED, HERE, GONE, NOT_COMING = "expected", "here", "gone", "not_coming"


@dataclass(frozen=True)
class Part:
    """The place of the day that comes next."""

    starts: dt.time | None
    place: str
    with_whom: str


@dataclass(frozen=True)
class Card:
    """`is_kept` False: protected identity. Initials only, and no device keeps anything of it.

    `page_id` is one for all cards of a page, as sixty times four of them were a third of its weight (board.id_of_tap).
    """

    case_pk: int
    public_id: str
    first_name: str
    is_kept: bool
    day: dt.date
    is_today: bool
    is_expected: bool
    plan: str
    parts: Sequence[str]
    expected: dt.time | None
    place: str
    with_whom: str
    state: str
    status: str
    minutes: int | None
    target: int | None
    so_far: str
    last: uuid.UUID | None
    needs_look: bool
    is_rated: bool
    asks_home: bool
    called: str
    fetched_by: str
    transport: str
    week: Week
    address: str
    page_id: str
    mistake: str = ""


@dataclass(frozen=True)
class _Asked:
    """What was asked of the database for all of them at once."""

    day: dt.date
    now: dt.datetime
    plans: Mapping[int, Expected]
    days: Mapping[int, Mapping[dt.date, PresenceDay]]
    agreed: Mapping[int, Mapping[dt.date, int | None]]
    calls: Mapping[int, CallHome]
    ways: Mapping[int, tuple[str, str]]
    shared_names: frozenset[str]
    week: Sequence[dt.date]
    weekdays: Sequence[str]
    address: str
    page_id: uuid.UUID

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)


def cards(
    actor: Actor, cases: Sequence[Case], day: dt.date, now: dt.datetime, on_board: Sequence[Case] = ()
) -> list[Card]:
    """Those who are expected first, by the clock, and the others by name.

    `on_board` are all who may share a first name with one of them, where that is more than `cases`.
    """
    asked = _ask(actor, cases, day, now, Counter(case.pupil.given_name for case in on_board or cases))
    made = [_card(case, asked) for case in cases]
    return sorted(made, key=lambda card: (not card.is_expected, card.expected or dt.time.max, card.first_name))


def _ask(actor: Actor, cases: Sequence[Case], day: dt.date, now: dt.datetime, names: Counter[str]) -> _Asked:
    keys = [case.pk for case in cases]
    week = weekdays_of(day)
    days = rows_on(keys, {*week, day})
    arrived = {case: at for case, of_case in days.items() if (at := _first_arrival(of_case.get(day)))}
    return _Asked(
        day=day,
        now=now,
        plans=expected(keys, day, arrived),
        days=days,
        agreed=agreed_in(cases, week),
        calls=calls_on(keys, day),
        ways=ways_here(keys) if may_see(actor.role, What.CARE) else {},
        shared_names=frozenset(name for name, count in names.items() if count > 1),
        week=week,
        weekdays=names_of(week),
        address=reverse("board"),
        page_id=uuid.uuid4(),
    )


def _first_arrival(row: PresenceDay | None) -> dt.datetime | None:
    visits = row.visits.all() if row else ()
    return next((visit.arrived_at for visit in visits if visit.arrived_at), None)


def _card(case: Case, asked: _Asked) -> Card:
    plan = asked.plans.get(case.pk)
    row = asked.days[case.pk].get(asked.day)
    visits = list(row.visits.all()) if row else []
    state = _state(row)
    part = _next_part(plan, visits)
    target = plan.minutes if plan else None
    minutes = minutes_so_far(row, visits, asked.now)
    call = asked.calls.get(case.pk)
    fetched_by, transport = ("", "") if case.pupil.protected else asked.ways.get(case.pk, ("", ""))
    asks = plan is not None and not call and _is_late(state, part, visits, asked)
    week = told(asked.week, asked.agreed[case.pk], _came(asked.days[case.pk], asked.now))
    return Card(
        case_pk=case.pk,
        public_id=str(case.public_id),
        first_name=_name(case, asked.shared_names),
        is_kept=not case.pupil.protected,
        day=asked.day,
        is_today=asked.day == asked.today,
        is_expected=bool(target) or state != EXPECTED,
        plan=_plan_in_words(plan),
        parts=_parts(plan),
        expected=part.starts if part else None,
        place=part.place if part else "",
        with_whom=part.with_whom if part else "",
        state=state,
        status=_status(state, visits),
        minutes=minutes,
        target=target,
        so_far=so_far(minutes, target, state),
        last=row.last_mark if row else None,
        needs_look=bool(row and row.needs_look) or _was_left_open(row, asked.today),
        is_rated=any(visit.rating for visit in visits),
        asks_home=asks,
        called=_called(case, call),
        fetched_by=fetched_by,
        transport=transport,
        week=week_of(week, asked.today, asked.weekdays),
        address=f"{asked.address}{case.public_id}/",
        page_id=str(asked.page_id),
    )


def _name(case: Case, shared: frozenset[str]) -> str:
    """The first name, with an initial where two share it. Of a pupil with protected identity the initials."""
    given, family = case.pupil.given_name, case.pupil.family_name
    if case.pupil.protected:
        return f"{given[:1]}. {family[:1]}."
    return f"{given} {family[:1]}." if given in shared else given


def _parts(plan: Expected | None) -> list[str]:
    """A line for each place of the day, in neutral words."""
    return [_part_in_words(one.starts, one.place, one.minutes, one.with_whom) for one in (plan.parts if plan else ())]


def _part_in_words(starts: dt.time | None, place: str, minutes: int, with_whom: str) -> str:
    at = _("Agreed at %(time)s") % {"time": formats.time_format(starts)} if starts else ""
    who = _("with %(who)s") % {"who": with_whom} if with_whom else ""
    return ", ".join(filter(None, (at, place_name(place), minutes_in_words(minutes), who)))


def _state(row: PresenceDay | None) -> str:
    if row is None or not row.is_told:
        return EXPECTED
    if row.did_not_come:
        return NOT_COMING
    return HERE if row.is_open else GONE


def _next_part(plan: Expected | None, visits: Sequence[Visit]) -> Part | None:
    """The first place of the day that the pupil has not been to yet, else the last one."""
    parts = list(plan.parts) if plan else []
    if not parts:
        return None
    done = sum(1 for visit in visits if visit.left_at)
    one = parts[min(done, len(parts) - 1)]
    return Part(one.starts, one.place, one.with_whom)


def _is_late(state: str, part: Part | None, visits: Sequence[Visit], asked: _Asked) -> bool:
    """Not marked for so long after what was agreed that somebody may ask how it goes."""
    if part is None or part.starts is None or asked.day != asked.today:
        return False
    starts = timezone.make_aware(dt.datetime.combine(asked.day, part.starts))
    if asked.now < starts + dt.timedelta(minutes=settings.ASK_HOME_AFTER_MINUTES):
        return False
    return state == EXPECTED or (state == GONE and all(visit.left_at and visit.left_at < starts for visit in visits))


def minutes_so_far(row: PresenceDay | None, visits: Sequence[Visit], now: dt.datetime) -> int | None:
    """With the time until now of whoever is still here, on that very day."""
    if row is None or not row.is_told:
        return None
    if not row.is_open or row.day != timezone.localdate(now) or visits[-1].arrived_at is None:
        return row.minutes
    return (row.minutes or 0) + max(minutes_between(visits[-1].arrived_at, now), 0)


def _came(days: Mapping[dt.date, PresenceDay], now: dt.datetime) -> dict[dt.date, int | None]:
    return {day: minutes_so_far(row, list(row.visits.all()), now) for day, row in days.items() if row.is_told}


def _was_left_open(row: PresenceDay | None, today: dt.date) -> bool:
    return bool(row and row.is_open and row.day < today)


def _plan_in_words(plan: Expected | None) -> str:
    """What is agreed where no time is: nothing of it is a fault."""
    if plan is None:
        return _("No school today")
    if plan.is_pause:
        return _("Agreed pause")
    if plan.minutes is None:
        return _("No plan yet")
    return _("Nothing agreed today") if plan.minutes == 0 else ""


def _status(state: str, visits: Sequence[Visit]) -> str:
    if state == NOT_COMING:
        return _("Not coming today")
    if state == EXPECTED:
        return pgettext("mark", "Not marked")
    last = visits[-1]
    at = last.left_at if state == GONE else last.arrived_at
    words = {HERE: _("Came at %(time)s"), GONE: _("Left at %(time)s")}[state] % {"time": clock_time(at)}
    place = place_name(last.place)
    return f"{words}, {place}" if place else words


def so_far(minutes: int | None, target: int | None, state: str) -> str:
    """Never a number alone; more than agreed is more, and no fault."""
    if minutes is None:
        return _("Not known how long") if state == GONE else ""
    if not target:
        return minutes_in_words(minutes)
    values = {"minutes": minutes_in_words(minutes), "target": minutes_in_words(target)}
    if minutes > target:
        return _("%(minutes)s, more than the agreed %(target)s") % values
    return _("%(minutes)s of the agreed %(target)s") % values


def _called(case: Case, call: CallHome | None) -> str:
    """Of a pupil with protected identity without the name of who was called, which may be hers too."""
    if call is None or not case.pupil.protected:
        return called_in_words(call)
    return f"{clock_time(call.at)}: {call.get_result_display().lower()}"


def called_in_words(call: CallHome | None) -> str:
    if call is None:
        return ""
    values = {"time": clock_time(call.at), "whom": call.to_whom, "result": call.get_result_display().lower()}
    return _("%(time)s: %(whom)s, %(result)s") % values


def place_name(place: str) -> str:
    """In the reader's language; empty where nobody has said it."""
    if not place:
        return ""
    names = PLACES[Place(place)]
    return names.get((get_language() or "nb")[:2], names["nb"])


def clock_time(at: dt.datetime | None) -> str:
    """«08.30», of the clock on the wall."""
    return formats.date_format(timezone.localtime(at), "TIME_FORMAT") if at else "?"


def words_of_taps() -> dict[str, str]:
    """The same on each card, and so looked up once a page."""
    return {
        "came": pgettext("tap", "Came"),
        "left": pgettext("tap", "Left"),
        "undo": pgettext("tap", "Undo the last"),
        "not_coming": pgettext("tap", "Is not coming"),
        "waits": _("Waits to be sent"),
    }
