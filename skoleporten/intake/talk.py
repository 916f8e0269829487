"""The talk as a whole: what is begun and what is finished, and who is near the child."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.consents import queries as consents
from skoleporten.intake.changes import note, open_to_writing, save_changed
from skoleporten.intake.models import FactorStatement, FinishedPart, Intake, NearPerson, OwnAnswer, Story
from skoleporten.intake.transitions import somebody
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.questions import AskedIn
from skoleporten.rules.talk import Part, Place, Ring

OWN_QUESTIONS = "own_questions"
JOINING = "join_skoleporten"


class State(StrEnum):
    NOT_BEGUN = "not_begun"
    BEGUN = "begun"
    FINISHED = "finished"


@dataclass(frozen=True)
class Near:
    name: str
    place: str
    ring: int
    said_by: str
    who: str = ""
    words: str = ""


def parts_asked(has_own_questions: bool) -> list[str]:
    """In the order of the page: the municipality's own questions come before the consent."""
    parts = [str(part) for part in Part]
    if has_own_questions:
        parts.insert(parts.index(Part.CONSENT), OWN_QUESTIONS)
    return parts


def states(intake: Intake, today: dt.date) -> Mapping[str, State]:
    """Of every part. Finished is what somebody said is so; begun is where something stands."""
    begun = set(Story.objects.standing().filter(intake=intake).values_list("part", flat=True).distinct())
    begun |= {part for part, is_begun in _begun_otherwise(intake).items() if is_begun}
    finished = set(intake.finished_parts.values_list("part", flat=True))
    found = {}
    for part in parts_asked(has_own_questions=True):
        found[part] = State.FINISHED if part in finished else State.BEGUN if part in begun else State.NOT_BEGUN
    return found


def _begun_otherwise(intake: Intake) -> dict[str, bool]:
    assert intake.pupil is not None
    return {
        Part.RELATIONS: NearPerson.objects.filter(intake=intake, removed_at__isnull=True).exists(),
        Part.FACTORS: FactorStatement.objects.filter(
            informant__intake=intake, informant__removed_at__isnull=True
        ).exists(),
        Part.CONSENT: consents.newest(intake.pupil, JOINING) is not None,
        OWN_QUESTIONS: OwnAnswer.objects.filter(intake=intake, asked_in=AskedIn.TALK).exclude(value="").exists(),
    }


def has_childs_story(intake: Intake) -> bool:
    """Or a reason why it is not told yet: without one of them nothing is decided."""
    return Story.objects.standing().filter(intake=intake, part=Part.CHILDS_STORY).exists()


@transaction.atomic
def finish(*, by: Actor, intake: Intake, part: str) -> None:
    open_to_writing(intake)
    if part not in parts_asked(has_own_questions=True):
        raise RefusedError(_("There is no such part of the talk."))
    _row, is_new = FinishedPart.objects.get_or_create(
        intake=intake, part=part, defaults={"finished_by_id": somebody(by)}
    )
    if is_new:
        note(by, "intake.part_finished", intake, part=part)


@transaction.atomic
def reopen(*, by: Actor, intake: Intake, part: str) -> None:
    open_to_writing(intake)
    gone, _kinds = FinishedPart.objects.filter(intake=intake, part=part).delete()
    if gone:
        note(by, "intake.part_reopened", intake, part=part)


@transaction.atomic
def add_near(*, by: Actor, intake: Intake, near: Near, client_id: uuid.UUID) -> NearPerson:
    open_to_writing(intake)
    if made := NearPerson.objects.filter(client_id=client_id, intake=intake).first():
        return made
    values = _near_columns(near)
    made = NearPerson.objects.create(intake=intake, client_id=client_id, written_by_id=somebody(by), **values)
    note(by, "intake.near_added", intake, made, ring=made.ring)
    return made


@transaction.atomic
def change_near(*, by: Actor, person: NearPerson, near: Near, seen_version: int) -> NearPerson:
    open_to_writing(person.intake)
    if save_changed(by, person, seen_version, _near_columns(near)):
        note(by, "intake.near_changed", person.intake, person, ring=person.ring)
    return person


@transaction.atomic
def remove_near(*, by: Actor, person: NearPerson) -> None:
    open_to_writing(person.intake)
    person.refresh_from_db()
    if person.removed_at is None:
        person.removed_at = timezone.now()
        person.save()
        note(by, "intake.near_removed", person.intake, person)


def _near_columns(near: Near) -> dict[str, object]:
    if not near.name.strip():
        raise RefusedError(_("Write the name."))
    return {
        "name": near.name.strip(),
        "who": near.who.strip(),
        "place": Place(near.place).value,
        "ring": Ring(near.ring).value,
        "words": near.words.strip(),
        "said_by": Story.Teller(near.said_by).value,
    }
