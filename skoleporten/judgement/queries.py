"""What others ask about notes, turns of the loop, measures and goals: by the gate, but where it says otherwise."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Min, Prefetch, QuerySet

from skoleporten.access.actor import Actor
from skoleporten.cases.models import Case
from skoleporten.intake.models import Story
from skoleporten.judgement.models import Decision, Evaluation, Goal, GoalTurn, Measure, Note, Round
from skoleporten.judgement.rounds import childs_story, childs_words
from skoleporten.rules.judgement import MeasureOfRound, Source
from skoleporten.rules.judgement import Round as Turn


@dataclass(frozen=True)
class OwnWords:
    """Keys of notes and of stories."""

    notes: frozenset[int]
    stories: frozenset[int]


def notes_of(actor: Actor, purpose: str, today: dt.date, case: Case) -> QuerySet[Note]:
    """Those that stand, newest first."""
    visible = Note.objects.visible_to(actor, purpose, today).standing().filter(case=case)
    return visible.select_related("written_by", "school").prefetch_related("staff")


def texts_of(actor: Actor, purpose: str, today: dt.date, note: Note) -> list[Note]:
    """The note and its corrections that the actor may read, oldest first."""
    rows = Note.objects.visible_to(actor, purpose, today).filter(thread=note.thread)
    return list(rows.select_related("written_by", "school").prefetch_related("staff").order_by("written_at", "pk"))


def rounds_of(actor: Actor, purpose: str, today: dt.date, case: Case) -> QuerySet[Round]:
    """With what hangs on each, newest first."""
    visible = Round.objects.visible_to(actor, purpose, today).filter(case=case)
    measures = Measure.objects.prefetch_related(Prefetch("evaluations", Evaluation.objects.select_related("by")))
    decisions = Decision.objects.select_related("recorded_by", "story", "words")
    return visible.select_related("assessment", "previous", "written_by", "ended_by").prefetch_related(
        "assessment__observations", Prefetch("measures", measures), Prefetch("decisions", decisions)
    )


def own_words_of(actor: Actor, purpose: str, today: dt.date, case: Case) -> OwnWords:
    """What the child has said that the actor may read. A choice rests on more than each who reads it may read."""
    notes = Note.objects.visible_to(actor, purpose, today).filter(case=case).exclude(childs_words="")
    told = Story.objects.visible_to(actor, purpose, today).filter(intake=case.intake_id)
    return OwnWords(frozenset(notes.values_list("pk", flat=True)), frozenset(told.values_list("pk", flat=True)))


def measures_of(actor: Actor, purpose: str, today: dt.date, case: Case) -> QuerySet[Measure]:
    return Measure.objects.visible_to(actor, purpose, today).filter(case=case)


def measures_due(actor: Actor, purpose: str, today: dt.date, case: Case) -> QuerySet[Measure]:
    """Those to be looked at by now."""
    found = Measure.objects.visible_to(actor, purpose, today).due(today)
    return found.filter(case=case).select_related("round")


def goals_of(actor: Actor, purpose: str, today: dt.date, case: Case) -> QuerySet[Goal]:
    return Goal.objects.visible_to(actor, purpose, today).filter(case=case).prefetch_related("turns__by")


def due(case_ids: Collection[int], today: dt.date) -> dict[int, dt.date]:
    """Of cases in view: the first date on which a measure is to be looked at, past ones too. Without any, none."""
    running = Measure.objects.running().filter(case__in=case_ids).order_by()
    return dict(running.values("case").annotate(first=Min("evaluate_on")).values_list("case", "first"))


def facts_of(case: Case, rounds: Sequence[Round]) -> dict[int, Turn]:
    """By turn what the rules ask about, for `lacks` and `here`, whoever may read it; turns come from `rounds_of`."""
    has_told = childs_story(case) is not None or childs_words(case) is not None
    written = list(
        Note.objects.standing().filter(case=case).exclude(observation="").values_list("written_at", flat=True)
    )
    return {one.pk: _facts(one, written, has_told) for one in rounds}


def _facts(one: Round, written: Sequence[dt.datetime], has_told: bool) -> Turn:
    """Of a first turn all that was seen before counts too; of a later one what was seen since the one before ended."""
    since = one.previous.ended_at if one.previous else None
    observations = sum(since is None or at >= since for at in written)
    assessment = getattr(one, "assessment", None)
    rests_on = len(assessment.observations.all()) if assessment else 0
    decisions = list(one.decisions.all())
    return Turn(
        observations=max(observations, rests_on),
        is_assessed=assessment is not None,
        rests_on=rests_on,
        sources=frozenset(source for source in Source if assessment and getattr(assessment, source.value)),
        has_story=has_told or bool(decisions),
        is_decided=bool(decisions),
        measures=tuple(
            MeasureOfRound(row.evaluate_on, bool(row.evaluations.all()), row.ended_on is not None)
            for row in one.measures.all()
        ),
    )


# Of a case that came through the gate, for a role that reads it ----------------------------------------------------
def text_seen(case: Case, note: Note, public_id: uuid.UUID) -> Note:
    """The text of the note that somebody had before her; the newest where there is no such text."""
    seen = Note.objects.filter(case=case, thread=note.thread, public_id=public_id).first() or note
    seen.case = case
    return seen


def following(turn: Round) -> Round | None:
    return Round.objects.filter(previous=turn).first()


def undecided(case: Case) -> QuerySet[Round]:
    """Turns that go on, in which something is assessed and nothing decided."""
    return Round.objects.filter(case=case, ended_at__isnull=True, assessment__isnull=False, decisions__isnull=True)


def decisions_before(case: Case, before: dt.datetime, most: int) -> list[Decision]:
    """Newest first, as the two below."""
    rows = Decision.objects.filter(round__case=case, recorded_at__lt=before).select_related("recorded_by")
    return list(rows.order_by("-recorded_at", "-pk")[:most])


def evaluations_before(case: Case, before: dt.datetime, most: int) -> list[Evaluation]:
    rows = Evaluation.objects.filter(measure__case=case, at__lt=before).select_related("by", "measure")
    return list(rows.order_by("-at", "-pk")[:most])


def turns_before(case: Case, before: dt.datetime, most: int) -> list[GoalTurn]:
    rows = GoalTurn.objects.filter(goal__case=case, at__lt=before).select_related("by", "goal")
    return list(rows.order_by("-at", "-pk")[:most])
