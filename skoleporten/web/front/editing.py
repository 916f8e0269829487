"""Looking after the open page: how to get in touch, and its pictures."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.documents.attachment_kinds import read_to_the_limit
from skoleporten.front import actions, catalogues
from skoleporten.front.actions import ChangedMeanwhileError
from skoleporten.front.models import EDITORS, MOST_PUBLISHED, Picture
from skoleporten.front.queries import facts
from skoleporten.web.components import Crumb
from skoleporten.web.front import forms
from skoleporten.web.front.readable import easy_to_read
from skoleporten.web.names_in_texts import asks_about_names, named_in_view
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import is_saved, tell

looks_after = policy(roles=EDITORS, purpose=None, writes=True)
reads = policy(roles=EDITORS, purpose=None)
# The municipality's own name and addresses.
NO_WORDS = frozenset({"municipality", "phone", "email", "emergency_phone"})
DEEDS: dict[str, Callable[..., None]] = {"publish": actions.publish, "hide": actions.hide, "remove": actions.remove}


@looks_after
def open_page(request: ActingRequest) -> HttpResponse:
    written = facts()
    form = forms.FactsForm(request.POST or None, initial=forms.written(written))
    is_conflict = False
    if request.method == "POST":
        _ask_about_names(request, form)
        try:
            if is_saved(request, form, lambda: _write(request, form), _("It stands on the open page now.")):
                return HttpResponseRedirect(reverse("open_page"))
        except ChangedMeanwhileError:
            written, is_conflict = facts(), True
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["version"] = written.version if written else 0  # type: ignore[index]
    context = {
        "form": form,
        "is_conflict": is_conflict,
        "theirs": [(form[name].label, value) for name, value in forms.written(written).items() if name in _shown(form)],
        "written": written,
        "pictures": Picture.objects.visible_to(request.actor),
        "most": MOST_PUBLISHED,
        "readable": easy_to_read(written),
        "faults": catalogues.faults(),
    }
    return render(request, "front/open_page.html", context, status=409 if is_conflict else 200)


@looks_after
def add_picture(request: ActingRequest) -> HttpResponse:
    form = forms.NewPictureForm(request.POST or None, request.FILES or None)
    _ask_about_names(request, form)
    if request.method == "POST" and is_saved(request, form, lambda: _add(request, form), _("The picture is kept.")):
        return HttpResponseRedirect(reverse("open_page"))
    context = {"form": form, "trail": _trail(_("A new picture"))}
    return render(request, "front/picture_new.html", context)


@looks_after
def picture(request: ActingRequest, picture: uuid.UUID) -> HttpResponse:
    """Its words in each language; and by a button on to the page, off it, or gone."""
    found = _kept(request, picture)
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed:
        tell(request, lambda: deed(by=request.actor, picture=found), _DONE[request.POST["deed"]]())
        return HttpResponseRedirect(reverse("open_page"))
    form = forms.DescribeForm(request.POST or None, initial=_described(found))
    is_conflict = False
    if request.method == "POST":
        _ask_about_names(request, form)
        try:
            if is_saved(request, form, lambda: _describe(request, found, form), _("Saved.")):
                return HttpResponseRedirect(reverse("open_page"))
        except ChangedMeanwhileError:
            found.refresh_from_db()
            is_conflict = True
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["version"] = found.version  # type: ignore[index]
    context = {
        "form": form,
        "picture": found,
        "is_conflict": is_conflict,
        "theirs": list(found.alt.items()),
        "trail": _trail(_("Picture")),
    }
    return render(request, "front/picture.html", context, status=409 if is_conflict else 200)


@reads
def picture_file(request: ActingRequest, picture: uuid.UUID) -> HttpResponse:
    """As it is, published or not, for whoever looks after the page."""
    found = _kept(request, picture)
    assert found.file is not None  # `visible_to` leaves out the removed ones
    return HttpResponse(found.file.content, content_type="image/webp")


def _ask_about_names(request: ActingRequest, form: Form) -> None:
    """All the world reads it. A name that somebody grown up has too is kept after a yes."""
    if request.method == "POST" and form.is_valid():
        label = _("It is no child’s name: keep it")
        told = _("Anybody can read this, and it seems to name a pupil: %(names)s.")
        asks_about_names(request, form, partial(named_in_view, request), label=label, told=told, besides=NO_WORDS)


def _kept(request: ActingRequest, public_id: uuid.UUID) -> Picture:
    found = Picture.objects.visible_to(request.actor).select_related("file").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _write(request: ActingRequest, form: forms.FactsForm) -> None:
    actions.write(by=request.actor, facts_now=form.facts, version=form.cleaned_data["version"])


def _add(request: ActingRequest, form: forms.NewPictureForm) -> None:
    file = form.cleaned_data["file"]
    actions.add_picture(
        by=request.actor,
        name=file.name,
        content=read_to_the_limit(file),
        alt=form.alt,
        client_id=form.cleaned_data["client_id"],
    )


def _describe(request: ActingRequest, found: Picture, form: forms.DescribeForm) -> None:
    actions.describe(by=request.actor, picture=found, alt=form.alt, version=form.cleaned_data["version"])


def _described(found: Picture) -> dict[str, Any]:
    return {"version": found.version} | {f"alt_{code}": text for code, text in found.alt.items()}


def _shown(form: forms.FactsForm) -> set[str]:
    return set(form.fields) - {"version"}


def _trail(here: str) -> list[Crumb]:
    return [Crumb(_("The open page"), reverse("open_page")), Crumb(here)]


_DONE: dict[str, Callable[[], str]] = {
    "publish": lambda: _("The picture is on the open page now."),
    "hide": lambda: _("The picture is off the open page."),
    "remove": lambda: _("The picture is gone."),
}
