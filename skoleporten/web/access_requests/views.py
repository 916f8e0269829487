"""Requests for everything that is kept: which wait, and each answered thing by thing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.access_requests import answering, choosing, queries, requests, sources
from skoleporten.access_requests.models import AccessRequest, Answer, Objection
from skoleporten.access_requests.reading import Listed, Listing, proposed_parts
from skoleporten.access_requests.source import Source
from skoleporten.web import read_log
from skoleporten.web.access_requests import presenters
from skoleporten.web.access_requests.forms import ChoiceForm, ComplaintAnswerForm, ProlongForm
from skoleporten.web.cases.visible import team_reads, team_writes
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.form_saving import Outcome, try_to_save
from skoleporten.web.portal.requests.looked import beside
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell

REQUESTS_A_PAGE = 50
THINGS_A_PAGE = 25


@team_reads
def every(request: ActingRequest) -> HttpResponse:
    """Those that wait first; then what was answered."""
    seen = AccessRequest.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    fetched = seen.select_related("pupil", "asked_by").order_by("ended_at", "due", "pk")
    page = Paginator(fetched, REQUESTS_A_PAGE).get_page(request.GET.get("page"))
    waits = set(queries.to_answer(request.actor, request.today).values_list("pk", flat=True))
    _logged(request, {row.pupil.public_id for row in page}, "access_requests.listed")
    rows = [presenters.row_of(row, request.today, waits=row.pk in waits) for row in page]
    return render(request, "access_requests/every.html", {"rows": rows, "page": page})


@team_reads
def one(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    """Each kind of which there is something, and how many things are not decided yet."""
    asked = _visible(request, public_id)
    is_open = asked.state == AccessRequest.State.OPEN
    kinds = list(Listing(asked, request.today).kinds()) if is_open else []
    complaint = asked.objections.filter(outcome="").first()
    _logged(request, [asked.pupil.public_id], "access_requests.opened")
    context = _about(asked, request) | {
        "words": asked.opened("words"),
        "kinds": [presenters.kind_of(asked, kind) for kind in kinds],
        "things": sum(len(kind.rows) for kind in kinds),
        "left": sum(kind.undecided for kind in kinds),
        "answers": Answer.objects.filter(request=asked).select_related("made_by"),
        "complaint": complaint,
        "complaint_words": complaint.opened("words") if complaint else "",
        "may_prolong": asked.prolonged_at is None and request.today <= asked.due_at_first,
    }
    return render(request, "access_requests/one.html", context)


@team_reads
def kind(request: ActingRequest, public_id: uuid.UUID, source: str) -> HttpResponse:
    asked, of = _open(request, public_id), _source(source)
    listing = Listing(asked, request.today)
    found = listing.kind(of)
    page = Paginator(found.rows, THINGS_A_PAGE).get_page(request.GET.get("page"))
    _logged(request, [asked.pupil.public_id], "access_requests.things_opened")
    context = _about(asked, request, of) | {
        "kind": found, "page": page, "rows": [presenters.thing(row, asked) for row in page],
        "proposes": any(not row.is_decided and row.proposal.verdict for row in found.rows),
        "asks_pupil": any(row.may_ask_pupil for row in found.rows),
    }  # fmt: skip
    return render(request, "access_requests/kind.html", context)


@team_writes
def thing(request: ActingRequest, public_id: uuid.UUID, source: str) -> HttpResponse:
    """One thing, named in the address by `?of=`: what it says, what the rules propose, and what is decided."""
    asked, of = _open(request, public_id), _source(source)
    listing = Listing(asked, request.today)
    row = listing.row(of, request.GET.get("of", ""))
    if row is None:
        raise Http404
    form = _choice_form(request, listing, row)

    def save() -> None:
        choosing.choose(
            by=request.actor, request=asked, row=row, chosen=form.chosen,
            seen_number=form.cleaned_data["seen_version"], today=request.today,
        )  # fmt: skip

    theirs = presenters.choice_in_words
    sent = request.method == "POST" and form.is_valid()
    outcome = try_to_save(form, save, theirs, _seen) if sent else Outcome()
    if outcome.is_saved:
        return redirect("access_request_kind", public_id, source)
    _logged(request, [asked.pupil.public_id], "access_requests.things_opened")
    context = _about(asked, request, of, _("One thing")) | outcome.told | {
        "form": form, "row": presenters.thing(row, asked), "back": presenters.kind_url(asked, of),
    }  # fmt: skip
    return render(request, "access_requests/thing.html", context, status=outcome.status)


@team_writes
@require_POST
def as_proposed(request: ActingRequest, public_id: uuid.UUID, source: str) -> HttpResponse:
    asked, of = _open(request, public_id), _source(source)
    listing = Listing(asked, request.today)

    def save() -> int:
        return choosing.choose_as_proposed(
            by=request.actor, listing=listing, kind=listing.kind(of), today=request.today
        )  # fmt: skip

    tell(request, save, _("It is decided as proposed."))
    return redirect("access_request_kind", public_id, source)


@team_writes
@require_POST
def ask_pupil(request: ActingRequest, public_id: uuid.UUID, source: str) -> HttpResponse:
    asked, of = _open(request, public_id), _source(source)
    rows = Listing(asked, request.today).kind(of).rows
    save = _later(choosing.ask_pupil, by=request.actor, request=asked, rows=rows, today=request.today)
    tell(request, save, _("The pupil is asked. You see the answer here."))
    return redirect("access_request_kind", public_id, source)


@team_writes
def prolong(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    asked = _visible(request, public_id)
    form = drafted(request, ProlongForm, "access_requests.prolong", asked.public_id)

    def save() -> None:
        requests.prolong(by=request.actor, request=asked, today=request.today, **form.cleaned_data)

    return _form_page(request, asked, form, _("It takes longer"), save)


@team_writes
@require_POST
def send(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    asked = _visible(request, public_id)
    listing = Listing(asked, request.today)

    def save() -> Answer:
        told = beside(listing.asker, asked.pupil, request.today) if listing.asker else []
        return answering.send(by=request.actor, listing=listing, beside=told, today=request.today)

    tell(request, save, _("The answer is sent. Whoever asked is told that it is there."))
    return redirect("access_request", public_id)


@team_writes
def complaint(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    asked = _visible(request, public_id)
    waiting = asked.objections.filter(outcome="").first()
    if waiting is None:
        raise Http404
    form = drafted(request, ComplaintAnswerForm, "access_requests.complaint_answer", waiting.public_id)

    def save() -> None:
        answering.answer_objection(by=request.actor, objection=waiting, today=request.today, **form.cleaned_data)

    return _form_page(request, asked, form, _("Answer the complaint"), save, _complaint_of(waiting))


def _visible(request: ActingRequest, public_id: uuid.UUID) -> AccessRequest:
    seen = AccessRequest.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    found = seen.select_related("pupil", "asked_by", "guardian").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _open(request: ActingRequest, public_id: uuid.UUID) -> AccessRequest:
    """What only the answer needs is read only while there is one to give."""
    asked = _visible(request, public_id)
    if asked.state != AccessRequest.State.OPEN:
        raise Http404
    return asked


def _source(key: str) -> Source:
    found = sources.source(key)
    if found is None:
        raise Http404
    return found


def _choice_form(request: ActingRequest, listing: Listing, row: Listed) -> ChoiceForm:
    masked = proposed_parts(listing, row)
    initial = presenters.proposed(row) | {"seen_version": row.number}
    may_give = row.proposal.waits is None
    return ChoiceForm(request.POST or None, item=row.item, may_give=may_give, masked=masked, initial=initial)


def _seen(now: Any) -> dict[str, object]:
    return {"seen_version": now.number}


def _form_page(
    request: ActingRequest, asked: AccessRequest, form: Any, heading: str, save: Callable[[], object], intro: str = ""
) -> HttpResponse:
    sent = request.method == "POST" and form.is_valid()
    outcome = try_to_save(form, save) if sent else Outcome()
    if outcome.is_saved:
        return redirect("access_request", asked.public_id)
    _logged(request, [asked.pupil.public_id], "access_requests.opened")
    back = reverse("access_request", args=[asked.public_id])
    context = {"form": form, "heading": heading, "back": back, "intro": intro} | outcome.told
    return render(request, "components/writing_page.html", _about(asked, request, None, heading) | context)


def _complaint_of(waiting: Objection) -> str:
    return waiting.opened("words")


def _about(asked: AccessRequest, request: ActingRequest, of: Source | None = None, last: str = "") -> dict[str, Any]:
    return {
        "asked": presenters.row_of(asked, request.today),
        "pupil": asked.pupil,
        "trail": presenters.trail(asked, of, last),
    }


def _logged(request: ActingRequest, pupils: Any, action: str) -> None:
    read_log.shown(request, pupils, action=action, purpose=Purpose.FOLLOW_UP)


def _later(save: Callable[..., object], **given: Any) -> Callable[[], object]:
    return lambda: save(**given)
