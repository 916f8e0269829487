"""The demo's ways back to a school: one that is planned, one nearly settled, and one that the school has taken over."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from skoleporten.cli.demo_cases import Begun, actor, given
from skoleporten.cli.demo_clock import on, weekday_after
from skoleporten.rules.handing_back import After, Answer, To, shipped_items

if TYPE_CHECKING:
    from skoleporten.access.actor import Actor

BEGINS, TAKEN_OVER, CLOSED, SEEN = 8, 6, 5, 1  # weeks ago


def make_way_back(begun: Begun) -> None:
    if begun.way not in ("handing_back", "closed"):
        return
    lead = actor("leder", begun.today)
    _begin(begun, lead)
    if begun.way == "closed":
        _settle(begun, lead)


def _begin(begun: Begun, lead: Actor) -> None:
    from skoleporten.cases import handing_back
    from skoleporten.cases.handing_back import Plan
    from skoleporten.intake import transitions

    is_over = begun.way == "closed"
    day = _ago(begun, BEGINS if is_over else 1)
    takes_over = _ago(begun, TAKEN_OVER) if is_over else weekday_after(begun.today, 21)
    with on(day):
        reason = "Skolen, hjemmet og eleven er enige om at skolen tar over."
        transitions.move(by=lead, intake=begun.case.intake, to_state="handing_back", reason=reason)
        plan = Plan(
            to=To.HOME, taken_over_on=takes_over, class_size=19, two_teachers="some", named_adult="Kontaktlærer",
            peers="To fra gamingrommet går i samme klasse.", subjects="Alle, med eget opplegg i engelsk ut halvåret.",
            grades_basis="Samtaler og innleveringer fra Skoleporten er gitt til faglærerne.", transport="Buss",
            fallback="Eleven kan gå til biblioteket. Ada ringes samme dag.", pupils_words="«Det er greit nå.»",
        )  # fmt: skip
        handing_back.write(by=lead, case=begun.case, plan=plan, **given())
        for item in shipped_items()[:2]:
            handing_back.answer_item(by=lead, case=begun.case, item=item.id, answer=Answer.DONE, **given())


def _settle(begun: Begun, lead: Actor) -> None:
    from skoleporten.cases import handing_back
    from skoleporten.intake import transitions

    with on(_ago(begun, CLOSED)):
        for item in shipped_items()[2:]:
            handing_back.answer_item(
                by=lead, case=begun.case, item=item.id, answer=Answer.NOT_NEEDED, why="Avtalt med skolen.", **given()
            )
        transitions.move(by=lead, intake=begun.case.intake, to_state="closed", reason="Alle dager er vanlige dager.")
    day = _ago(begun, SEEN)
    with on(day):
        handing_back.follow_up(
            by=lead, case=begun.case, after=After.WEEKS_4, on=day, seen="Er på skolen alle dager, og spiser inne.",
            pupils_words="«Jeg har glemt at det var vanskelig.»", **given(),
        )  # fmt: skip


def _ago(begun: Begun, weeks: int) -> dt.date:
    return max(begun.began, weekday_after(begun.today - dt.timedelta(weeks=weeks), 0))
