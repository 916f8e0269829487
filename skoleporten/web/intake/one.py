"""One intake: what came in, what is lacking, the talk, the owner, and what may happen next."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access import languages, reasons
from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.intake import matching, owners
from skoleporten.intake.lacks import lacks_of, with_lacks
from skoleporten.intake.models import Booking, Intake, IntakeHandover
from skoleporten.people.reading import reads
from skoleporten.rules.transitions import Need, Stage, stages_after, transition
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.intake import presenters
from skoleporten.web.intake.decision_presenters import steps_of
from skoleporten.web.intake.forms import HandOverForm, MoveForm
from skoleporten.web.intake.visible import team_reads, visible_intake
from skoleporten.web.intake.words import COLORS, stage_in_words
from skoleporten.web.minutes.panel import decided_in_intake
from skoleporten.web.requests import ActingRequest


@team_reads
def one(request: ActingRequest, public_id: str) -> HttpResponse:
    return intake_page(request, visible_intake(request, public_id))


def intake_page(request: ActingRequest, intake: Intake, forms: dict[str, Any] | None = None) -> HttpResponse:
    """`intake` has come through the gate. `forms` hold what somebody just tried to send, with its mistakes."""
    pupils = [intake.pupil.public_id] if intake.pupil else []
    read_log.shown(request, pupils, action="intake.opened", purpose=Purpose.FOLLOW_UP)
    handover = intake.handovers.filter(answered_at__isnull=True).select_related("offered_to", "offered_by").first()
    people = owners.may_own_this(intake, request.today)
    context = {
        "intake": intake,
        "pupil": intake.pupil,
        "name": presenters.name_of(intake),
        "placing": presenters.placing_of(intake),
        "stage": stage_in_words(intake.state),
        "stage_color": COLORS.get(intake.state, "neutral"),
        "trail": trail_to(intake),
        "lacks": [one.words for one in lacks_of(with_lacks(Intake.objects.filter(pk=intake.pk), request.today).get())],
        "booking": (booking := booking_of(intake)),
        "letter_languages": languages.whole().items(),
        "readers": [(str(one), reads(one.language, one.user).name) for one in booking.guardians.all()]
        if booking
        else [],
        "referrals": _referrals(request, intake),
        "handover": handover,
        "is_offered_to_me": is_offered_to(request, handover),
        "is_mine": intake.owner_id == request.actor.user_id,
        "is_open": intake.ended_at is None,
        "may_match": request.actor.role == Role.LEAD and intake.pupil is None,
        "earlier": _earlier(request, intake),
        "timeline": presenters.timeline(intake.transitions.select_related("by", "followed_up_by")),
        "from_meetings": decided_in_intake(request, intake),
        "reasons": reasons.reasons(request.actor, intake.pupil.pk, request.today) if intake.pupil else [],
        "deciding": steps_of(request.actor.role, intake),
        "move_form": move_form(request, intake, people),
        "hand_over_form": HandOverForm(people=[person for person in people if person.pk != intake.owner_id]),
    }
    return render(request, "intake/one.html", context | (forms or {}))


def trail_to(intake: Intake, *further: str) -> list[Crumb]:
    url = reverse("intake", args=[intake.public_id])
    here = Crumb(presenters.name_of(intake), url if further else "")
    return [Crumb(_("Intake"), reverse("intakes")), here, *map(Crumb, further)]


def booking_of(intake: Intake) -> Booking | None:
    return intake.bookings.filter(called_off_at__isnull=True).prefetch_related("guardians__user").first()


def move_form(request: ActingRequest, intake: Intake, people: list[Any], sent: Any = None) -> MoveForm | None:
    """Without the moves that need a decision: those are made where the decision is. None where nothing is left."""
    start = Stage(intake.state)
    after = [end for end in stages_after(start, request.actor.role) if Need.DECISION not in _needs(start, end)]
    if intake.pupil is None:
        after = [end for end in after if end == Stage.DECLINED]
    if not after:
        return None
    dated = any({Need.REVIEW_DATE, Need.FOLLOWER} & _needs(start, end) for end in after)
    moves = [(str(end), stage_in_words(end)) for end in after]
    initial = {"seen_state": intake.state}
    return MoveForm(sent, moves=moves, people=people, dated=dated, initial=initial)


def is_offered_to(request: ActingRequest, handover: IntakeHandover | None) -> bool:
    return handover is not None and handover.offered_to_id == request.actor.user_id


def _needs(start: Stage, end: Stage) -> frozenset[Need]:
    row = transition(start, end)
    return row.needs if row else frozenset()


def _referrals(request: ActingRequest, intake: Intake) -> list[presenters.ReferralInWords]:
    rows = intake.referrals.select_related("route", "school", "referred_by", "matched_by", "outcome_told_by", "intake")
    found = []
    for row in rows.prefetch_related("attachments").order_by("-sent_at", "-pk"):
        no_right = matching.has_no_right(row, request.today)
        told = presenters.referral_in_words(row, has_no_right=no_right, with_files=True)
        found.append(presenters.with_outcome(told, row, request.today))
    return found


def _earlier(request: ActingRequest, intake: Intake) -> Intake | None:
    """The pupil's one before, for whoever may open it."""
    if intake.earlier_id is None:
        return None
    visible = Intake.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    return visible.filter(pk=intake.earlier_id).first()
