"""A panel that runs, a member who said yes, a session that was held and what was said in it, one valid row each."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.panels import changes, members, panels, sessions, shelf, statements, themes
from skoleporten.panels.changes import Telling, Wanted
from skoleporten.panels.members import SaidYes
from skoleporten.panels.models import Change, Member, Panel, Session, ShelfItem, Statement, Theme, ToldBack
from skoleporten.panels.sessions import Held
from skoleporten.panels.shelf import Book
from skoleporten.panels.statements import Said
from tests.factories import actor_of
from tests.intake_factories import make_lead

YEAR = dt.timedelta(days=365)


def today() -> dt.date:
    return timezone.localdate()


def lead() -> Actor:
    return actor_of(make_lead())


def panel(code: str = "parents") -> Panel:
    """As it was shipped."""
    return Panel.objects.get(code=code)


def hosted_panel(code: str = "parents", host: User | None = None, by: Actor | None = None) -> Panel:
    """Started, or given a host where it was under way already."""
    by = by or lead()
    host, one = host or User.objects.get(pk=by.user_id), panel(code)
    if one.state == "not_started":
        return panels.start(by=by, panel=one, host=host, today=today())
    return panels.settle(by=by, panel=one, host=host, places=one.places, seen_version=one.version, today=today())


def host_of(one: Panel) -> Actor:
    assert one.host is not None
    return actor_of(one.host)


def make_member(one: Panel, name: str = "Turid Tangen", contact: str = "turid@example.org", **fields) -> Member:
    given = {"given_on": today(), "valid_until": today() + YEAR} | fields
    by = given.pop("by", None) or host_of(one)
    yes = SaidYes(name=name, contact=contact, **given)
    return members.add(by=by, panel=one, yes=yes, client_id=uuid.uuid4(), today=today())


def plan_session(one: Panel, on: dt.date | None = None, about: str = "Hva hjalp?") -> Session:
    return sessions.plan(by=host_of(one), panel=one, on=on or today(), about=about, client_id=uuid.uuid4())


def hold_session(one: Panel, came: int = 4, came_by_name: list[Member] | None = None, **fields) -> Session:
    notes, planned = fields.pop("notes", ""), plan_session(one, **fields)
    held = Held(came=came, notes=notes, members=came_by_name)
    return sessions.hold(by=host_of(one), session=planned, held=held, seen_version=planned.version, today=today())


def make_statement(
    session: Session, words: str = "Hun spurte hva vi trengte.", said_as: str = "anonymous", **fields
) -> Statement:
    said = Said(words=words, said_as=said_as, **fields)
    return statements.write(by=host_of(session.panel), session=session, said=said, client_id=uuid.uuid4())


def make_theme(question: str = "Hva gjør en god morgen?", about: str = "Før skolen begynner.") -> Theme:
    return themes.add(by=lead(), question=question, about=about, source="Oss selv", client_id=uuid.uuid4())


def make_change(by: Actor | None = None, what: str = "Vi ringer dagen før.", **fields) -> Change:
    by = by or lead()
    given = {"outcome": "done", "on": today(), "owner": User.objects.get(pk=by.user_id)} | fields
    return changes.make(by=by, wanted=Wanted(what=what, **given), client_id=uuid.uuid4(), today=today())


def tell(change: Change, one: Panel, by: Actor | None = None, **fields) -> ToldBack:
    given = {"how": "letter", "on": today()} | fields
    telling, client_id = Telling(**given), uuid.uuid4()
    return changes.tell_back(
        by=by or lead(), change=change, panel=one, telling=telling, client_id=client_id, today=today()
    )


def make_book(source: str = "Fonn (2025)", claim: str = "Faste voksne gir ro.", **fields) -> ShelfItem:
    given = {"strength": "weak", "objections": "Liten studie.", "our_use": "Én fast voksen."} | fields
    return shelf.add(by=lead(), book=Book(source=source, claim=claim, **given), client_id=uuid.uuid4())
