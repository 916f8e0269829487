"""The plan and the ladder of a case: a word for each text, with whom it is for."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.cases.models import Case
from skoleporten.plans import ladder, steps
from skoleporten.plans.answers import Said
from skoleporten.rules.ladder import Rung
from skoleporten.rules.plan import Agreed, Answer, Basis, Change, Expectation, Part, Rests
from tests.access.canary import FAMILY, SCHOOL_AND_TEAM, THE_TEAM, Planted, Word
from tests.factories import actor_of

ALL_OF_THE_CASE = THE_TEAM | {Role.SPECIALIST}


def plan_with(planted: Planted, whose: str, case: Case) -> None:
    """A step that holds today and that all may read, one ahead for the team alone, and a move on the ladder."""
    today, by = timezone.localdate(), actor_of(case.owner)
    week = Agreed(
        (Part(0, 20, dt.time(9, 40), "flat", f"Kanarimøter{whose}", True),),
        academics=f"Kanarilærestoff{whose}", transport=f"Kanariskyss{whose}",
    )  # fmt: skip
    draft = steps.Draft(
        starts_on=today,
        agreed=week,
        what_changes=Change.MINUTES,
        said=Said(Answer.AGREES, today, f"Kanarisvar{whose}"),
        fallback=f"Kanaritungdag{whose}",
        remote_reason=f"Kanarifjern{whose}",
        why=f"Kanariderfor{whose}",
        expectations=[Expectation(f"Kanariventet{whose}", f"Kanaritilpasset{whose}", f"Kanarisørger{whose}")],
        rests=Rests(Basis.OTHER, f"Kanarivedtok{whose}", today + dt.timedelta(days=90), f"Kanariplangrunnlag{whose}"),
    )
    step = steps.write(by=by, case=case, draft=draft, client_id=uuid.uuid4(), seen=0)
    ahead = steps.Draft(
        starts_on=today + dt.timedelta(days=30),
        agreed=Agreed((Part(1, 25, None, "flat", f"Kanarisenere{whose}"),)),
        what_changes=Change.MINUTES,
        said=Said(Answer.NOT_ASKED, today, why_not_asked=f"Kanariikkespurt{whose}"),
        why=f"Kanarifremover{whose}",
        rests=Rests(Basis.NONE_YET, words=f"Kanariikkeennå{whose}"),
        audiences=frozenset(),
    )
    steps.write(by=by, case=case, draft=ahead, client_id=uuid.uuid4(), seen=step.pk)
    move = ladder.move(
        by=by, case=case, to=Rung.STRATEGY, why=f"Kanaritrapp{whose}", on=today, client_id=uuid.uuid4(), seen=0
    )
    planted.keep(whose, "plan_step", step.public_id)
    agreed = (
        "møter", "lærestoff", "skyss", "tungdag", "fjern", "derfor", "ventet", "tilpasset", "sørger", "vedtok",
        "plangrunnlag",
    )  # fmt: skip
    planted.words += [_word(case, f"Kanari{one}{whose}", SCHOOL_AND_TEAM | FAMILY) for one in agreed]
    planted.words.append(_word(case, f"Kanarisvar{whose}", THE_TEAM | {Role.PUPIL}))
    of_the_team = ("senere", "ikkespurt", "fremover", "ikkeennå")
    planted.words += [_word(case, f"Kanari{one}{whose}", THE_TEAM) for one in of_the_team]
    planted.words.append(_word(case, move.why, ALL_OF_THE_CASE))
    planted.words.append(_word(case, str(step.public_id), ALL_OF_THE_CASE | {Role.PUPIL}))


def _word(case: Case, text: str, roles: frozenset[str]) -> Word:
    return Word(text, pupil=case.pupil_id, roles=roles)
