"""Messages of somebody in a family: the list, one thread, a new one, and who reads along."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.people.family import guardians_in_view
from skoleporten.people.mentions import masker
from skoleporten.people.models import Pupil
from skoleporten.threads import queries, writing
from skoleporten.threads.models import Thread
from skoleporten.threads.people import team_reads
from skoleporten.threads.school_days import promised
from skoleporten.threads.writing import Opened
from skoleporten.web import read_log, words
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.form_saving import Outcome, try_to_save
from skoleporten.web.portal import frame
from skoleporten.web.portal.frame import family_reads, family_writes, open_child, show
from skoleporten.web.portal.safety import safety
from skoleporten.web.portal.threads.forms import AnswerForm, NewForm, ReadersForm, key_of
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell
from skoleporten.web.threads import presenters

HERE = "messages"
THREADS_A_PAGE = 20


@family_reads
def of_my_children(request: ActingRequest) -> HttpResponse:
    """From the main menu: straight to the child where there is one, a plain choice where there are several."""
    found = [child.pupil for child in frame.children(request)]
    if len(found) == 1:
        return redirect("my_messages", found[0].public_id)
    rows = [
        (pupil, reverse("my_messages", args=[pupil.public_id]), queries.new_for(request.actor, pupil, request.today))
        for pupil in found
    ]
    purpose = purpose_of(request.actor.role)
    read_log.shown(request, [one.public_id for one in found], action="portal.children_listed", purpose=purpose)
    return render(request, "portal/threads/children.html", {"rows": rows})


@family_reads
def every(request: ActingRequest, child: str) -> HttpResponse:
    mine = open_child(request, child)
    threads = _visible(request, mine.pupil)
    page = Paginator(threads, THREADS_A_PAGE).get_page(request.GET.get("page"))
    new = queries.unread_keys(request.actor, list(page))
    hide = masker(mine.pupil, request.today, reader=request.actor.user_id)
    rows = [
        presenters.family_row(one, request.actor, request.today, hide, is_new=one.pk in new) for one in page
    ]  # fmt: skip
    context = {"rows": rows, "page": page, "may_write": team_reads(mine.pupil, request.today)}
    return show(request, mine, HERE, "portal/threads/all.html", context, action="portal.messages_listed")


@family_writes
def new(request: ActingRequest, child: str) -> HttpResponse:
    mine = open_child(request, child)
    form = drafted(request, NewForm, "threads.new", mine.pupil.public_id, **_readers(request, mine.pupil))

    def save() -> Thread:
        values = form.cleaned_data
        opened = Opened(
            values["matter"], values["text"], values["heading"], read_along=form.chosen, readers=form.readers
        )
        client_id = values["client_id"]
        return writing.open_thread(by=request.actor, pupil=mine.pupil, opened=opened, client_id=client_id)

    outcome = try_to_save(form, save) if request.method == "POST" and form.is_valid() else Outcome()
    if outcome.is_saved:
        _sent(request, outcome.made)
        return redirect("my_thread", mine.pupil.public_id, outcome.made.public_id)
    context = {
        "form": form,
        "may_write": team_reads(mine.pupil, request.today),
        "safety": _safety(request),
        "back": reverse("my_messages", args=[mine.pupil.public_id]),
    }
    return show(request, mine, HERE, "portal/threads/new.html", context, action="portal.message_form_opened")


@family_writes
def one(request: ActingRequest, child: str, thread: uuid.UUID) -> HttpResponse:
    """What is written, oldest first, and the answer below it. Opening it is reading it."""
    mine = open_child(request, child)
    found = _thread(request, mine.pupil, thread)
    is_own = found.is_of(request.actor)
    if request.method == "POST" and not is_own:
        raise Http404
    if "close" in request.POST:
        tell(request, lambda: writing.close(by=request.actor, thread=found), _("It is closed."))
        return redirect("my_thread", mine.pupil.public_id, found.public_id)
    form = drafted(request, AnswerForm, "threads.answer", found.public_id)

    def save() -> None:
        values = form.cleaned_data
        writing.answer(by=request.actor, thread=found, text=values["text"], client_id=values["client_id"])

    if request.method == "POST" and form.is_valid() and try_to_save(form, save).is_saved:
        _sent(request, Thread.objects.get(pk=found.pk))
        return redirect("my_thread", mine.pupil.public_id, found.public_id)
    context = _context(request, found) | {
        "form": form, "is_own": is_own, "safety": _safety(request) if is_own else None,
        "may_write": is_own and team_reads(mine.pupil, request.today),
    }  # fmt: skip
    writing.mark_read(by=request.actor, thread=found, at=timezone.now())
    return show(request, mine, HERE, "portal/threads/one.html", context, action="portal.message_read")


@family_writes
def readers(request: ActingRequest, child: str, thread: uuid.UUID) -> HttpResponse:
    """Only for whose thread it is: what she lets another read, she may take back."""
    mine = open_child(request, child)
    found = _thread(request, mine.pupil, thread)
    if not found.is_of(request.actor):
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = ReadersForm(sent, initial={"read_along": _chosen(found)}, **_readers(request, mine.pupil, found))

    def save() -> None:
        writing.choose_readers(
            by=request.actor, thread=found, read_along=form.chosen, readers=form.readers
        )  # fmt: skip

    if request.method == "POST" and form.is_valid() and try_to_save(form, save).is_saved:
        messages.success(request, _("It is as you chose now."))
        return redirect("my_thread", mine.pupil.public_id, found.public_id)
    context = {"form": form, "title": presenters.title_of(found), "back": _url(found)}
    return show(request, mine, HERE, "portal/threads/readers.html", context, action="portal.message_read")


def _context(request: ActingRequest, thread: Thread) -> dict[str, Any]:
    hide = masker(thread.pupil, request.today, reader=request.actor.user_id)
    is_own = thread.is_of(request.actor)
    return {
        "thread": thread,
        "title": presenters.title_of(thread, str if is_own else hide),
        "matter": thread.get_matter_display(),
        "lines": presenters.lines_of(thread, queries.standing(thread), request.actor, hide),
        "state": presenters.state_to_family(thread, request.today),
        "who_reads": presenters.who_reads(thread, request.actor),
        "back": reverse("my_messages", args=[thread.pupil.public_id]),
    }


def _visible(request: ActingRequest, pupil: Pupil) -> Any:
    visible = Thread.objects.visible_to(request.actor, purpose_of(request.actor.role), request.today)
    return visible.filter(pupil=pupil).select_related("pupil", "guardian")


def _thread(request: ActingRequest, pupil: Pupil, public_id: uuid.UUID) -> Thread:
    found: Thread | None = _visible(request, pupil).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _readers(request: ActingRequest, pupil: Pupil, thread: Thread | None = None) -> dict[str, Any]:
    """A pupil names her guardians. To a guardian the words never tell whether there is another one."""
    if request.actor.role == Role.PUPIL:
        could_read = list(thread.readers.all()) if thread else []
        return {"guardians": list(dict.fromkeys([*guardians_in_view(pupil, request.today), *could_read]))}
    name = pupil.given_name or pupil.full_name
    return {"others": [("guardian", _("Other guardians who decide for %(name)s") % {"name": name}), ("pupil", name)]}


def _chosen(thread: Thread) -> list[str]:
    if thread.guardian_id is None:
        return [key_of(one) for one in thread.readers.all()]
    return sorted(thread.audiences - {"team"})


def _safety(request: ActingRequest) -> Any:
    return safety(request.actor.role, read_by=promised(request.today), is_answered=True)


def _sent(request: ActingRequest, thread: Thread) -> None:
    if thread.answer_by is not None:
        day = {"day": words.day(thread.answer_by)}
        messages.success(request, _("It is sent. You get an answer by %(day)s.") % day)


def _url(thread: Thread) -> str:
    return reverse("my_thread", args=[thread.pupil.public_id, thread.public_id])
