"""A concern with its follow-up, and the duties to report: a word for each."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from skoleporten.access.models import Role, User
from skoleporten.concerns import actions, discussion_actions, measure_actions
from skoleporten.concerns.models import Concern
from skoleporten.duties import actions as duties
from skoleporten.duties.models import Official
from skoleporten.schools.models import School
from tests.access.canary import SCHOOL_AND_TEAM, Planted, Word
from tests.factories import actor_of, make_user_in


def show_concern(planted: Planted, whose: str, school: School, leader: User) -> Concern:
    found = Concern.objects.filter(school=school, pupil__protected=False).order_by("pk").first()
    assert found is not None
    note = f"Merknadkanari{whose}"
    actions.act(by=actor_of(leader), concern=found, kind="meeting", note=note)
    planted.words += [Word(text, pupil=found.pupil_id, roles=SCHOOL_AND_TEAM) for text in (note, str(found.public_id))]
    planted.keep(whose, "concern", found.public_id)
    planted.keep(whose, "pupil", found.pupil.public_id)
    _follow_up(planted, whose, found, leader)
    return found


def _follow_up(planted: Planted, whose: str, concern: Concern, leader: User) -> None:
    """What the school does is for whoever sees the concern."""
    today = timezone.localdate()
    measure = measure_actions.start(
        by=actor_of(leader), concern=concern, problem=f"Kanariproblem{whose}", what=f"Kanaritiltak{whose}",
        who=f"Kanarihvem{whose}", starts_on=today, evaluate_on=today,
    )  # fmt: skip
    for text in (measure.problem, measure.what, measure.who, str(measure.public_id)):
        planted.words.append(Word(text, pupil=concern.pupil_id, roles=SCHOOL_AND_TEAM))
    planted.keep(whose, "measure", measure.public_id)
    asked = discussion_actions.ask(
        by=actor_of(leader), concern=concern, service="ppt", basis="law", law=f"Kanarilov{whose}",
        explained=f"Kanariforklart{whose}", question=f"Kanarispørsmål{whose}", until=today,
    )  # fmt: skip
    for text in (asked.law, asked.explained, asked.question, str(asked.public_id)):
        planted.words.append(Word(text, pupil=concern.pupil_id, roles=frozenset({Role.SCHOOL_LEADER})))
    planted.keep(whose, "discussion", asked.public_id)


def report_duties(planted: Planted, whose: str, concern: Concern, leader: User) -> None:
    """Reported by the leader: read by school leaders, team and lead, and of child welfare by nobody of the family."""
    by, pupil, text = actor_of(leader), concern.pupil, f"Kanariplikt{whose}"
    environment = duties.report_environment(
        by=by, pupil=pupil, school_id=concern.school_id, concern_id=concern.pk, what=text, pupils_view=text,
        about="no_staff", is_serious=False, client_id=uuid.uuid4(),
    )  # fmt: skip
    intervention = duties.report_intervention(
        by=by, pupil=pupil, school_id=concern.school_id, happened_at=timezone.now(), what=text, view="heard",
        pupils_view=text, client_id=uuid.uuid4(),
    )  # fmt: skip
    welfare = f"Kanaribarnevern{whose}"
    duties.write_down_child_welfare(by=by, pupil=pupil, to_whom=welfare, client_id=uuid.uuid4())
    official = Official.objects.create(
        user=make_user_in(Role.MUNICIPALITY), named_by=leader, start=dt.date(2025, 8, 1), end=dt.date(2026, 7, 31)
    )
    receivers = frozenset({Role.SCHOOL_LEADER, Role.TEAM, Role.LEAD})
    planted.words += [Word(word, pupil=pupil.pk, roles=receivers) for word in (text, welfare)]
    for thing, row in (("environment_report", environment), ("intervention", intervention), ("official", official)):
        planted.keep(whose, thing, row.public_id)
