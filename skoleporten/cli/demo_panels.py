"""The demo's panels: six parents who have met twice, a shelf of knowledge, and two panels that are not started."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from skoleporten.cli.demo_cases import actor, given
from skoleporten.cli.demo_clock import on, weekday_after

if TYPE_CHECKING:
    from skoleporten.access.actor import Actor
    from skoleporten.panels.models import Change, Panel, Session, Statement

PARENTS = ("Marit", "Anders", "Ingeborg", "Samira", "Trond", "Liv")
SESSIONS = (
    ("Den første telefonen hjem", "Hva gjorde at du svarte da vi ringte første gang?"),
    ("Å bli forstått av det offentlige", "Når kjente dere at noen forsto?"),
)
# What was said, and how the one who said it wanted it to stand.
SAID = (
    (
        ("Dere ringte til meg, men det var hun som skulle møte dere. Spør henne hva hun vil at dere skal si.", "named"),
        ("Vi trengte noen som tålte at det tok tid.", "panel"),
        ("Første gang tok jeg ikke telefonen. Jeg trodde det var skolen igjen.", "anonymous"),
    ),
    (
        ("Hun satte seg på trappa sammen med ham. Det glemmer vi ikke.", "panel"),
        ("Ett navn å ringe til, og at det navnet svarte.", "anonymous"),
    ),
)
CHANGE = "Vi sender et bilde av den som kommer, og spør eleven hva vi skal si, før vi ringer første gang."
REFUSED = "Kveldsåpent to dager i uka"


def make_panels(began: dt.date, today: dt.date) -> None:
    """The host is of the team; the lead looks after who sits there."""
    with on(began, hour=12):
        lead = actor("leder", began)
        panel = _started(lead, began, "parents")
        for name in PARENTS:
            _member(lead, panel, name, began)
    days = (weekday_after(began, 3), weekday_after(began, 24))
    said = [_session(panel, day, number) for number, day in enumerate(days) if day <= today]
    if said:
        _answers(panel, said[0], weekday_after(days[0], 7), today)
    _next_session(panel, today)
    with on(began, hour=13):
        _started(lead, began, "research")


def _started(lead: Actor, today: dt.date, code: str) -> Panel:
    from skoleporten.access.models import User
    from skoleporten.panels import panels
    from skoleporten.panels.models import Panel

    panel, host = Panel.objects.get(code=code), User.objects.get(username="team")
    if panel.state == "not_started":
        return panels.start(by=lead, panel=panel, host=host, today=today)
    return panels.settle(by=lead, panel=panel, host=host, places=panel.places, seen_version=panel.version, today=today)


def _member(lead: Actor, panel: Panel, name: str, today: dt.date) -> None:
    from skoleporten.panels import members
    from skoleporten.panels.members import SaidYes

    yes = SaidYes(
        name=f"{name} Foresatt", contact="400 00 000", given_on=today, valid_until=today + dt.timedelta(days=365)
    )
    members.add(by=lead, panel=panel, yes=yes, today=today, **given())


def _session(panel: Panel, day: dt.date, number: int) -> list[Statement]:
    from skoleporten.panels import sessions
    from skoleporten.panels.models import Member
    from skoleporten.panels.sessions import Held

    about, question = SESSIONS[number]
    team = actor("team", day)
    with on(day, hour=17):
        session = sessions.plan(by=team, panel=panel, on=day, about=about, **given())
        there = list(Member.objects.filter(panel=panel).order_by("pk"))[: len(PARENTS) - number]
        held = Held(came=len(there), notes="Kaffe og kake. Alle kom til orde.", members=there)
        session = sessions.hold(by=team, session=session, held=held, seen_version=session.version, today=day)
        asked = sessions.ask(by=team, session=session, words=question, theme=_theme(), **given())
        return [
            _statement(team, session, words, said_as, there[place], asked)
            for place, (words, said_as) in enumerate(SAID[number])
        ]


def _statement(team: Actor, session: Session, words: str, said_as: str, member: Any, question: Any) -> Statement:
    from skoleporten.panels import statements
    from skoleporten.panels.statements import Said

    said = Said(
        words=words, said_as=said_as, member=None if said_as == "anonymous" else member, may_stay=said_as == "panel",
        question=question, themes=(_theme(),),
    )  # fmt: skip
    return statements.write(by=team, session=session, said=said, client_id=uuid.uuid4())


def _theme() -> Any:
    from skoleporten.panels.models import Theme

    return Theme.objects.in_use().first()


def _answers(panel: Panel, said: list[Statement], day: dt.date, today: dt.date) -> None:
    """What came of it: one thing that was done and told, one that was not and is still to be told."""
    from skoleporten.panels import changes
    from skoleporten.panels.changes import Telling

    with on(day, hour=14):
        done = _change(day, said[0], what=CHANGE, outcome="done", because="Det første møtet er elevens, ikke vårt.")
    told_on = weekday_after(day, 10)
    if told_on <= today:
        with on(told_on, hour=18):
            telling = Telling(how="letter", on=told_on, words="Vi gjør det fra nå av. Takk.")
            by = actor("team", told_on)
            changes.tell_back(by=by, change=done, panel=panel, telling=telling, today=told_on, **given())
    with on(day, hour=15):
        _change(day, said[1], what=REFUSED, outcome="not_done", why_not="Vi er for få til å holde åpent om kvelden.")


def _change(day: dt.date, statement: Statement, **words: Any) -> Change:
    from skoleporten.access.models import User
    from skoleporten.panels import changes
    from skoleporten.panels.changes import Wanted

    wanted = Wanted(on=day, owner=User.objects.get(username="team"), statements=(statement,), **words)
    return changes.make(by=actor("team", day), wanted=wanted, today=day, **given())


def _next_session(panel: Panel, today: dt.date) -> None:
    from skoleporten.panels import sessions

    on_day = weekday_after(today, 15)
    sessions.plan(by=actor("team", today), panel=panel, on=on_day, about="En god morgen før skolen", **given())
