"""That somebody asked for everything before, and what was answered."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from skoleporten.access.roles import Role
from skoleporten.access_requests.labels import named
from skoleporten.access_requests.models import AccessRequest, Answer, Objection, PupilAsked
from skoleporten.access_requests.source import Source, told_by_rows
from skoleporten.rules.access_requests import Teller
from skoleporten.rules.visibility import What

ORDER = 85


def _whose(request: AccessRequest) -> Teller:
    return Teller.PUPIL if request.role == Role.PUPIL else Teller.GUARDIAN


def _of_no_guardian(row: PupilAsked) -> Teller:
    """The pupil sees it; in the answer to a guardian it is passed over like the words of another."""
    return Teller.GUARDIAN


def _kept_to_pupil(row: AccessRequest) -> bool:
    return row.role == Role.PUPIL


def _of_request(row: Answer | Objection | PupilAsked) -> Teller:
    return _whose(row.request)


SOURCES = (
    Source(
        "requests.request", "access_requests.AccessRequest", _("Requests for everything that is kept"),
        What.ACCESS_REQUESTS, "pupil",
        shows=named("asked_at", "guardian", "words", "due", "state", "ended_at")
        | {"why_prolonged": _("Why it takes longer"), "due_at_first": _("Due at first")},
        when="asked_at", by="asked_by", told=told_by_rows, teller=_whose, guardian=lambda row: row.guardian_id,
        for_adults_here=_kept_to_pupil, related=("guardian", "asked_by"),
    ),
    Source(
        "requests.answer", "access_requests.Answer", _("Answers to such requests"), What.ACCESS_REQUESTS,
        "request__pupil",
        shows={"number": _("Number"), "given": _("Given"), "masked": _("Given in part"), "withheld": _("Withheld")},
        when="made_at", by="made_by", told=told_by_rows, teller=_of_request,
        guardian=lambda row: row.request.guardian_id, for_adults_here=lambda row: _kept_to_pupil(row.request),
        related=("request", "made_by"),
    ),
    Source(
        "requests.complaint", "access_requests.Objection", _("Complaints about such answers"), What.ACCESS_REQUESTS,
        "request__pupil",
        shows=named("sent_at", "words", "outcome", "answer", "answered_at"), when="sent_at", told=told_by_rows,
        teller=_of_request, guardian=lambda row: row.request.guardian_id,
        for_adults_here=lambda row: _kept_to_pupil(row.request), related=("request",),
    ),
    Source(
        "requests.asked", "access_requests.PupilAsked", _("What the pupil was asked about own words"),
        What.ACCESS_REQUESTS, "request__pupil",
        shows=named("asked_at", "says", "answered_at"), when="asked_at", by="asked_by", told=told_by_rows,
        teller=_of_no_guardian, related=("asked_by",),
    ),
)  # fmt: skip
