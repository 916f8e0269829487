"""What is kept: a copy of what one may see, and the way to ask for all of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.reasons import purpose_of
from skoleporten.access_requests import answering, choosing, queries, requests
from skoleporten.access_requests.answer_letter import how_to_complain, in_no_answer
from skoleporten.access_requests.items import Item, Lens, kept
from skoleporten.access_requests.models import AccessRequest, Answer, ItemChoice, PupilAsked
from skoleporten.access_requests.sources import source
from skoleporten.rules.access_requests import Teller
from skoleporten.rules.access_requests import due as due_after
from skoleporten.web import read_log
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.form_saving import Outcome, try_to_save
from skoleporten.web.portal.frame import Child, family_reads, family_writes, open_child, pupil_writes, show
from skoleporten.web.portal.requests.copying import own_copy
from skoleporten.web.portal.requests.forms import AskForm, ComplaintForm, YesForm
from skoleporten.web.portal.requests.proof import asks_for_proof
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell

HERE = "kept"
CONFLICT = 409
Row = PupilAsked | ItemChoice


@family_reads
def page(request: ActingRequest, child: str) -> HttpResponse:
    mine = open_child(request, child)
    asked = queries.mine(request.actor, mine.pupil, request.today)
    context = {
        "asked": asked,
        "words": asked.opened("words") if asked else "",
        "answer": asked.answers.first() if asked else None,
        "complaints": [_complaint(one) for one in asked.objections.all()] if asked else [],
        "may_complain": asked is not None and _may_complain(asked),
        "waiting": queries.waits_for_pupil(request.actor, mine.pupil, request.today),
        "is_asked": queries.asked_of_pupil(request.actor, mine.pupil, request.today).exists(),
        "let_read": _let_read(request, mine) if mine.is_self else [],
        "in_no_answer": in_no_answer(request.actor.role),
    }
    return show(request, mine, HERE, "portal/requests/kept.html", context, action="portal.kept_opened")


@family_reads
def copy(request: ActingRequest, child: str) -> HttpResponse:
    mine = open_child(request, child)
    if (prove := asks_for_proof(request, _url(mine))) is not None:
        return prove
    _logged(request, mine, "portal.copy_downloaded")
    return _zip(own_copy(request, mine.pupil))


@family_writes
def ask(request: ActingRequest, child: str) -> HttpResponse:
    mine = open_child(request, child)
    form = drafted(request, AskForm, "access_requests.ask", mine.pupil.public_id)

    def save() -> AccessRequest:
        values = form.cleaned_data
        return requests.ask(
            by=request.actor, pupil=mine.pupil, words=values["words"], client_id=values["client_id"],
            today=request.today,
        )  # fmt: skip

    outcome = try_to_save(form, save) if request.method == "POST" and form.is_valid() else Outcome()
    if outcome.is_saved:
        messages.success(request, _("We have got your request. Below you see when the answer comes."))
        return redirect("my_data", mine.pupil.public_id)
    context = {
        "form": form, "back": _url(mine), "due": due_after(request.today),
        "in_no_answer": in_no_answer(request.actor.role),
    }  # fmt: skip
    return show(request, mine, HERE, "portal/requests/ask.html", context, action="portal.kept_form_opened")


@family_writes
@require_POST
def take_back(request: ActingRequest, child: str) -> HttpResponse:
    mine = open_child(request, child)
    asked = _mine(request, mine)
    tell(request, lambda: requests.take_back(by=request.actor, request=asked), _("You have taken your request back."))
    return redirect("my_data", mine.pupil.public_id)


@family_reads
def answer(request: ActingRequest, child: str) -> HttpResponse:
    """The packet as it was sent."""
    mine = open_child(request, child)
    sent = Answer.objects.visible_to(request.actor, purpose_of(request.actor.role), request.today)
    found = sent.filter(request=_mine(request, mine)).select_related("file").first()
    if found is None:
        raise Http404
    if (prove := asks_for_proof(request, _url(mine))) is not None:
        return prove
    _logged(request, mine, "portal.answer_downloaded")
    return _zip(found.file.content)


@family_writes
def complain(request: ActingRequest, child: str) -> HttpResponse:
    mine = open_child(request, child)
    asked = _mine(request, mine)
    form = drafted(request, ComplaintForm, "access_requests.complaint", asked.public_id)

    def save() -> object:
        values = form.cleaned_data
        return answering.object_to(
            by=request.actor, request=asked, words=values["words"], client_id=values["client_id"]
        )  # fmt: skip

    outcome = try_to_save(form, save) if request.method == "POST" and form.is_valid() else Outcome()
    if outcome.is_saved:
        messages.success(request, _("We have got your complaint, and look at the answer again."))
        return redirect("my_data", mine.pupil.public_id)
    context = {"form": form, "back": _url(mine), "ways": how_to_complain(), "may_complain": _may_complain(asked)}
    return show(request, mine, HERE, "portal/requests/complain.html", context, action="portal.kept_form_opened")


@pupil_writes
def yes(request: ActingRequest, child: str) -> HttpResponse:
    """What a guardian asks to see of the pupil's own words, each with a yes or no of its own."""
    mine = open_child(request, child)
    rows = list(queries.asked_of_pupil(request.actor, mine.pupil, request.today))
    items = [(row, item) for row in rows if (item := _own_item(request, mine, row)) is not None]
    labels = [(row, _("Is it all right that %(who)s reads this?") % {"who": row.request.guardian}) for row, _i in items]
    form = YesForm(request.POST or None, asked=labels)

    def save() -> None:
        for row, says, seen in form.answers():
            choosing.answer_as_pupil(by=request.actor, asked=row, says=says, seen_version=seen, today=request.today)

    outcome = try_to_save(form, save) if request.method == "POST" and form.is_valid() else Outcome()
    if outcome.is_saved:
        messages.success(request, _("Thank you. We do as you say."))
        return redirect("my_data", mine.pupil.public_id)
    if outcome.status == CONFLICT:
        messages.warning(request, _("You have answered on another device since. Look at your answers once more."))
        return redirect("let_read", mine.pupil.public_id)
    fields = [form[name] for name in form.asked]
    context = {
        "form": form, "back": _url(mine), "rows": list(zip([item for _row, item in items], fields, strict=True)),
        "hidden": form.hidden_fields(),
    }  # fmt: skip
    return show(request, mine, HERE, "portal/requests/yes.html", context, action="portal.kept_form_opened")


