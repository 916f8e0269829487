"""A turn of the loop is begun, assessed, decided in and ended. The child is heard before anything is decided."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.cases.changes import note as log
from skoleporten.cases.changes import open_to_writing
from skoleporten.cases.models import Case
from skoleporten.intake.changes import ChangedMeanwhileError, save_changed
from skoleporten.intake.grounds_of_decision import story_of
from skoleporten.intake.models import Story
from skoleporten.intake.transitions import somebody
from skoleporten.judgement.models import Assessment, Decision, Note, Round
from skoleporten.rules import judgement as rules
from skoleporten.rules.errors import RefusedError


@dataclass(frozen=True)
class Assessed:
    """`observations` are notes as they stand; of each other source what it says."""

    facts_point_to: str
    not_known: str = ""
    law: str = ""
    curriculum: str = ""
    colleagues: str = ""
    specialists: str = ""
    observations: Sequence[Note] = ()

    def texts(self) -> dict[str, str]:
        return {name: value.strip() for name, value in vars(self).items() if name != "observations"}


@dataclass(frozen=True)
class Decided:
    """`story` or `words`: where the child's own stands. `why_not_heard` only where it does not."""

    decided_on: dt.date
    choice: str
    reason: str
    alternatives: str
    took_part: str
    childs_best: str
    who_is_told: str
    story: Story | None = None
    words: Note | None = None
    why_not_heard: str = ""

    @property
    def is_heard(self) -> bool:
        return self.story is not None or self.words is not None

    def as_columns(self) -> dict[str, Any]:
        stripped = {name: value.strip() if isinstance(value, str) else value for name, value in vars(self).items()}
        return stripped | {"is_story_heard": self.is_heard}


@transaction.atomic
def begin(*, by: Actor, case: Case, about: str, client_id: uuid.UUID, previous: Round | None = None) -> Round:
    """`previous` is the turn that this one goes on from; each goes on in one other at most."""
    open_to_writing(case)
    if made := Round.objects.filter(client_id=client_id, case=case).first():
        return made
    if not about.strip():
        raise RefusedError(_("Write what you want to understand."))
    if previous and (previous.case_id != case.pk or Round.objects.filter(previous=previous).exists()):
        raise RefusedError(_("It has gone on already."), do=_("Open the newest turn."))
    made = Round.objects.create(
        case=case, client_id=client_id, about=about.strip(), previous=previous, written_by_id=somebody(by)
    )
    log(by, "judgement.round_begun", case, made)
    return made


@transaction.atomic
def assess(*, by: Actor, of: Round, assessed: Assessed, seen_version: int) -> Assessment:
    """`seen_version` is 0 for the first. Raises ChangedMeanwhileError where somebody was quicker."""
    _still_open(of)
    if not assessed.facts_point_to.strip():
        raise RefusedError(_("Write what the facts point to."))
    notes = [note for note in assessed.observations if note.case_id == of.case_id and note.observation]
    row = Assessment.objects.filter(round=of).first()
    if row is None:
        row, is_changed = Assessment.objects.create(round=of, written_by_id=somebody(by), **assessed.texts()), True
    else:
        is_changed = _save_assessment(by, row, assessed, seen_version, {note.pk for note in notes})
    if is_changed:
        row.observations.set(notes)
        log(by, "judgement.assessed", of.case, of, version=row.version, observations=len(notes))
    return row


def _save_assessment(by: Actor, row: Assessment, assessed: Assessed, seen_version: int, notes: set[int]) -> bool:
    """Another choice of observations is a change too, and gives the row a new version."""
    if save_changed(by, row, seen_version, assessed.texts()):
        return True
    if set(row.observations.values_list("pk", flat=True)) == notes:
        return False
    if row.version != seen_version:
        raise ChangedMeanwhileError(row)
    row.version += 1
    row.changed_at, row.changed_by_id = timezone.now(), somebody(by)
    row.save()
    return True


@transaction.atomic
def decide(*, by: Actor, of: Round, decided: Decided, client_id: uuid.UUID) -> Decision:
    """A form sent twice is one. A decision that stands already is replaced, not made beside."""
    _still_open(of)
    if made := Decision.objects.filter(client_id=client_id, round=of).first():
        return made
    if standing_decision(of):
        raise RefusedError(_("Somebody has decided in the meantime."), do=_("Read it before you go on."))
    return _write(by, of, decided, client_id)


@transaction.atomic
def replace(*, by: Actor, decision: Decision, decided: Decided, why: str, client_id: uuid.UUID) -> Decision:
    """A new row in the place of `decision`, which stays as it was."""
    of = decision.round
    _still_open(of)
    if made := Decision.objects.filter(client_id=client_id, round=of).first():
        return made
    if Decision.objects.filter(replaces=decision).exists():
        raise RefusedError(_("Another decision has taken its place already."), do=_("Correct that one."))
    if not why.strip():
        raise RefusedError(_("Say why the decision is replaced."))
    return _write(by, of, decided, client_id, replaces=decision, why_replaced=why.strip())


@transaction.atomic
def end(*, by: Actor, of: Round, why: str) -> Round:
    """It was looked at, or it is left: said in words. Ended twice it ends once."""
    open_to_writing(of.case)
    of.refresh_from_db()
    if not why.strip():
        raise RefusedError(_("Say what you found out, or why you leave it."))
    if of.ended_at is None:
        of.ended_at, of.ended_by_id, of.why_ended = timezone.now(), somebody(by), why.strip()
        of.save()
        log(by, "judgement.round_ended", of.case, of)
    return of


def standing_decision(of: Round) -> Decision | None:
    return Decision.objects.filter(round=of, replaced_by__isnull=True).first()


def childs_story(case: Case) -> Story | None:
    """As the child told it in the intake talk; the newest."""
    return story_of(case.intake)


def childs_words(case: Case, by: Actor | None = None) -> Note | None:
    """The newest note that holds the child's own words; with `by` the newest that this one may read."""
    notes = Note.objects.visible_to(by, Purpose.FOLLOW_UP, timezone.localdate()) if by else Note.objects.all()
    return notes.standing().filter(case=case).exclude(childs_words="").first()


def _write(by: Actor, of: Round, decided: Decided, client_id: uuid.UUID, **columns: Any) -> Decision:
    _check(of, decided)
    made = Decision.objects.create(
        round=of, client_id=client_id, recorded_by_id=somebody(by), **decided.as_columns(), **columns
    )
    action = "judgement.decision_replaced" if made.replaces_id else "judgement.decided"
    log(by, action, of.case, made, heard=made.is_story_heard)
    return made


def _check(of: Round, decided: Decided) -> None:
    story, words = decided.story, decided.words
    if (story and story.intake_id != of.case.intake_id) or (words and words.case_id != of.case_id):
        raise RefusedError(_("The story is another child’s."))
    if words and not words.childs_words:
        raise RefusedError(_("The note holds no words of the child."))
    if decided.is_heard and decided.why_not_heard.strip():
        raise RefusedError(_("Either the child is heard, or it says why not."))
    if decided.decided_on > timezone.localdate():
        raise RefusedError(_("The date is still to come."))
    rules.Decision(
        decided.choice, decided.reason, decided.alternatives, decided.took_part, decided.childs_best,
        decided.who_is_told, decided.is_heard, decided.why_not_heard,
    ).check()  # fmt: skip


def _still_open(of: Round) -> None:
    open_to_writing(of.case)
    of.refresh_from_db()
    if of.ended_at is not None:
        raise RefusedError(_("This turn has ended."), do=_("Begin a new one."))
