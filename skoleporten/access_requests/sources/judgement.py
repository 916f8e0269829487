"""Notes, goals, measures, and how the team thought."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from skoleporten.access_requests.labels import named
from skoleporten.access_requests.source import Reader, Source, told_by_rows
from skoleporten.judgement.models import Goal, Measure, Note
from skoleporten.rules.access_requests import Teller
from skoleporten.rules.judgement import APPROACHES, KINDS, PARTICIPATIONS, SAID_BY, SaidBy
from skoleporten.rules.presence.places import PLACES
from skoleporten.rules.visibility import What

ORDER = 48


def _standing_notes(reader: Reader, rows: Any) -> Any:
    seen: Any = told_by_rows(reader, rows)
    return seen.standing()


def _about_the_pupil(rows: Any) -> Any:
    """Not the threads that were taken away: those were written about somebody else."""
    taken_away = Note.objects.filter(is_taken_away=True).values("thread")
    return rows.exclude(thread__in=taken_away)


def _of_goals(reader: Reader, rows: Any) -> Any:
    seen = Goal.objects.visible_to(reader.actor, reader.purpose, reader.today)
    return rows.filter(goal__in=seen.values("pk"))


def _of_measures(reader: Reader, rows: Any) -> Any:
    seen = Measure.objects.visible_to(reader.actor, reader.purpose, reader.today)
    return rows.filter(measure__in=seen.values("pk"))


def _said_by_pupil(goal: Goal) -> Teller:
    return Teller.PUPIL if goal.said_by == SaidBy.PUPIL else Teller.OTHER


SOURCES = (
    Source(
        "judgement.goal", "judgement.Goal", _("Goals"), What.GOALS, "case__pupil",
        shows=named("kind", "participation", "approach", "words", "noticed_by", "said_by", "ended_on", "ended_as"),
        when="written_at", by="written_by", told=told_by_rows, teller=_said_by_pupil,
        for_adults_here=lambda goal: not goal.for_guardians, related=("written_by",),
        codes={"kind": KINDS, "participation": PARTICIPATIONS, "approach": APPROACHES, "said_by": SAID_BY},
    ),
    Source(
        "judgement.goal_turn", "judgement.GoalTurn", _("What happened with the goals"), What.GOALS, "goal__case__pupil",
        shows=named("on", "goal__words", "turn", "words", "before"), when="on", by="by", told=_of_goals,
        teller=lambda row: _said_by_pupil(row.goal), for_adults_here=lambda row: not row.goal.for_guardians,
        related=("goal", "by"),
    ),
    Source(
        "judgement.measure", "judgement.Measure", _("Measures"), What.AGREED_MEASURES, "case__pupil",
        shows=named("starts_on", "problem", "what", "who", "who_else", "school", "evaluate_on", "ended_on"),
        when="starts_on", by="made_by", told=told_by_rows, related=("school", "made_by"),
    ),
    Source(
        "judgement.evaluation", "judgement.Evaluation", _("How measures went"), What.MEASURES, "measure__case__pupil",
        shows=named("measure__what", "seen", "pupils_view", "next", "evaluate_on", "figures"),
        when="at", by="by", told=_of_measures, related=("measure", "by"), retold=("pupils_view",),
    ),
    Source(
        "judgement.note", "judgement.Note", _("Notes"), What.SHARED_NOTES, "case__pupil",
        shows=named(
            "seen_on", "place", "present", "observation", "childs_words", "interpretation", "school", "why_corrected"
        ),
        when="seen_on", by="written_by", told=_standing_notes, kept=_about_the_pupil,
        related=("school", "written_by"), codes={"place": PLACES}, retold=("childs_words",),
    ),
    Source(
        "judgement.round", "judgement.Round", _("Turns of the loop"), What.JUDGEMENT, "case__pupil",
        shows=named("about", "ended_at", "why_ended"), when="written_at", by="written_by", related=("written_by",),
    ),
    Source(
        "judgement.assessment", "judgement.Assessment", _("What the team thinks"), What.JUDGEMENT, "round__case__pupil",
        shows=named(
            "round__about", "facts_point_to", "not_known", "law", "curriculum", "colleagues", "specialists"
        ),
        when="written_at", by="written_by", related=("round", "written_by"),
    ),
    Source(
        "judgement.decision", "judgement.Decision", _("What the team decided"), What.JUDGEMENT, "round__case__pupil",
        shows=named(
            "decided_on", "choice", "reason", "alternatives", "took_part", "childs_best", "who_is_told",
            "is_story_heard", "why_not_heard", "why_replaced",
        ),
        when="decided_on", by="recorded_by", related=("recorded_by",),
    ),
)  # fmt: skip
