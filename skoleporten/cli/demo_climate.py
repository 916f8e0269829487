"""The demo's climate: what the group filled in together, what six answered alone, and what they decided to try."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from skoleporten.cli.demo_cases import actor, given
from skoleporten.cli.demo_clock import on, weekday_after

if TYPE_CHECKING:
    from skoleporten.access.actor import Actor

WHO_ANSWER = ("leder", "team", "pedagog", "vernepleier1", "vernepleier2", "fagarbeider")
# From 0 to 4, on how safe it is and on how openly one disagrees.
MILD = (3, 1)
FRANK = ((3, 3), (4, 3), (3, 2), (3, 4), (4, 3), (2, 3))


def make_climate(began: dt.date, today: dt.date) -> None:
    with on(began, hour=14):
        _together(actor("team", began))
    opened = weekday_after(began, 28)
    if opened <= today:
        _alone(opened, min(weekday_after(opened, 7), today))
        _tried(weekday_after(opened, 7), today)


def _together(by: Actor) -> None:
    from skoleporten.climate.actions import fill_in_together

    fill_in_together(by=by, answers=_answers(MILD), client_id=uuid.uuid4())


def _alone(opened: dt.date, closed: dt.date) -> None:
    from skoleporten.climate.actions import answer, close, open_pulse

    with on(opened, hour=9):
        pulse = open_pulse(by=actor("leder", opened), client_id=uuid.uuid4(), answer_by=closed)
        for username, points in zip(WHO_ANSWER, FRANK, strict=True):
            answer(by=actor(username, opened), pulse=pulse, answers=_answers(points))
    with on(closed, hour=15):
        close(by=actor("leder", closed), pulse=pulse)


def _answers(points: tuple[int, int]) -> list[int]:
    """To each statement what gives so many points on its axis."""
    from skoleporten.climate.statements import in_use
    from skoleporten.rules.climate import Axis

    wanted = dict(zip(Axis, points, strict=True))
    return [item.points(wanted[item.axis]) for item in in_use().items.all]


def _tried(day: dt.date, today: dt.date) -> None:
    """Out of what the parents said, and of where the group stands."""
    from skoleporten.climate.models import Pulse
    from skoleporten.development import actions
    from skoleporten.panels.models import Statement

    first = min(day, today)
    with on(first, hour=15):
        said = Statement.objects.standing().order_by("pk").first()
        trial = actions.start(
            by=actor("leder", first), about="Den første telefonen hjem",
            tries="Vi spør eleven hva vi skal si før vi ringer, og sender et bilde av den som kommer.",
            starts_on=first, evaluate_on=weekday_after(first, 28), observed="Flere svarer ikke første gang vi ringer.",
            hypothesis="Hvis eleven har bestemt hva vi sier, blir det lettere å ta telefonen.",
            alternatives="Å skrive brev først, eller å la skolen ringe.", why="Familiene sa det selv.",
            noticed_by="Hvor mange som svarer første gang.", origin="statement" if said else "",
            origin_id=said.public_id if said else None, **given(),
        )  # fmt: skip
        pulse = Pulse.objects.pictures().last()
        if pulse:
            actions.rest_on(by=actor("leder", first), trial=trial, kind="climate", thing=pulse.public_id)
