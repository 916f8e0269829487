"""What stands around the demo's cases: care at the door, what is decided, visits and calls home, what was seen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from skoleporten.cli.demo_cases import Begun, given
from skoleporten.cli.demo_clock import on, weekday_after

if TYPE_CHECKING:
    from skoleporten.judgement.models import Measure

CALLS_LOOK_BACK = dt.timedelta(weeks=6)
MOST_CALLS = 2
ARCHIVE = "Skolens arkiv, elevmappa"
SEEN = (
    ("Eleven kom av seg selv de fleste dagene, og var roligere i gangen.", "«Det er bedre når det er tomt.»"),
    ("Eleven går inn sammen med to andre nå, og trenger ikke egen tid ved døra.", "«Jeg kan gå sammen med dem.»"),
)
CARE = {
    "fetched_by": "Mor, ved døra", "transport": "Mor kjører", "numbers": "Mor: 400 00 000",
    "notes": "Liker å vite hvem som er her før vi går inn.",
}  # fmt: skip


def make_door(begun: Begun) -> None:
    """From the first day: what the one at the door must know, what is decided, and the first visit at home."""
    from skoleporten.cases import caring

    with on(begun.began, hour=10):
        caring.write_care(by=begun.by, case=begun.case, texts=CARE, seen_version=0)
    if begun.way not in ("no_plan", "no_basis"):
        _decided(begun)
    _first_visit(begun)


def _decided(begun: Begun) -> None:
    from skoleporten.cases import standing
    from skoleporten.cases.models import StandingDecision
    from skoleporten.cases.standing import Stands

    kind = StandingDecision.Kind
    last = begun.began + dt.timedelta(days=300)
    rows = [Stands(kind.ITO, begun.began, "Rektor", ARCHIVE, end=last)]
    if begun.case.pk % 3 == 0:
        rows.append(Stands(kind.RELAY_LOG, begun.began, "Skolen og hjemmet", ARCHIVE, holder="Kontaktlærer"))
    if begun.case.pk % 4 == 0:
        rows.append(Stands(kind.TRANSPORT, begun.began, "Kommunen", ARCHIVE, end=last, content="Drosje mandag."))
    with on(begun.began, hour=11):
        for stands in rows:
            standing.write_down(by=begun.by, case=begun.case, stands=stands, **given())


def _first_visit(begun: Begun) -> None:
    from django.utils import timezone

    from skoleporten.presence import home

    if begun.began >= begun.today:
        return
    with on(begun.began, hour=12):
        back = timezone.now() + dt.timedelta(hours=1)
        visit = home.go_out(by=begun.by, case=begun.case, expected_back=back, with_whom="Ada", **given())
    with on(begun.began, hour=13):
        home.come_back(by=begun.by, visit=visit)


def make_calls(begun: Begun) -> None:
    """On the last days with something agreed and no mark somebody asked at home how it went."""
    from django.utils import timezone

    from skoleporten.presence import home
    from skoleporten.presence.queries import planned_days

    yesterday = begun.today - dt.timedelta(days=1)
    first = max(begun.began, begun.today - CALLS_LOOK_BACK)
    silent = [one.day for one in planned_days(begun.case, first, yesterday) if one.agreed and one.came is None]
    for number, day in enumerate(silent[-MOST_CALLS:]):
        result, words = (("reached", "Rolig morgen, men ingen krefter."), ("message_left", ""))[number % 2]
        with on(day, hour=9):
            home.call(
                by=begun.by, case=begun.case, day=day, at=timezone.now(), how="phone", result=result, to_whom="Mor",
                words=words, **given(),
            )  # fmt: skip


def make_evaluations(begun: Begun) -> None:
    """At its date each measure is looked at, with the figures of the period: first it goes on, and then it ends."""
    from skoleporten.judgement.models import Measure

    for measure in Measure.objects.filter(case=begun.case):
        for seen, pupils_view in SEEN:
            measure.refresh_from_db()
            if (day := _after_summer(measure.evaluate_on)) <= begun.today:
                _evaluate(begun, measure, day, seen, pupils_view)


def _evaluate(begun: Begun, measure: Measure, day: dt.date, seen: str, pupils_view: str) -> None:
    from skoleporten.judgement import measures
    from skoleporten.web.judgement.period import period_of

    ends = seen == SEEN[-1][0]
    with on(day, hour=14):
        measures.evaluate(
            by=begun.by, measure=measure, seen=seen, pupils_view=pupils_view, decided="end" if ends else "go_on",
            evaluate_on=None if ends else _next_look(begun, day),
            figures=period_of(measure, day).as_figures(), **given(),
        )  # fmt: skip


def _next_look(begun: Begun, day: dt.date) -> dt.date:
    """In six weeks; where that is ahead, some day of the next two weeks, so that the next meetings have some to do."""
    later = day + dt.timedelta(weeks=6)
    return later if later <= begun.today else weekday_after(begun.today, 1 + begun.case.pk % 12)


def _after_summer(day: dt.date) -> dt.date:
    return dt.date(day.year, 8, 24) if dt.date(day.year, 6, 20) <= day < dt.date(day.year, 8, 24) else day
