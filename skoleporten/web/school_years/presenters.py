"""The school years, and a change of school year, in words and tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.access.models import Grant
from skoleporten.people.year_change.plan import Move, Outcome, YearChange
from skoleporten.schools.models import SchoolYearChange
from skoleporten.web import words
from skoleporten.web.components import KeyFigure
from skoleporten.web.tables import Cell, Column, Table


def label_of(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02d}"


@dataclass(frozen=True)
class YearRow:
    year: int
    label: str
    is_entered: bool
    schools_with_days: int
    schools: int
    is_this_year: bool
    may_change_to: bool


def figures(plan: YearChange) -> list[KeyFigure]:
    counts = plan.counts
    return [
        KeyFigure(_("Go up a grade at their school"), words.number(counts[Outcome.CONTINUES])),
        KeyFigure(_("Go on at another school"), words.number(counts[Outcome.NEXT_SCHOOL])),
        KeyFigure(_("Next school not known"), words.number(counts[Outcome.SCHOOL_UNKNOWN])),
        KeyFigure(_("Finish compulsory school"), words.number(counts[Outcome.FINISHES])),
        KeyFigure(_("Have a place already"), words.number(counts[Outcome.PLACED])),
    ]


def notices(plan: YearChange) -> list[str]:
    """What a person should know before anything is applied."""
    found = []
    if number := plan.counts[Outcome.SCHOOL_UNKNOWN]:
        text = ngettext(
            "The enrolment of %(number)d pupil ends and no next school is known.",
            "The enrolments of %(number)d pupils end and no next school is known.",
            number,
        )
        found.append(text % {"number": number})
    if number := plan.counts[Outcome.GRADE_UNKNOWN]:
        text = ngettext(
            "The grade of %(number)d pupil is not known; the enrolment is left as it is.",
            "The grade of %(number)d pupils is not known; their enrolments are left as they are.",
            number,
        )
        found.append(text % {"number": number})
    if plan.missing_calendars:
        names = ", ".join(school.name for school in plan.missing_calendars)
        found.append(_("These schools have no calendar for the new year: %(schools)s.") % {"schools": names})
    return found


def school_table(plan: YearChange) -> Table:
    columns = [_("Go up a grade"), _("Go on elsewhere"), _("Next school not known"), _("Finish"), _("Place already")]
    return Table(
        caption=_("Pupils at each school"),
        columns=[Column(_("School")), *[Column(label, is_number=True) for label in columns], Column(_("Calendar"))],
        rows=[_school_row(plan, index) for index in range(len(plan.schools))],
        is_caption_hidden=True,
    )


def _school_row(plan: YearChange, index: int) -> list[object]:
    found = plan.of(plan.schools[index])
    outcomes = (
        Outcome.CONTINUES,
        Outcome.NEXT_SCHOOL,
        Outcome.SCHOOL_UNKNOWN,
        Outcome.FINISHES,
        Outcome.PLACED,
    )
    calendar = _("Yes") if found.has_calendar else Cell(_("Missing"), tag_color="warning")
    return [found.school.name, *[found.counts.get(outcome, 0) for outcome in outcomes], calendar]


@dataclass(frozen=True)
class NewGrades:
    school: str
    grades: str
    classes: Sequence[str]


def new_grades(plan: YearChange) -> list[NewGrades]:
    found = [plan.of(school) for school in plan.schools]
    return [
        NewGrades(
            school=change.school.name,
            grades=", ".join(
                _("grade %(grade)d: %(pupils)d") % {"grade": g, "pupils": n} for g, n in change.grades.items()
            ),
            classes=[f"{key.name} ({pupils})" for key, pupils in change.new_classes],
        )
        for change in found
        if change.grades
    ]


def grant_table(grants: Iterable[Grant]) -> Table:
    return Table(
        caption=_("Access that ends with the school year"),
        columns=[Column(_("Who")), Column(_("Role")), Column(_("School")), Column(_("Until and including"))],
        rows=[
            [str(grant.user), str(grant.get_role_display()), grant.school or words.NOTHING, words.day(grant.end)]
            for grant in grants
        ],
        is_caption_hidden=True,
    )


def done_in_words(change: SchoolYearChange) -> str:
    counts = change.counts
    return _("%(new)s new enrolments, %(ended)s ended, %(classes)s new classes.") % {
        "new": words.number(counts.get("new_enrolments", 0)),
        "ended": words.number(counts.get("ended_enrolments", 0)),
        "classes": words.number(counts.get("new_classes", 0)),
    }


def pupil_table(moves: Sequence[Move], url_of: dict[int, str], caption: str) -> Table:
    return Table(
        caption=caption,
        columns=[Column(_("Name")), Column(_("Class")), Column(_("Grade"), is_number=True)],
        rows=[
            [
                Cell(str(move.enrolment.pupil), url=url_of[move.enrolment.pupil_id]),
                str(move.enrolment.school_class or words.NOTHING),
                move.enrolment.grade,
            ]
            for move in moves
        ],
    )
