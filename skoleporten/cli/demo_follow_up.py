"""The demo's follow-up: what the first leader and a teacher did about the concerns of their school, day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from skoleporten.cli.demo_clock import on, weekday_after

if TYPE_CHECKING:
    from skoleporten.access.actor import Actor
    from skoleporten.access.models import User
    from skoleporten.concerns.models import Concern
    from skoleporten.schools.models import School

SHORT, LONG = 21, 35
# Days after a concern was opened on which each is done; what is still to come is not done yet.
DAYS: Mapping[str, int] = {
    "talk": 1, "no_answer": 1, "reached": 2, "told": 3, "meeting": 7, "asked": 8, "measure": 9, "long_measure": 9,
    "advised": 10, "put_off": 12, "closed": 15, "evaluated": 30, "set_aside": 31,
}  # fmt: skip
# Each concern takes the next of these, so that every state is there. Those who are referred come first, and much has
# been tried for them. Nobody has acted where it is empty.
WAYS: tuple[tuple[str, ...], ...] = (
    ("talk", "no_answer", "reached", "told", "meeting", "measure", "evaluated", "set_aside"),
    ("talk", "reached", "told", "meeting", "long_measure"),
    ("talk", "reached", "told", "meeting", "asked", "long_measure", "advised"),
    ("talk", "reached", "told", "meeting", "measure"),
    ("talk", "reached", "told", "put_off"),
    ("talk", "reached", "closed"),
    ("no_answer",),
    (),
)


def make_follow_up(school: School, today: dt.date) -> None:
    """One of the teacher's is offered to the leader, who has not answered."""
    from skoleporten.access.models import User
    from skoleporten.concerns import handover_actions, owners
    from skoleporten.concerns.models import Concern

    owners.give_to_teachers(today)
    teacher, leader = User.objects.get(username="larer"), User.objects.get(username="rektor1")
    open_ones = Concern.objects.open().filter(school=school).select_related("pupil").order_by("opened_at", "pk")
    hers, others = list(open_ones.filter(owner=teacher)), list(open_ones.exclude(owner=teacher))
    _follow_all(_actor(leader, today), others, WAYS, today)
    # Few are the teacher's; the newest of them waits for her.
    _follow_all(_actor(teacher, today), hers[:-1], WAYS, today)
    offered = open_ones.filter(owner=teacher).first()
    if offered:
        handover_actions.offer(by=_actor(teacher, today), concern=offered, to=leader, note="Jeg er borte neste uke.")


def _follow_all(by: Actor, concerns: list[Concern], ways: tuple[tuple[str, ...], ...], today: dt.date) -> None:
    for number, concern in enumerate(concerns):
        _follow(by, concern, ways[number % len(ways)], today)


def _follow(by: Actor, concern: Concern, way: tuple[str, ...], today: dt.date) -> None:
    from django.utils import timezone

    opened = timezone.localdate(concern.opened_at)
    for what in sorted(way, key=lambda one: DAYS[one]):
        day = weekday_after(opened, DAYS[what])
        if day < today:
            with on(day):
                DOES[what](by, concern, day)


def _talk(by: Actor, concern: Concern, day: dt.date) -> None:
    from skoleporten.concerns import actions

    note = "Sier at det er verst om morgenen, og at det er fint i gymmen."
    actions.act(by=by, concern=concern, kind="pupil_talk", how="meeting", note=note)


def _no_answer(by: Actor, concern: Concern, day: dt.date) -> None:
    from skoleporten.concerns import actions

    actions.act(
        by=by, concern=concern, kind="home_contacted", to_whom="Hjemmet", how="phone", result="not_reached"
    )  # fmt: skip


def _reached(by: Actor, concern: Concern, day: dt.date) -> None:
    from skoleporten.concerns import actions

    note = "De merker det samme, og vil gjerne komme til et møte."
    actions.act(
        by=by, concern=concern, kind="home_contacted", to_whom="Hjemmet", how="phone", result="reached", note=note
    )  # fmt: skip


