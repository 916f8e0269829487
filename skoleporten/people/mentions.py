"""Other pupils of the same school whose names stand in a text about one pupil: for a warning, and for the mask.

Only names at the schools that the pupil goes to or went to are compared, so that no text can ask who exists.
They are read without the gate, and none of them is shown to anybody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db.models import Q, QuerySet

from skoleporten.people.models import Enrolment, Protection, Pupil
from skoleporten.rules.mentions import Person, find, mask


def named_in(text: str, pupil: Pupil, today: dt.date) -> list[str]:
    """For whoever writes: the names as they are written, each once, in order.

    Silent about protected pupils: a warning would tell that there is one of that name.
    """
    if not text.strip():
        return []
    known = _others(pupil, today).filter(protected=False, protection=Protection.NONE)
    found = find(text, _persons(known), _person(pupil))
    return list(dict.fromkeys(text[one.start : one.end] for one in found))


def masker(pupil: Pupil, today: dt.date, reader: int | None = None) -> Callable[[str], str]:
    """Takes the names of other pupils out of texts about this one, protected pupils' too; one question for all texts.

    `reader`: the key of the user who reads. Names of children whom that user is a guardian of are left.
    """
    own = Q(guardianships__guardian__user=reader) if reader is not None else Q(pk__in=())
    others = _persons(_others(pupil, today).exclude(own))
    return lambda text: mask(text, find(text, others, _person(pupil)))


def _others(pupil: Pupil, today: dt.date) -> QuerySet[Pupil]:
    """Everybody who goes today to a school that the pupil goes to or went to."""
    schools = Enrolment.objects.current().filter(pupil=pupil).values("school")
    at_the_school = Enrolment.objects.on(today).filter(school__in=schools).values("pupil")
    return Pupil.objects.filter(pk__in=at_the_school).exclude(pk=pupil.pk).order_by()


def _persons(pupils: QuerySet[Pupil]) -> list[Person]:
    rows = pupils.values_list("pk", "given_name", "family_name")
    return [Person(str(key), given_name, family_name) for key, given_name, family_name in rows]


def _person(pupil: Pupil) -> Person:
    return Person(str(pupil.pk), pupil.given_name, pupil.family_name)
