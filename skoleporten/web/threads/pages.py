"""Messages with families, for the team: what waits for an answer, all about one pupil, one thread, and a new one."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.access.models import User
from skoleporten.people.family import guardians_to_write_to
from skoleporten.people.mentions import named_in
from skoleporten.people.models import Pupil
from skoleporten.rig.queries import away_on
from skoleporten.threads import people, queries, writing
from skoleporten.threads.models import Thread, ThreadQuerySet
from skoleporten.threads.writing import Opened
from skoleporten.web import read_log
from skoleporten.web.cases.visible import team_reads, team_writes
from skoleporten.web.components import Crumb
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.form_saving import Outcome, try_to_save
from skoleporten.web.names_in_texts import asks_about_names
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell
from skoleporten.web.threads import presenters
from skoleporten.web.threads.forms import AnswerForm, AssignForm, ToFamilyForm
from skoleporten.web.threads.visible import visible_pupil, visible_thread, visible_threads

THREADS_A_PAGE = 30
SHOWS = ("waiting", "mine", "open", "all")


@team_reads
def every(request: ActingRequest) -> HttpResponse:
    """Of all in view; what waits for an answer comes first, the oldest promise on top."""
    shown = request.GET.get("show", "")
    shown = shown if shown in SHOWS else SHOWS[0]
    page = Paginator(_chosen(request, shown), THREADS_A_PAGE).get_page(request.GET.get("page"))
    seen = {one.pupil.public_id for one in page}
    read_log.shown(request, seen, action="threads.listed", purpose=Purpose.FOLLOW_UP)
    context = {
        "rows": [presenters.team_row(one, request.today) for one in page],
        "page": page,
        "shown": shown,
        "shows": _shows(),
    }
    return render(request, "threads/all.html", context)


@team_reads
def of_pupil(request: ActingRequest, pupil: uuid.UUID) -> HttpResponse:
    found = visible_pupil(request, pupil)
    page = Paginator(visible_threads(request).filter(pupil=found), THREADS_A_PAGE).get_page(request.GET.get("page"))
    read_log.shown(request, [found.public_id], action="threads.listed", purpose=Purpose.FOLLOW_UP)
    context = {
        "pupil": found,
        "rows": [presenters.team_row(one, request.today) for one in page],
        "page": page,
        "trail": _trail(found.full_name),
    }
    return render(request, "threads/of_pupil.html", context)


@team_writes
def new(request: ActingRequest, pupil: uuid.UUID) -> HttpResponse:
    """To one person in the family. Nobody else in the family reads it."""
    found = visible_pupil(request, pupil)
    guardians = guardians_to_write_to(found, request.today)
    own = found.full_name if people.pupil_to_write_to(found, request.today) else ""
    form = drafted(request, ToFamilyForm, "threads.to_family", found.public_id, guardians=guardians, pupil=own)

    def save() -> Thread:
        values = form.cleaned_data
        opened = Opened(values["matter"], values["text"], values["heading"], guardian=form.chosen)
        return writing.open_thread(by=request.actor, pupil=found, opened=opened, client_id=values["client_id"])

    outcome = _outcome(request, form, found, save)
    if outcome.is_saved:
        messages.success(request, _("It is sent."))
        return redirect("thread", outcome.made.public_id)
    read_log.shown(request, [found.public_id], action="threads.form_opened", purpose=Purpose.FOLLOW_UP)
    heading = _("Write to the family")
    way = Crumb(found.full_name, reverse("threads_of_pupil", args=[found.public_id]))
    context = {
        "form": form, "pupil": found, "heading": heading, "back": way.url, "nobody": not guardians and not own,
        "trail": _trail(way, heading),
    }  # fmt: skip
    return render(request, "threads/new.html", context)


@team_writes
def one(request: ActingRequest, thread: uuid.UUID) -> HttpResponse:
    found = visible_thread(request, thread)
    if done := _button(request, found):
        return done
    form = drafted(request, AnswerForm, "threads.team_answer", found.public_id)
    assign = _assign_form(request, found)

    def save() -> None:
        values = form.cleaned_data
        writing.answer(by=request.actor, thread=found, text=values["text"], client_id=values["client_id"])

    if _outcome(request, form, found.pupil, save).is_saved:
        messages.success(request, _("It is sent."))
        return redirect("thread", found.public_id)
    writing.mark_read(by=request.actor, thread=found, at=timezone.now())
    read_log.shown(request, [found.pupil.public_id], action="threads.opened", purpose=Purpose.FOLLOW_UP)
    return render(request, "threads/one.html", _context(request, found) | {"form": form, "assign": assign})


@team_writes
def assign(request: ActingRequest, thread: uuid.UUID) -> HttpResponse:
    """Who answers; whoever was quicker stands until somebody has seen it."""
    found = visible_thread(request, thread)
    form = _assign_form(request, found)
    outcome = Outcome()
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen_version"]
        outcome = try_to_save(
            form, lambda: writing.assign(by=request.actor, thread=found, to=form.chosen, seen_version=seen),
            theirs=lambda row: str(row.assigned_to or _("Nobody yet")),
        )  # fmt: skip
    if outcome.is_saved:
        messages.success(request, _("It is given to %(name)s.") % {"name": form.chosen})
        return redirect("thread", found.public_id)
    read_log.shown(request, [found.pupil.public_id], action="threads.opened", purpose=Purpose.FOLLOW_UP)
    heading = _("Who answers?")
    back = Crumb(presenters.title_of(found), reverse("thread", args=[found.public_id]))
    context = {
        "form": form, "heading": heading, "back": back.url, "trail": _trail(back, heading), **outcome.told
    }  # fmt: skip
    return render(request, "threads/assign.html", context, status=outcome.status)


def _button(request: ActingRequest, thread: Thread) -> HttpResponse | None:
    """Closing, and that no answer is needed: buttons beside the answer."""
    if "close" in request.POST:
        tell(request, lambda: writing.close(by=request.actor, thread=thread), _("It is closed."))
    elif "no_answer" in request.POST:
        seen = _uuid(request.POST["no_answer"])
        done = _("It is noted. The family sees that it is read.")
        tell(request, lambda: writing.needs_no_answer(by=request.actor, thread=thread, seen_message=seen), done)
    else:
        return None
    return redirect("thread", thread.public_id)


def _outcome(request: ActingRequest, form: Any, pupil: Pupil, save: Any) -> Outcome:
    if request.method != "POST" or not form.is_valid() or _asks_about_names(request, form, pupil):
        return Outcome()
    return try_to_save(form, save)


def _asks_about_names(request: ActingRequest, form: Any, pupil: Pupil) -> bool:
    """The family reads a mask in place of another pupil's name, so one may as well leave it out."""
    label = _("Keep the names. Guardians and pupil see ▒▒▒ instead.")
    told = _("The text names other pupils at the school: %(names)s.")
    return asks_about_names(
        request, form, lambda text: named_in(text, pupil, request.today), label=label, told=told, besides={"to"}
    )  # fmt: skip


