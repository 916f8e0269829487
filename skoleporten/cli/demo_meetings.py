"""The demo's meetings: five kinds with the weekdays of its municipality, and some weeks that have been held."""

from __future__ import annotations

import datetime as dt
import uuid
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from skoleporten.cli.demo_cases import actor, given
from skoleporten.cli.demo_clock import on, weekday_after

if TYPE_CHECKING:
    from skoleporten.access.actor import Actor
    from skoleporten.access.models import User
    from skoleporten.agendas.models import Item
    from skoleporten.meetings.models import Meeting, MeetingKind
    from skoleporten.minutes.models import Minutes
    from skoleporten.rig.models import Room

TUESDAY, WEDNESDAY = 1, 2
# Kind, weekday of this made-up municipality, and the room.
WEEKDAYS: tuple[tuple[str, list[int], str], ...] = (
    ("coordination", [TUESDAY], "class-room-1"), ("guidance", [TUESDAY], "class-room-1"),
    ("development", [WEDNESDAY], "class-room-2"), ("intake", [WEDNESDAY], "flat"),
)  # fmt: skip
# What stands in the timetable each week besides the meetings: its weekdays are the municipality's own choice.
TIMETABLE = {"Ressursteam": (0, 3), "Driftstid": (4,), "Utviklingstid": (WEDNESDAY,)}
INTAKE_PEOPLE = ("pedagog", "vernepleier1")
DAYS_TO_DO_IT = 7
MINUTES_OF_AN_ITEM = 12


@dataclass(frozen=True)
class Said:
    """Of one kind of meeting: what is noted of it, and what is decided about the first pupil on its agenda."""

    note: str
    decided: str


SAID = {
    "coordination": Said("Gangen er roligst før kl. 08.20. Alle følger det samme.", "Avtale bakdøra med vaktmesteren."),
    "guidance": Said("Vi ser på det som virker, og lar resten ligge.", "Spør eleven hva som var bra denne uka."),
    "intake": Said("Vi ringer før vi skriver.", "Ringe hjem og avtale det første besøket."),
    "development": Said("Døra er det første en møter.", ""),
}
ASKED = {"coordination": "Hvem følger inn de neste to ukene?", "guidance": "Hva virker, og hva er neste steg?"}
QUESTION = "Skal de møtes ute eller inne den første tida?"
WAYS = ("Ute, ved bryggene", "Inne i leiligheten")


def make_meetings(began: dt.date, today: dt.date) -> None:
    with on(began, hour=8):
        _set_up(actor("leder", began))
        _first_development(actor("leder", began), began)
        _timetable(actor("leder", began))
    with on(today, hour=6):  # each school day from now on; nobody writes minutes of it
        _change(actor("leder", today), "morning_talk", weekdays=[], room=_room("flat"))
    _intakes(began, today)
    while meeting := _next_to_hold(began, today):
        _hold(meeting, is_newest=today - meeting.date < dt.timedelta(days=7))
    _what_is_chosen_ahead(today)
    _put_up_ahead(today)


# The rhythm -----------------------------------------------------------------------------------------------------------
def _set_up(lead: Actor) -> None:
    for code, weekdays, room in WEEKDAYS:
        people = tuple(map(_user, INTAKE_PEOPLE)) if code == "intake" else ()
        _change(lead, code, weekdays=weekdays, people=people, room=_room(room))


def _change(lead: Actor, code: str, **other: Any) -> None:
    from skoleporten.meetings import kinds
    from skoleporten.meetings.models import MeetingKind

    kind = MeetingKind.objects.get(code=code)
    fields = _fields_of(kind, owner=_user("leder"), second_owner=_user("team"), **other)
    kinds.change(by=lead, kind=kind, to=fields, seen_version=kind.version)


def _timetable(lead: Actor) -> None:
    from skoleporten.week import entries
    from skoleporten.week.models import Entry

    for entry in Entry.objects.filter(name_nb__in=TIMETABLE):
        wanted = entries.Wanted(
            entry.name_nb, TIMETABLE[entry.name_nb], entry.starts, entry.ends, entry.name_nn, entry.name_en
        )
        entries.change(by=lead, entry=entry, wanted=wanted, seen_version=entry.version)


def _fields_of(kind: MeetingKind, **other: Any) -> Any:
    """As it is shipped, with what this municipality chose."""
    from skoleporten.meetings.kinds import KindFields, Words

    texts: dict[str, Any] = {
        what: Words(*(getattr(kind, f"{what}_{language}") for language in ("nb", "nn", "en")))
        for what in ("name", "purpose")
    }
    kept = ("frequency", "starts", "minutes", "weeks", "counted_from", "only_if_needed", "functions")
    return KindFields(**texts, **({name: getattr(kind, name) for name in kept} | other))


