"""A school day in neutral words, and the letter and pattern that say the same without colour."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from skoleporten.absence.models import AbsenceEvent
from skoleporten.rules import absence as rules
from skoleporten.web.pupils.day_words import day_in_words, mark_of

DATE = dt.date(2025, 11, 3)
ENROLMENT = rules.Enrolment("p", "s", 8, dt.date(2025, 8, 1))


def day_with(*events: AbsenceEvent) -> rules.PupilDay:
    counted = [
        rules.AbsenceEvent(
            "p",
            "s",
            DATE,
            rules.Kind(event.kind),
            event.minutes,
            rules.Documented(event.documented),
            rules.Reason(event.reason),
        )
        for event in events
    ]
    return rules.with_events(rules.PupilDay(1, DATE, ENROLMENT, 300), counted)


def event(kind: str, minutes: int | None, documented: str = "unknown", reason: str = "unknown") -> AbsenceEvent:
    return AbsenceEvent(kind=kind, minutes=minutes, documented=documented, reason=reason)


@pytest.mark.parametrize(
    ("events", "letter", "pattern"),
    [
        ([event("day", 300, "true")], "D", "absent documented"),
        ([event("day", 300, "false")], "D", "absent undocumented"),
        ([event("day", 300)], "D", "absent unknown"),
        ([event("lesson", 60, "true")], "T", "absent part documented"),
        ([event("late", None, "false")], "K", "absent part undocumented"),
        ([event("left_early", 30)], "K", "absent part unknown"),
        ([event("lesson", 60, "true"), event("lesson", 60, "false")], "T", "absent part undocumented"),
        ([event("day", 300, "true", "not_absence")], "A", "elsewhere"),
        ([event("day", 300), event("lesson", 300, reason="elsewhere_by_agreement")], "A", "elsewhere"),
        ([], "", "school"),
    ],
)
def test_each_kind_of_day_has_its_letter_and_its_pattern(events, letter, pattern):
    with translation.override("nb"):
        mark = mark_of(day_with(*events), events)
    assert (mark.letter, mark.css_class) == (letter, pattern)


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([event("day", 300, "true", "illness")], "borte hele dagen, dokumentert, sykdom"),
        (
            [event("lesson", 60, "false"), event("lesson", 45, "false")],
            "borte fra 2 timer, 1 t 45 min, ikke dokumentert",
        ),
        ([event("late", 15)], "kom etter skolestart, 15 min, ukjent om det er dokumentert"),
        ([event("late", None)], "kom etter skolestart, ukjent om det er dokumentert"),
        ([event("day", 300, "true", "school_initiated")], "borte hele dagen, dokumentert, initiert av skolen"),
        (
            [event("lesson", 60, "true", "not_absence")],
            "1 t ført av skolen, ikke regnet som fravær",
        ),
        (
            [event("lesson", 300, reason="rest_of_day"), event("lesson", 60, reason="elsewhere_by_agreement")],
            (
                "borte 4 t, ukjent om det er dokumentert, resten av dagen, ikke ført av skolen, "
                "1 t et annet sted etter avtale, ikke regnet som fravær"
            ),
        ),
    ],
)
def test_a_day_is_said_in_neutral_words(events, said):
    with translation.override("nb"):
        assert day_in_words(day_with(*events), events).replace("\u00a0", " ") == said


def test_a_whole_day_beats_the_lessons_of_the_same_day():
    events = [event("day", 300, "true"), event("lesson", 60, "false")]
    with translation.override("nb"):
        assert mark_of(day_with(*events), events).letter == "D"


def test_every_marked_day_has_words_for_who_can_not_see_it():
    for events in ([event("day", 300)], [event("late", None)], [event("day", 300, "true", "not_absence")]):
        assert mark_of(day_with(*events), events).words