def _mine(request: ActingRequest, mine: Child) -> AccessRequest:
    found = queries.mine(request.actor, mine.pupil, request.today)
    if found is None:
        raise Http404
    return found


def _own_item(request: ActingRequest, mine: Child, row: Row) -> Item | None:
    """The pupil's own words, as she reads them; None where they are gone since, or were never hers."""
    known = source(row.source)
    if known is None:
        return None
    found = (item for item in kept(known, mine.pupil, Lens(mine.pupil, request.today, request.actor)))
    return next((item for item in found if item.key == row.item and item.teller is Teller.PUPIL), None)


def _let_read(request: ActingRequest, mine: Child) -> Sequence[Any]:
    """What the pupil kept to the adults here, and a guardian got in an answer all the same."""
    told = [(choice, _own_item(request, mine, choice)) for choice in queries.let_read(mine.pupil)]
    return [(choice.at, item) for choice, item in told if item is not None and item.for_adults_here]


def _complaint(one: Any) -> dict[str, Any]:
    return {"one": one, "words": one.opened("words"), "answer": one.opened("answer")}


def _may_complain(asked: AccessRequest) -> bool:
    return asked.state == AccessRequest.State.ANSWERED and not asked.objections.filter(outcome="").exists()


def _url(mine: Child) -> str:
    return reverse("my_data", args=[mine.pupil.public_id])


def _logged(request: ActingRequest, mine: Child, action: str) -> None:
    read_log.shown(request, [mine.pupil.public_id], action=action, purpose=purpose_of(request.actor.role))


def _zip(content: bytes) -> HttpResponse:
    """The name tells the day and nothing of whom."""
    sent = HttpResponse(content, content_type="application/zip")
    sent.headers["Content-Disposition"] = f'attachment; filename="{timezone.localdate()}.zip"'
    return sent