def _first_development(lead: Actor, began: dt.date) -> None:
    """Its next date is agreed at the end of each, so the first one is called by somebody."""
    from skoleporten.meetings.actions import plan_one
    from skoleporten.meetings.models import MeetingKind

    kind = MeetingKind.objects.get(code="development")
    day = began + dt.timedelta(days=7 + WEDNESDAY - began.weekday())
    ends = dt.time(14, 30)
    plan_one(by=lead, kind=kind, title="", date=day, starts=kind.starts, ends=ends, room=kind.room, **given())


def _intakes(began: dt.date, today: dt.date) -> None:
    """Each week the queue was asked whether there is a need, as it is at night, since somebody stood in it."""
    from skoleporten.access.actor import software
    from skoleporten.meetings import need
    from skoleporten.meetings.models import MeetingKind

    kind = MeetingKind.objects.get(code="intake")
    for week in range((today - began).days // 7 + 1):
        day = began + dt.timedelta(weeks=week)
        with on(day, hour=3):
            if _somebody_waited():
                need.settle(by=software("meetings"), kind=kind, today=day)


def _somebody_waited() -> bool:
    """The demo's referrals are made before its meetings: of those that came later nobody knew then."""
    from django.utils import timezone

    from skoleporten.intake.models import Intake

    return Intake.objects.open().exclude(state="active").filter(state_since__lte=timezone.now()).exists()


def _what_is_chosen_ahead(today: dt.date) -> None:
    """The nearest question that the rhythm puts is answered; the others are left for whoever looks round."""
    from skoleporten.meetings import choosing, rhythms
    from skoleporten.meetings.choosing import Choice
    from skoleporten.meetings.models import MeetingKind

    kind = MeetingKind.objects.get(code="coordination")
    asked = [slot for slot in rhythms.questions(kind, today) if slot.off is not None and slot.turn is None]
    for slot in asked[:1]:
        choice = Choice("day", slot.slot, "skip", why="Skolen har fri.")
        choosing.choose(by=actor("leder", today), kind=kind, choice=choice, **given())


# The meetings that were held ------------------------------------------------------------------------------------------
def _next_to_hold(began: dt.date, today: dt.date) -> Meeting | None:
    """One at a time: at the end of one a further one may be agreed."""
    from skoleporten.meetings.models import Meeting

    planned = Meeting.objects.planned().filter(date__gte=began, date__lt=today, kind__code__in=SAID)
    return planned.select_related("kind", "booking__room").order_by("date", "starts").first()


def _hold(meeting: Meeting, *, is_newest: bool) -> None:
    """The newest ones wait for whoever owns them to approve what stands."""
    from skoleporten.minutes import approving, clock, holding, notes

    lead, team = actor("leder", meeting.date), actor("team", meeting.date)
    assert meeting.kind is not None
    said = SAID[meeting.kind.code]
    with _at(meeting, meeting.starts):
        _put_up(team, meeting)
        minutes = holding.begin(by=team, meeting=meeting)
        _without_who_came_later(meeting)
        _who_came(team, minutes)
        item = _first_about_a_case(minutes)
        if item is not None:
            clock.start(by=team, minutes=minutes, item=item)
    with _at(meeting, _after(meeting.starts, MINUTES_OF_AN_ITEM)):
        if item is not None:
            _decide(team, minutes, item, said, is_newest=is_newest)
            clock.stop(by=team, minutes=minutes, item=item)
    with _at(meeting, meeting.ends):
        notes.write(by=team, minutes=minutes, item=None, text=said.note, seen_version=0)
        if meeting.kind.is_next_agreed:
            _agree(lead, minutes)
        minutes.refresh_from_db()
        holding.end(by=team, minutes=minutes)
        minutes.refresh_from_db()
        if not is_newest:
            approving.approve(by=lead, minutes=minutes, client_id=uuid.uuid4())


def _at(meeting: Meeting, time: dt.time) -> AbstractContextManager[None]:
    return on(meeting.date, hour=time.hour, minute=time.minute)


def _after(time: dt.time, minutes: int) -> dt.time:
    return (dt.datetime.combine(dt.date.min, time) + dt.timedelta(minutes=minutes)).time()


def _put_up(by: Actor, meeting: Meeting) -> None:
    """Of one pupil each time, of those who had begun by then; another one the next time."""
    from django.utils import timezone

    from skoleporten.agendas import actions
    from skoleporten.cases.models import Case

    assert meeting.kind is not None
    cases = list(Case.objects.open().filter(opened_at__date__lt=meeting.date).select_related("intake").order_by("pk"))
    if meeting.kind.code in ASKED and cases:
        case = cases[meeting.date.isocalendar().week // 2 % len(cases)]
        actions.add(
            by=by, meeting=meeting, words=ASKED[meeting.kind.code], intake=case.intake, minutes=10,
            today=min(meeting.date, timezone.localdate()), **given(),
        )  # fmt: skip


def _put_up_ahead(today: dt.date) -> None:
    """So that the next ones have something besides what is due."""
    from skoleporten.meetings import queries
    from skoleporten.meetings.models import MeetingKind

    for kind in MeetingKind.objects.filter(code__in=ASKED):
        if meeting := queries.next_of(kind, today):
            _put_up(actor("team", today), meeting)


def _without_who_came_later(meeting: Meeting) -> None:
    """Whoever has come to the queue since, or to where she stands in it: then it was not on the agenda."""
    from django.utils import timezone

    from skoleporten.agendas.models import Item

    Item.objects.filter(meeting=meeting, intake__state_since__gt=timezone.now()).delete()


def _who_came(by: Actor, minutes: Minutes) -> None:
    from skoleporten.meetings import queries
    from skoleporten.minutes import attendance
    from skoleporten.minutes.attendance import There

    rows = [row for row in queries.participants(minutes.meeting) if row.user_id]
    there = [There(row.user_id, number != len(rows) - 1) for number, row in enumerate(rows)]
    attendance.mark(by=by, minutes=minutes, there=there, seen_version=minutes.attendance_version)


def _decide(by: Actor, minutes: Minutes, item: Item, said: Said, *, is_newest: bool) -> None:
    from skoleporten.minutes import deciding, notes, turns
    from skoleporten.minutes.deciding import Decided

    if not said.decided:
        return
    notes.write(by=by, minutes=minutes, item=item, text="Eleven kom fire av fem dager.", seen_version=0)
    due = minutes.meeting.date + dt.timedelta(days=DAYS_TO_DO_IT)
    decided = Decided(said.decided, _user("team"), due)
    made = deciding.decide(by=by, minutes=minutes, item=item, decided=decided, client_id=uuid.uuid4())
    if minutes.meeting.kind and minutes.meeting.kind.code == "guidance":
        _talk_together_but_choose(by, minutes, item)
    if not is_newest:
        turns.turn(by=by, decision=made, kind="done", words="", client_id=uuid.uuid4())


def _first_about_a_case(minutes: Minutes) -> Item | None:
    """One that had begun by then: the demo's cases are made all at once."""
    from skoleporten.agendas.models import Item

    rows = Item.objects.filter(meeting=minutes.meeting_id, intake__case__isnull=False, intake__ended_at__isnull=True)
    began = rows.filter(intake__case__opened_at__date__lt=minutes.meeting.date)
    return began.select_related("intake__pupil").order_by("position", "pk").first()


def _talk_together_but_choose(by: Actor, minutes: Minutes, item: Item) -> None:
    from skoleporten.minutes import choosing

    asked = choosing.ask(
        by=by, minutes=minutes, item=item, question=QUESTION, alternatives=WAYS, client_id=uuid.uuid4()
    )
    first, second = asked.alternatives.order_by("pk")
    choosing.say(
        by=by, choice=asked, alternative=second, says="disagrees", client_id=uuid.uuid4(), who="",
        words="Inne blir det fort for tett.",
    )  # fmt: skip
    choosing.choose(
        by=by, choice=asked, alternative=first, why="Det er mer plass, og eleven sa det selv.", seen=0,
        client_id=uuid.uuid4(),
    )  # fmt: skip


def _agree(lead: Actor, minutes: Minutes) -> None:
    from skoleporten.meetings import next_date
    from skoleporten.minutes import deciding

    suggested = next_date.suggested(minutes.meeting)
    assert suggested is not None
    day = weekday_after(suggested, 0)
    agreed = next_date.agree(by=lead, meeting=minutes.meeting, date=day, client_id=uuid.uuid4())
    deciding.agree_on_next(by=lead, minutes=minutes, next_one=agreed, words="Neste gang", client_id=uuid.uuid4())


def _room(code: str) -> Room:
    from skoleporten.rig.models import Room

    return Room.objects.get(code=code)


def _user(username: str) -> User:
    from skoleporten.access.models import User

    return User.objects.get(username=username)
