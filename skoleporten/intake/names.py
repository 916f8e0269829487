"""Other pupils who are named in what somebody writes: told of before it is saved, and masked where a family reads."""

from __future__ import annotations

import datetime as dt

from skoleporten.people.models import Enrolment, Pupil
from skoleporten.rules import mentions
from skoleporten.rules.mentions import Person


def mentioned(text: str, pupil: Pupil, today: dt.date) -> list[str]:
    """As they are written in the text, each once, in order."""
    found = mentions.find(text, _others(pupil, today), about=_as_person(pupil))
    return list(dict.fromkeys(text[one.start : one.end] for one in found))


def masked(text: str, pupil: Pupil, today: dt.date) -> str:
    """For guardians and pupil: without the names of other pupils at the school."""
    return mentions.mask(text, mentions.find(text, _others(pupil, today), about=_as_person(pupil)))


def _others(pupil: Pupil, today: dt.date) -> list[Person]:
    """Everybody at the schools that the pupil goes to or went to, who goes there today."""
    schools = Enrolment.objects.current().filter(pupil=pupil).values("school")
    there = Enrolment.objects.on(today).filter(school__in=schools).exclude(pupil=pupil)
    names = there.values_list("pupil__pk", "pupil__given_name", "pupil__family_name").distinct().order_by()
    return [Person(str(key), given, family) for key, given, family in names]


def _as_person(pupil: Pupil) -> Person:
    return Person(str(pupil.pk), pupil.given_name, pupil.family_name)
