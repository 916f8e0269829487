"""What another service gets to see of a concern: by name what is needed, without a name what cannot tell who it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from skoleporten.access import languages
from skoleporten.concerns.models import Concern, ConcernStep, PupilMeasure, Signal
from skoleporten.concerns.queries import NOT_TRIED
from skoleporten.concerns.rule_sets import read_stored
from skoleporten.people.models import Enrolment, Guardianship, Pupil, SchoolClass
from skoleporten.rules.discussion import sheet as without_names
from skoleporten.rules.mentions import Person
from skoleporten.schools.models import School

# So that a share does not point to one child among few: told in steps of five per cent.
STEP = 20
DAYS_IN_A_WEEK = 7


def sheet(concern: Concern, question: str, today: dt.date, *, by_name: bool) -> dict[str, Any]:
    """Plain values, kept as they are at this moment."""
    measure = PupilMeasure.objects.filter(pupil=concern.pupil_id).first()
    common = {"rules": _rules(concern), "steps": _steps(concern), "stage": _stage(measure)}
    if by_name:
        return common | _named(concern, question, measure)
    cleaned = cleaned_question(concern.pupil, question, today)
    weeks = (today - timezone.localdate(concern.opened_at)).days // DAYS_IN_A_WEEK
    share = None
    if measure and measure.absence_rate is not None:
        share = round(measure.absence_rate * STEP) / STEP
    return common | {
        "question": cleaned.text,
        "removed": {str(kind): number for kind, number in cleaned.removed.items()},
        "share_away": share,
        "weeks_on_the_list": weeks,
    }


def cleaned_question(pupil: Pupil, text: str, today: dt.date) -> Any:
    """Names of the pupil, the family, others at the school, its classes and dates are taken out by rule."""
    stays = list(Enrolment.objects.on(today).filter(pupil=pupil).values_list("school", flat=True))
    others = Enrolment.objects.on(today).filter(school__in=stays).exclude(pupil=pupil)
    names = list(others.values_list("pupil", "pupil__given_name", "pupil__family_name"))
    family = Guardianship.objects.filter(pupil=pupil)
    adults = family.values_list("guardian", "guardian__given_name", "guardian__family_name")
    return without_names(
        text,
        Person(str(pupil.pk), pupil.given_name, pupil.family_name),
        [Person(str(key), given, last) for key, given, last in names],
        family=[Person(str(key), given, last) for key, given, last in adults],
        schools=School.objects.filter(pk__in=stays).values_list("name", flat=True),
        classes=SchoolClass.objects.filter(school__in=stays).values_list("name", flat=True).distinct(),
        language=languages.written(),
    )


def _rules(concern: Concern) -> list[dict[str, str]]:
    """The rules that are met, in words and without a day."""
    signals = Signal.objects.filter(pupil=concern.pupil_id, is_current=True).select_related("rule_set")
    found = []
    for signal in signals.order_by("rule_id"):
        rules = {rule.full_id: rule for rule in read_stored(signal.rule_set).rules}
        found.append(dict(rules[signal.rule_id].text))
    return found


def _steps(concern: Concern) -> list[str]:
    """What kinds of things have been tried, each once, and not when or with whom."""
    kinds = ConcernStep.objects.filter(concern=concern).exclude(kind__in=NOT_TRIED).values_list("kind", flat=True)
    return list(dict.fromkeys(kinds))


def _stage(measure: PupilMeasure | None) -> str:
    """Småtrinn, mellomtrinn, ungdomstrinn; empty where it is not known."""
    if measure is None or measure.grade is None:
        return ""
    return "1-4" if measure.grade <= 4 else "5-7" if measure.grade <= 7 else "8-10" if measure.grade <= 10 else ""


def _named(concern: Concern, question: str, measure: PupilMeasure | None) -> dict[str, Any]:
    """Of the file no more than who it is and how much absence there is."""
    return {
        "question": question,
        "name": concern.pupil.full_name,
        "school": str(concern.school or ""),
        "school_class": str(measure.school_class or "") if measure else "",
        "share_away": measure.absence_rate if measure else None,
        "days_absent": measure.days_absent if measure else None,
        "lessons_absent": measure.lessons_absent if measure else None,
        "as_of": measure.as_of.isoformat() if measure else None,
    }
