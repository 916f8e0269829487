"""The forms of the meeting's screen, each with an address of its own: who is there, notes, and what is decided."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.models import User
from skoleporten.agendas.models import Item
from skoleporten.agendas.queries import name_of
from skoleporten.intake.owners import may_own
from skoleporten.meetings import queries as meetings
from skoleporten.minutes import attendance, deciding, notes
from skoleporten.minutes.deciding import CaseEndedError
from skoleporten.minutes.doers import who_can_do
from skoleporten.minutes.models import Attendance, Minutes
from skoleporten.rig.queries import away_on
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.minutes.forms import AttendanceForm, DecisionForm, NoteForm
from skoleporten.web.minutes.saving import Page, answer
from skoleporten.web.minutes.visible import pupil_of, record_to_write, team_writes, trail_in, url_now, visible_item
from skoleporten.web.requests import ActingRequest

WEEKS_AHEAD = dt.timedelta(weeks=2)


@team_writes
def note(request: ActingRequest, public_id: uuid.UUID, agenda_item: uuid.UUID | None = None) -> HttpResponse:
    minutes = record_to_write(request, public_id)
    found = visible_item(request, minutes, agenda_item) if agenda_item else None
    form = note_form(request, minutes, found)

    def save() -> None:
        values = form.cleaned_data
        notes.write(
            by=request.actor, minutes=minutes, item=found, text=values["text"], seen_version=values["seen_version"]
        )

    page = _page(minutes, found, _("Short notes"), theirs=lambda now: str(now.text))
    return answer(request, form, page, save)


@team_writes
def decide(request: ActingRequest, public_id: uuid.UUID, agenda_item: uuid.UUID | None = None) -> HttpResponse:
    """What is decided about a pupil lands in the case. One that has ended is opened again first, in the usual way."""
    minutes = record_to_write(request, public_id)
    found = visible_item(request, minutes, agenda_item) if agenda_item else None
    form = decision_form(request, minutes, found)
    page = _page(minutes, found, _("What is decided"))

    def save() -> None:
        try:
            deciding.decide(
                by=request.actor, minutes=minutes, item=found, decided=form.decided,
                client_id=form.cleaned_data["client_id"],
            )  # fmt: skip
        except CaseEndedError:
            page.context["ended"] = getattr(found.intake, "case", None) if found and found.intake else None
            raise

    return answer(request, form, page, save)


@team_writes
def there(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    minutes = record_to_write(request, public_id)
    form = attendance_form(request, minutes)

    def save() -> None:
        seen = form.cleaned_data["seen_version"]
        attendance.mark(by=request.actor, minutes=minutes, there=form.marks, seen_version=seen)

    heading = _("Who is there")
    page = Page(
        "minutes/attendance.html", reverse("meeting_now", args=[public_id]), _("Saved."),
        {"heading": heading, "trail": trail_in(minutes.meeting, heading)}, is_for_all=True, theirs=_who_is_there,
        seen=lambda now: {"seen_version": now.attendance_version},
    )  # fmt: skip
    return answer(request, form, page, save)


# The forms as they stand on the screen, with what somebody was writing ------------------------------------------------
def note_form(request: ActingRequest, minutes: Minutes, item: Item | None) -> NoteForm:
    kept = notes.kept_of(minutes, item)
    initial = {"text": kept.text, "seen_version": kept.version} if kept else {}
    return drafted(
        request, NoteForm, "minutes.note", _key(minutes, item), page=url_of("meeting_note", minutes, item),
        initial=initial, is_about_nobody=_is_about_nobody(item), auto_id=_ids("note", item),
    )  # fmt: skip


def decision_form(request: ActingRequest, minutes: Minutes, item: Item | None) -> DecisionForm:
    doers = who_can_do(minutes.meeting, item.intake if item else None, request.today)
    first = item.intake.owner if item and item.intake else request.user
    initial = {"owner": str(first.public_id), "due": _usual_date(minutes, request.today)}
    return drafted(
        request, DecisionForm, "minutes.decision", _key(minutes, item), page=url_of("meeting_decide", minutes, item),
        initial=initial, doers=doers, is_about_nobody=_is_about_nobody(item), auto_id=_ids("decide", item),
    )  # fmt: skip


def attendance_form(request: ActingRequest, minutes: Minutes) -> AttendanceForm:
    rows = list(Attendance.objects.filter(minutes=minutes).select_related("user", "instead"))
    asked = _asked(minutes, rows)
    return drafted(
        request, AttendanceForm, "minutes.attendance", minutes.public_id,
        page=reverse("meeting_attendance", args=[minutes.meeting.public_id]),
        initial=_as_it_stands(minutes, rows, asked), asked=asked, staff=list(may_own(request.today)),
    )  # fmt: skip


def url_of(name: str, minutes: Minutes, item: Item | None) -> str:
    meeting = minutes.meeting.public_id
    return reverse(f"{name}_of_item", args=[meeting, item.public_id]) if item else reverse(name, args=[meeting])


def _page(minutes: Minutes, item: Item | None, heading: str, **more: Any) -> Page:
    pupil = pupil_of(item)
    about = (name_of(item.intake) if item.intake else item.words) if item else ""
    context = {"heading": heading, "about": about, "trail": trail_in(minutes.meeting, heading)}
    back = url_now(minutes.meeting, item)
    pupils = (pupil,) if pupil else ()
    return Page("minutes/form.html", back, _("Saved."), context, pupils, _is_about_nobody(item), **more)


def _is_about_nobody(item: Item | None) -> bool:
    return item is None or item.intake_id is None


def _key(minutes: Minutes, item: Item | None) -> uuid.UUID:
    return item.public_id if item else minutes.public_id


def _ids(name: str, item: Item | None) -> str:
    return f"{name}_%s" if item else f"whole_{name}_%s"


def _usual_date(minutes: Minutes, today: dt.date) -> dt.date:
    """The next meeting of the kind, where one is planned: then it is looked at."""
    after = meetings.after(minutes.meeting)
    return after.date if after and after.date > today else today + WEEKS_AHEAD


Asked = list[tuple[str, str, User | None]]


def _asked(minutes: Minutes, rows: list[Attendance]) -> Asked:
    """Who is asked to come, and whoever else was written down by name."""
    people = list(meetings.participants(minutes.meeting))
    found: Asked = [
        (str(one.user.public_id), str(one.user), one.user) if one.user else (f"guest-{one.pk}", one.guest, None)
        for one in people
    ]
    named = {one.user_id for one in people}
    more = [row.user for row in rows if row.user is not None and row.user_id not in named]
    return [*found, *((str(user.public_id), str(user), user) for user in more)]


def _as_it_stands(minutes: Minutes, rows: list[Attendance], asked: Asked) -> dict[str, Any]:
    """Before anybody has said, whoever is away that day is not ticked, and who steps in is suggested."""
    if not rows:
        return _as_planned(minutes, asked)
    keys = {user.pk if user else name: key for key, name, user in asked}
    initial: dict[str, Any] = {
        "seen_version": minutes.attendance_version,
        "there": [key for row in rows if row.was_there and (key := keys.get(row.user_id or row.guest))],
        "guests": "\n".join(row.guest for row in rows if row.guest and row.guest not in keys),
    }
    for row in rows:
        if row.user is not None and row.instead is not None:
            initial[f"instead_{row.user.public_id}"] = str(row.instead.public_id)
    return initial


def _as_planned(minutes: Minutes, asked: Asked) -> dict[str, Any]:
    away = away_on(minutes.meeting.date)
    initial: dict[str, Any] = {
        "seen_version": minutes.attendance_version,
        "there": [key for key, _name, user in asked if user is None or user.pk not in away],
    }
    for key, _name, user in asked:
        if user is not None and user.pk in away and (stand_in := away[user.pk].stand_in):
            initial[f"instead_{key}"] = str(stand_in.public_id)
    return initial


def _who_is_there(minutes: Minutes) -> str:
    rows = Attendance.objects.filter(minutes=minutes).select_related("user")
    yes, no = _("there"), _("not there")
    return "\n".join(f"{row.user or row.guest}: {yes if row.was_there else no}" for row in rows)
