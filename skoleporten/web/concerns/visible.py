"""A concern through the gate, or the same answer as where there is none; and the way back to where one came from."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.concerns.measures import Evaluation, Measure
from skoleporten.concerns.models import Concern, ConcernQuerySet
from skoleporten.people.models import Pupil
from skoleporten.web.requests import ActingRequest

# Who writes on a concern: the school. Everybody else who opens the page reads.
MAY_ACT = frozenset({Role.TEACHER, Role.SCHOOL_LEADER})
# To end it, or to give it to somebody, is for the leader and whoever owns it; to close it for the leader.
MAY_CLOSE = frozenset({Role.SCHOOL_LEADER})


def visible_concerns(request: ActingRequest) -> ConcernQuerySet:
    """What the gate lets through, put together once for all parts of a page; each still asks the database anew."""
    made = vars(request)
    if "visible_concerns" not in made:
        made["visible_concerns"] = Concern.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    visible: ConcernQuerySet = made["visible_concerns"].all()
    return visible


def visible_concern(request: ActingRequest, public_id: str) -> Concern:
    concern = visible_concerns(request).select_related("pupil", "owner", "routine").filter(public_id=public_id).first()
    if concern is None:
        raise Http404
    return concern


def visible_pupil(request: ActingRequest, public_id: str) -> Pupil:
    pupil = gate.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).filter(public_id=public_id).first()
    if pupil is None:
        raise Http404
    return pupil


def has_charge(request: ActingRequest, concern: Concern) -> bool:
    """The owner and the leaders: they see whom to call, hand over, and discuss it with others."""
    return request.actor.role == Role.SCHOOL_LEADER or (
        request.actor.role == Role.TEACHER and concern.owner_id == request.actor.user_id
    )


def read_of(request: ActingRequest, concern: Concern, measure: Measure) -> list[Evaluation]:
    """What was seen of a measure: as with the steps, a teacher reads her own, and all of a concern that she owns."""
    rows = list(measure.evaluations.all())
    if request.actor.role != Role.TEACHER or concern.owner_id == request.actor.user_id:
        return rows
    return [one for one in rows if one.by_id == request.actor.user_id]


def concern_in_charge(request: ActingRequest, public_id: str) -> Concern:
    concern = visible_concern(request, public_id)
    if not has_charge(request, concern):
        raise Http404
    return concern


def way_back(request: ActingRequest, concern: Concern) -> str:
    """The page that the form was opened from: a list with its selection, else the concern."""
    wish = request.POST.get("back") or request.GET.get("back") or ""
    is_ours = wish.startswith("/") and url_has_allowed_host_and_scheme(wish, allowed_hosts={request.get_host()})
    return wish if is_ours else reverse("concern", args=[concern.public_id])
