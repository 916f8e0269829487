"""What helps me and what makes it hard: the pupil's own list. A guardian reads what the pupil lets her."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from skoleporten.access.reasons import purpose_of
from skoleporten.people.mentions import masker
from skoleporten.people.models import Pupil
from skoleporten.rules.supports import Kind
from skoleporten.supports import lists
from skoleporten.supports.changes import is_followed_up
from skoleporten.supports.models import Support
from skoleporten.supports.queries import supports_of
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.form_saving import Outcome, try_to_save
from skoleporten.web.portal.frame import Child, family_reads, open_child, pupil_writes, show
from skoleporten.web.portal.pupil.forms import READERS, ChangeLineForm, LineForm
from skoleporten.web.portal.safety import safety
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell
from skoleporten.web.words import inside

HERE = "supports"
HEADINGS = {Kind.HELPS: gettext_lazy("What helps me"), Kind.HARD: gettext_lazy("What makes it hard")}
ASKS = {Kind.HELPS: gettext_lazy("What helps you?"), Kind.HARD: gettext_lazy("What makes it hard for you?")}
FOR_EXAMPLE = {
    Kind.HELPS: gettext_lazy("For example: that somebody waits outside, or that I may sit by the door."),
    Kind.HARD: gettext_lazy("For example: loud rooms, or mornings after a night with little sleep."),
}


@dataclass(frozen=True)
class LineInWords:
    """`readers` and the addresses are the pupil's own. `written_by` is empty where the pupil wrote it herself."""

    words: str
    readers: str
    written_by: str
    change_url: str
    move_url: str
    take_back_url: str


@dataclass(frozen=True)
class List:
    kind: str
    heading: Any
    lines: Sequence[LineInWords]
    add_url: str


@family_reads
def page(request: ActingRequest, child: str) -> HttpResponse:
    mine = open_child(request, child)
    hide: Callable[[str], str] = str
    if not mine.is_self:
        hide = masker(mine.pupil, request.today, reader=request.actor.user_id)
    context = {
        "lists": [list_of(request, mine, kind, hide) for kind in Kind],
        "may_write": mine.is_self and is_followed_up(mine.pupil, request.today),
    }
    return show(request, mine, HERE, "portal/pupil/supports.html", context, action="portal.supports_read")


def list_of(request: ActingRequest, mine: Child, kind: Kind, hide: Callable[[str], str]) -> List:
    purpose = purpose_of(request.actor.role)
    rows = supports_of(request.actor, purpose, request.today, mine.pupil, kind)
    lines = [_line(request, mine.pupil, row, hide) for row in rows]
    return List(str(kind), HEADINGS[kind], lines, reverse("my_support_new", args=[mine.pupil.public_id, str(kind)]))


def readers_in_words(row: Support) -> str:
    """The adults at Skoleporten, and those that the pupil chose."""
    chosen = [str(label) for code, label in READERS if getattr(row, f"for_{code}")]
    return ", ".join([_("The adults at Skoleporten"), *map(inside, chosen)])


@pupil_writes
def new(request: ActingRequest, child: str, kind: str) -> HttpResponse:
    mine = _own(request, child)
    if kind not in set(Kind):
        raise Http404
    form = drafted(request, LineForm, "portal.support", kind)

    def save() -> Support:
        client_id = form.cleaned_data["client_id"]
        return lists.add(by=request.actor, pupil=mine.pupil, kind=Kind(kind), said=form.said, client_id=client_id)

    return _answer(request, mine, form, save, Kind(kind))


@pupil_writes
def change(request: ActingRequest, child: str, support: str) -> HttpResponse:
    mine = _own(request, child)
    row = _row(request, mine.pupil, support)
    chosen = [code for code, _label in READERS if getattr(row, f"for_{code}")]
    initial = {"words": row.words, "readers": chosen, "seen_version": row.version}
    form = drafted(request, ChangeLineForm, "portal.support", support, initial=initial)

    def save() -> Support:
        return lists.change(
            by=request.actor, support=row, said=form.said, seen_version=form.cleaned_data["seen_version"]
        )

    return _answer(request, mine, form, save, Kind(row.kind))


@pupil_writes
@require_POST
def move(request: ActingRequest, child: str, support: str) -> HttpResponse:
    mine = _own(request, child)
    row = _row(request, mine.pupil, support)
    up = request.POST.get("to") == "up"
    tell(request, partial(lists.move, by=request.actor, support=row, up=up), _("Moved."))
    return redirect(f"{reverse('my_supports', args=[mine.pupil.public_id])}#{row.kind}")


@pupil_writes
@require_POST
def take_back(request: ActingRequest, child: str, support: str) -> HttpResponse:
    mine = _own(request, child)
    row = Support.objects.filter(pupil=mine.pupil, public_id=support).first()
    if row is None:
        raise Http404
    tell(request, partial(lists.take_back, by=request.actor, support=row), _("Taken away. Nobody reads it here now."))
    return redirect("my_supports", child=mine.pupil.public_id)


def _answer(
    request: ActingRequest, mine: Child, form: LineForm, save: Callable[[], Support], kind: Kind
) -> HttpResponse:
    outcome = Outcome()
    if request.method == "POST" and form.is_valid():
        outcome = try_to_save(form, save, lambda now: now.words)
    if outcome.is_saved:
        messages.success(request, _("It stands in your list."))
        return redirect("my_supports", child=mine.pupil.public_id)
    context = {
        "form": form,
        "heading": ASKS[kind],
        "example": FOR_EXAMPLE[kind],
        "safety": safety(request.actor.role),
        **outcome.told,
    }
    return show(
        request, mine, HERE, "portal/pupil/support.html", context, action="portal.support_opened", status=outcome.status
    )


def _own(request: ActingRequest, child: str) -> Child:
    """Only the pupil writes in the list here."""
    mine = open_child(request, child)
    if not mine.is_self:
        raise Http404
    return mine


def _row(request: ActingRequest, pupil: Pupil, public_id: uuid.UUID | str) -> Support:
    rows = Support.objects.visible_to(request.actor, purpose_of(request.actor.role), request.today)
    row = rows.filter(pupil=pupil, public_id=public_id).first()
    if row is None:
        raise Http404
    row.pupil = pupil
    return row


def _line(request: ActingRequest, pupil: Pupil, row: Support, hide: Callable[[str], str]) -> LineInWords:
    names = ("my_support", "my_support_move", "my_support_take_back")
    urls = [reverse(name, args=[pupil.public_id, row.public_id]) for name in names]
    is_own = row.written_by_id == request.actor.user_id
    return LineInWords(hide(row.words), readers_in_words(row), "" if is_own else str(row.written_by), *urls)
