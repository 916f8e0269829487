"""That something waits, told neutrally; what it is stands behind the log-in alone."""

from __future__ import annotations

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.access_requests.models import AccessRequest
from skoleporten.intake.models import Intake
from skoleporten.intake.transitions import somebody
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.people.models import PupilAccount


def tell_team(by: Actor, request: AccessRequest) -> None:
    """Whoever owns the pupil's intake or case; it stands on the start page of the whole team besides."""
    for owner in User.objects.filter(pk__in=_owners(request)).exclude(pk=somebody(by)):
        _tell(by, owner, Kind.ARRIVED, f"/access-requests/{request.public_id}/", request)


def tell_asker(by: Actor, request: AccessRequest) -> None:
    _tell(by, request.asked_by, Kind.ANSWERED, f"/mine/{request.pupil.public_id}/kept/", request, role=request.role)


def tell_pupil(by: Actor, request: AccessRequest) -> None:
    account = PupilAccount.objects.filter(pupil=request.pupil, ended_at__isnull=True).select_related("user").first()
    if account is not None:
        link = f"/mine/{request.pupil.public_id}/kept/"
        _tell(by, account.user, Kind.ASKED, link, request, role=Role.PUPIL)


def _owners(request: AccessRequest) -> list[int]:
    owned = Intake.objects.filter(pupil=request.pupil, ended_at__isnull=True, owner__isnull=False)
    return [key for key in owned.values_list("owner", flat=True) if key is not None]


def _tell(by: Actor, to: User, kind: Kind, link: str, request: AccessRequest, role: str = "") -> None:
    notify(by=by, to=to, kind=kind, link=link, pupil_id=request.pupil_id, role=role)