def _context(request: ActingRequest, thread: Thread) -> dict[str, Any]:
    standing = queries.standing(thread)
    away = away_on(request.today)
    in_charge = thread.assigned_to
    return {
        "thread": thread,
        "pupil": thread.pupil,
        "title": presenters.title_of(thread),
        "matter": thread.get_matter_display(),
        "lines": presenters.lines_of(thread, standing, request.actor),
        "state": presenters.state_to_team(thread, request.today),
        "with_whom": presenters.with_whom(thread),
        "who_reads": presenters.who_reads(thread, request.actor),
        "newest": standing.messages[-1].public_id,
        "in_charge": in_charge,
        "is_away": in_charge is not None and in_charge.pk in away,
        "stand_in": away[in_charge.pk].stand_in if in_charge is not None and in_charge.pk in away else None,
        "can_be_read": people.family_of(thread, request.today) is not None,
        "trail": _trail(presenters.title_of(thread)),
    }


def _assign_form(request: ActingRequest, thread: Thread) -> AssignForm:
    able = people.who_can_answer(thread, request.today)
    chosen: User | None = thread.assigned_to
    initial = {"seen_version": thread.version, "to": str(chosen.public_id) if chosen else ""}
    sent = request.POST if "to" in request.POST else None
    return AssignForm(sent, people=able, initial=initial)


def _chosen(request: ActingRequest, shown: str) -> ThreadQuerySet:
    visible = visible_threads(request)
    if shown == "mine":
        return visible.filter(pk__in=queries.mine_to_answer(request.actor, request.today).values("pk")).waiting()
    return {"waiting": visible.waiting, "open": visible.open, "all": visible.all}[shown]()


def _shows() -> list[tuple[str, str]]:
    said = (_("Waits for an answer"), _("Waits for me"), _("Not closed"), _("All"))
    return list(zip(SHOWS, said, strict=True))


def _uuid(sent: str) -> uuid.UUID:
    try:
        return uuid.UUID(sent)
    except ValueError:
        return uuid.UUID(int=0)


def _trail(*further: str | Crumb) -> list[Crumb]:
    steps = [one if isinstance(one, Crumb) else Crumb(one) for one in further]
    return [Crumb(_("Messages"), reverse("threads")), *steps]
