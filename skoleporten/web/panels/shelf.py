"""The knowledge shelf: looked through by words, strength and theme; each book with what speaks against it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.development.queries import of as tried_because_of
from skoleporten.panels import queries, shelf
from skoleporten.panels.models import ShelfItem
from skoleporten.web.components import Crumb
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.form_page import Page
from skoleporten.web.panels.names import answer
from skoleporten.web.panels.presenters import book_in_words
from skoleporten.web.panels.shelf_forms import ChangeBookForm, NewBookForm, ShelfFilter
from skoleporten.web.panels.visible import found, team_reads, team_writes, trail_to
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell


@team_reads
def every(request: ActingRequest) -> HttpResponse:
    form = ShelfFilter(request.GET or None)
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    books = queries.shelf(request.actor, **wanted)
    context = {
        "form": form,
        "books": [book_in_words(one) for one in books],
        "put_away": ShelfItem.objects.visible_to(request.actor).filter(is_active=False),
        "all": ShelfItem.objects.in_use().count(),
        "trail": trail_to(_("The knowledge shelf")),
    }
    return render(request, "panels/shelf.html", context)


@team_reads
def one(request: ActingRequest, book: uuid.UUID) -> HttpResponse:
    row: ShelfItem = found(request, ShelfItem, book)
    context = {
        "item": row,
        "book": book_in_words(row),
        "trials": tried_because_of(request.actor, "shelf", row.public_id),
        "trail": trail_to(_crumb(), row.source),
    }
    return render(request, "panels/shelf_item.html", context)


@team_writes
def new(request: ActingRequest) -> HttpResponse:
    form = drafted(request, NewBookForm, "panels.shelf_new")

    def save() -> None:
        shelf.add(by=request.actor, book=form.book, client_id=form.cleaned_data["client_id"])

    heading = _("Put something on the shelf")
    page = Page(heading, trail_to(_crumb(), heading), reverse("shelf"), _("It stands on the shelf."))
    return answer(request, form, page, save)


@team_writes
def change(request: ActingRequest, book: uuid.UUID) -> HttpResponse:
    row: ShelfItem = found(request, ShelfItem, book)
    form = drafted(request, ChangeBookForm, "panels.shelf", row.public_id, initial=_as_it_is(row))

    def save() -> None:
        shelf.change(by=request.actor, item=row, book=form.book, seen_version=form.cleaned_data["seen_version"])

    heading, back = _("Judge it anew"), reverse("shelf_item", args=[row.public_id])
    trail = trail_to(_crumb(), Crumb(row.source, back), heading)
    intro = _("It came with Skoleporten in three languages. Your words stand in all of them.") if row.code else ""
    page = Page(heading, trail, back, _("Written down."), intro=intro, theirs=_as_it_stands)
    return answer(request, form, page, save)


@team_writes
def use(request: ActingRequest, book: uuid.UUID) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(("POST",))
    row: ShelfItem = found(request, ShelfItem, book)
    is_active = request.POST.get("is_active") == "yes"
    tell(request, lambda: shelf.set_in_use(by=request.actor, item=row, is_active=is_active), _("Written down."))
    return redirect("shelf_item", row.public_id)


def _as_it_is(row: ShelfItem) -> dict[str, Any]:
    book = book_in_words(row)
    texts = {name: getattr(book, name) for name in ShelfItem.TEXTS}
    themes = [one.public_id for one in row.themes.all()]
    kept = {"source": row.source, "link": row.link, "strength": row.strength, "themes": themes}
    return {**texts, **kept, "seen_version": row.version}


def _as_it_stands(now: ShelfItem) -> str:
    book = book_in_words(now)
    return "\n".join([book.source, book.claim, book.strength, book.objections, book.our_use])


def _crumb() -> Crumb:
    return Crumb(_("The knowledge shelf"), reverse("shelf"))
