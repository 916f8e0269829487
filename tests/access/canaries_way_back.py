"""The way back to school and the week's statement: what the school reads, and what stays with those around the case."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from skoleporten.access.actor import software
from skoleporten.access.models import Role
from skoleporten.cases.models import Case
from skoleporten.presence.statements import make
from tests.access.canaries_case import ALL_OF_THE_CASE
from tests.access.canary import THE_TEAM, Planted, Word
from tests.handing_back_factories import make_follow_up, make_way_back
from tests.made_up_school import AS_OF

AT_THE_SCHOOL = frozenset({Role.TEACHER, Role.SCHOOL_LEADER})
IN_TERM = AS_OF - dt.timedelta(days=14)
FOR_THE_SCHOOL = ("named_adult", "peers", "subjects", "grades_basis", "transport", "fallback")


def plan_the_way_back(planted: Planted, whose: str, case: Case) -> None:
    """With one time that somebody has asked how it goes."""
    told = {name: f"Kanarivei{name.replace('_', '')}{whose}" for name in FOR_THE_SCHOOL}
    own = f"Kanariveigruer{whose}"
    today = timezone.localdate()
    make_way_back(case, taken_over_on=today, school_name=f"Kanariveiskole{whose}", pupils_words=own, **told)
    made = make_follow_up(case, seen=f"Kanarietterpå{whose}", pupils_words=f"Kanarietterord{whose}")
    school = (*told.values(), f"Kanariveiskole{whose}")
    planted.words += [Word(text, pupil=case.pupil_id, roles=ALL_OF_THE_CASE | AT_THE_SCHOOL) for text in school]
    planted.words += [
        Word(text, pupil=case.pupil_id, roles=ALL_OF_THE_CASE) for text in (own, made.seen, made.pupils_words)
    ]


def tell_the_week(planted: Planted, whose: str, case: Case) -> None:
    """Of a week of term, so that it has school days."""
    made = make(by=software("test"), case=case, week=IN_TERM)
    assert made is not None
    planted.keep(whose, "statement", made.public_id)
    planted.words.append(Word(str(made.public_id), pupil=case.pupil_id, roles=THE_TEAM | AT_THE_SCHOOL))
