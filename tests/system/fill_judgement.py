"""In the case that has a plan: notes, a turn of the loop with all its stages, and goals in the grid and beside it."""

from __future__ import annotations

import datetime as dt

GOAL, TURN = "Jeg vil bli med på turen", "Hva hjelper ved døra?"


def fill_judgement() -> None:
    """After fill_plan."""
    from django.utils import timezone

    from skoleporten.judgement import notes, rounds
    from skoleporten.judgement.rounds import Assessed
    from skoleporten.plans.models import PlanStep
    from tests.judgement_factories import (
        make_decision,
        make_goal,
        make_measure,
        make_note,
        make_round,
        owner_of,
    )

    step = PlanStep.objects.order_by("pk").first()
    assert step is not None
    case, today = step.case, timezone.localdate()
    by = owner_of(case)
    first = make_note(
        case, interpretation="Kanskje er trengselen verst.", childs_words="Det er støyen.", place="near_school",
        present=("peer",), audiences=frozenset({"team", "specialist"}), staff=(case.owner,),
    )  # fmt: skip
    written = notes.Written(
        seen_on=today, observation="Hun sto ved porten i fem minutter.", childs_words="Det er støyen."
    )
    note = notes.correct(by=by, note=first, written=written, why="Jeg så feil på klokka.", client_id=first.public_id)
    turn = make_round(case, about=TURN)
    assessed = Assessed(
        "Støyen ved døra gjør det tungt.", "Hvordan er det etter pausen?", law="§ 12-2", observations=[note]
    )
    rounds.assess(by=by, of=turn, assessed=assessed, seen_version=0)
    make_decision(turn, words=note)
    make_measure(turn, starts_on=today - dt.timedelta(weeks=4), evaluate_on=today, who_else="Vaktmesteren")
    make_goal(case, words=GOAL)
    make_goal(case, words="Jeg teller til ti", kind="feelings", participation="", approach="")