def _told(by: Actor, concern: Concern, day: dt.date) -> None:
    from skoleporten.concerns import actions

    for whom in ("guardians", "pupil"):
        actions.inform(by=by, concern=concern, whom=whom, how="phone", language="norsk")


def _meeting(by: Actor, concern: Concern, day: dt.date) -> None:
    from skoleporten.concerns import actions

    note = "Eleven, hjemmet og kontaktlærer. Vi ble enige om én ting å prøve."
    actions.act(by=by, concern=concern, kind="meeting", how="meeting", note=note)


def _asked(by: Actor, concern: Concern, day: dt.date) -> None:
    """Without the pupil's name, to PPT."""
    from skoleporten.concerns import discussion_actions

    question = "Hva kan vi prøve når det er verst om morgenen?"
    discussion_actions.ask(
        by=by, concern=concern, service="ppt", basis="anonymous", question=question,
        until=day + dt.timedelta(days=SHORT),
    )  # fmt: skip


def _advised(by: Actor, concern: Concern, day: dt.date) -> None:
    from skoleporten.concerns import discussion_actions

    discussion = concern.discussions.get()
    text = "Begynn med en fast voksen ved døra, og la eleven velge hvor dagen starter."
    discussion_actions.advise(by=by, discussion=discussion, text=text, given_by="Rådgiver i PPT, på telefon")


def _measure(by: Actor, concern: Concern, day: dt.date, days: int = SHORT) -> None:
    from skoleporten.concerns import measure_actions

    measure_actions.start(
        by=by, concern=concern, problem="Det er vanskelig å gå inn om morgenen.",
        what="En fast voksen møter eleven ved døra de første ti minuttene.", who="Kontaktlærer og miljøarbeider",
        starts_on=day, evaluate_on=day + dt.timedelta(days=days),
    )  # fmt: skip


def _long_measure(by: Actor, concern: Concern, day: dt.date) -> None:
    _measure(by, concern, day, LONG)


def _evaluated(by: Actor, concern: Concern, day: dt.date) -> None:
    from skoleporten.concerns import measure_actions

    measure = concern.measures.get()
    measure_actions.evaluate(
        by=by, measure=measure, seen="Kommer til første time tre av fem dager.", decided="go_on",
        pupils_view="Det er bedre når det er den samme voksne.", evaluate_on=day + dt.timedelta(days=SHORT),
    )  # fmt: skip


def _put_off(by: Actor, concern: Concern, day: dt.date) -> None:
    from skoleporten.concerns import actions

    until = weekday_after(day, LONG)
    reason = "Familien er bortreist, og vil ha møtet når de er hjemme."
    actions.put_off(by=by, concern=concern, step_id="meeting", until=until, reason=reason)


def _set_aside(by: Actor, concern: Concern, day: dt.date) -> None:
    from skoleporten.concerns import actions

    reason = "Det går bedre, og vi fortsetter med det vi har begynt på."
    actions.set_aside(by=by, concern=concern, step_id="resource-team", reason=reason)


def _closed(by: Actor, concern: Concern, day: dt.date) -> None:
    from skoleporten.concerns import actions

    reason = "En brukket arm. Eleven er tilbake, og hjemmet ser det som vi."
    actions.close(by=by, concern=concern, decision="nothing", reason=reason)


DOES: Mapping[str, Callable[[Actor, Concern, dt.date], None]] = {
    "talk": _talk, "no_answer": _no_answer, "reached": _reached, "told": _told, "meeting": _meeting, "asked": _asked,
    "advised": _advised, "measure": _measure, "long_measure": _long_measure, "evaluated": _evaluated,
    "set_aside": _set_aside, "put_off": _put_off, "closed": _closed,
}  # fmt: skip


def _actor(user: User, today: dt.date) -> Actor:
    from skoleporten.access.queries import actor_of

    actor = actor_of(user, today)
    assert actor is not None
    return actor
