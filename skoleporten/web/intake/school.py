"""The school's side: refer a pupil with one button, and see what has become of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access import gate, reasons
from skoleporten.access.gate import Purpose
from skoleporten.concerns.models import Concern
from skoleporten.intake import own_questions, queries, referring
from skoleporten.intake.evidence import evidence_of
from skoleporten.intake.models import Intake, Referral
from skoleporten.intake.models.referrals import Basis
from skoleporten.intake.referring import Told
from skoleporten.people.models import Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.questions import AskedIn
from skoleporten.web import read_log
from skoleporten.web.components import Crumb, TimelineEntry
from skoleporten.web.documents.drafts import drafted, used
from skoleporten.web.intake import presenters
from skoleporten.web.intake.forms import SchoolForm
from skoleporten.web.intake.talk_question_forms import SchoolsReferralForm
from skoleporten.web.intake.visible import school_reads, school_writes, visible_sent
from skoleporten.web.intake.visible_decisions import of_school
from skoleporten.web.intake.words import COLORS, stage_in_words, told_to
from skoleporten.web.names_of_others import warn_of_names_in
from skoleporten.web.requests import ActingRequest

A_PAGE = 50


@school_writes
def refer(request: ActingRequest, pupil: str) -> HttpResponse:
    found = gate.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).filter(public_id=pupil).first()
    if found is None:
        raise Http404
    questions = own_questions.asked_in(AskedIn.REFERRAL)
    form = drafted(request, SchoolsReferralForm, "intake.school", found.public_id, questions=questions)
    if form.is_valid():
        try:
            made = _send(request, found, form)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            used(form)
            messages.success(request, _("The referral is sent. You see here what becomes of it."))
            warn_of_names_in(request, found, form)
            return redirect("sent_referral", referral=made.public_id)
    read_log.shown(request, [found.public_id], action="intake.referral_form_opened", purpose=Purpose.FOLLOW_UP)
    context = {
        "pupil": found,
        "form": form,
        "evidence": _evidence_now(request, found),
        "open_one": Intake.objects.open().filter(pupil=found).first(),
        "trail": [
            Crumb(_("Pupils"), reverse("pupils")),
            Crumb(found.full_name, reverse("pupil", args=[found.public_id])),
            Crumb(_("Referral")),
        ],
    }
    return render(request, "intake/refer.html", context)


@school_reads
def all_sent(request: ActingRequest) -> HttpResponse:
    page = Paginator(queries.sent_by_school(request.actor, request.today), A_PAGE).get_page(request.GET.get("page"))
    pupils = [row.intake.pupil.public_id for row in page if row.intake.pupil]
    read_log.shown(request, pupils, action="intake.sent_listed", purpose=Purpose.FOLLOW_UP)
    here = gate.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).filter(public_id__in=pupils)
    still_here = set(here.values_list("pk", flat=True))
    rows = [_row(request, row, still_here) for row in page]
    return render(request, "intake/sent.html", {"rows": rows, "page": page})


@school_reads
def one_sent(request: ActingRequest, referral: str) -> HttpResponse:
    """A school that the pupil has left sees what was known when the pupil left."""
    sent = visible_sent(request, referral)
    pupil = sent.intake.pupil
    assert pupil is not None  # a school always chooses one
    left = gate.rows_before(request.actor, pupil.pk, request.today)
    purpose = Purpose.FORMER_SCHOOL if left else Purpose.FOLLOW_UP
    read_log.shown(request, [pupil.public_id], action="intake.sent_opened", purpose=purpose)
    steps = queries.steps_since(sent, left)
    context = {
        "referral": presenters.referral_in_words(sent),
        "pupil": pupil,
        "left": left,
        "decisions": [] if left else list(of_school(request).standing().filter(intake=sent.intake)),
        "may_tell": left is None and sent.intake.ended_at is None,
        "stage": stage_in_words(steps[-1].to_state),
        "stage_color": COLORS.get(steps[-1].to_state, "neutral"),
        "timeline": [
            TimelineEntry(at=step.at, heading=str(told_to(request.actor.role, step.to_state))) for step in steps[::-1]
        ],
        "trail": [Crumb(_("Sent referrals"), reverse("sent_referrals")), Crumb(pupil.full_name)],
        "reasons": reasons.reasons(request.actor, pupil.pk, request.today),
    }
    return render(request, "intake/sent_one.html", context)


@transaction.atomic
def _send(request: ActingRequest, pupil: Pupil, form: SchoolsReferralForm) -> Referral:
    """With the answers to the municipality's own questions; the same person who refers again answers anew."""
    made = referring.by_school(by=request.actor, pupil=pupil, told=_told(form))
    if form.questions:
        standing = own_questions.answers_to(request.actor, made.intake, AskedIn.REFERRAL, made.school)
        own_questions.answer(
            by=request.actor, intake=made.intake, place=AskedIn.REFERRAL, values=form.answers, school=made.school,
            seen_version=own_questions.version_of(standing),
        )  # fmt: skip
    return made


def _told(form: SchoolForm) -> Told:
    values = form.cleaned_data
    return Told(
        client_id=values["client_id"],
        reason=values["reason"],
        hope=values["hope"],
        interpreter_language=values["interpreter_language"],
        basis=Basis.DUTY,
        files=form.sent_files,
    )


def _evidence_now(request: ActingRequest, pupil: Pupil) -> presenters.EvidenceInWords | None:
    """What would come along if it was sent now."""
    seen = Concern.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    concern = seen.filter(pupil=pupil).order_by("-opened_at", "-pk").first()
    evidence, as_of = evidence_of(pupil, concern, request.today)
    return presenters.evidence_in_words(evidence, as_of)


def _row(request: ActingRequest, sent: Referral, still_here: set[int]) -> dict[str, Any]:
    """Of who goes here the stage as it is; of who has left as it was then."""
    pupil = sent.intake.pupil
    assert pupil is not None
    has_left = pupil.pk not in still_here
    left = gate.rows_before(request.actor, pupil.pk, request.today) if has_left else None
    state = queries.steps_since(sent, left)[-1].to_state if has_left else sent.intake.state
    return {
        "name": pupil.full_name,
        "url": reverse("sent_referral", args=[sent.public_id]),
        "sent_at": sent.sent_at,
        "who": str(sent.referred_by),
        "stage": stage_in_words(state),
        "stage_color": COLORS.get(state, "neutral"),
        "told": told_to(request.actor.role, state),
        "has_left": has_left,
    }
