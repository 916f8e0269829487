"""The consents of one child in the family's frame: what they say is made where it was made before."""

from __future__ import annotations

from django.http import HttpResponse

from skoleporten.access.reasons import purpose_of
from skoleporten.consents.models import Consent
from skoleporten.consents.queries import waits_for
from skoleporten.web.consents.presenters import row_of
from skoleporten.web.portal import frame
from skoleporten.web.requests import ActingRequest


@frame.family_reads
def page(request: ActingRequest, child: str) -> HttpResponse:
    """Those that wait for the reader's own answer first."""
    mine = frame.open_child(request, child)
    visible = Consent.objects.visible_to(request.actor, purpose_of(request.actor.role), request.today)
    found = list(visible.filter(pupil=mine.pupil).with_what_a_row_needs())
    waits = [one for one in found if waits_for(request.actor, one, request.today)]
    context = {
        "waits": [row_of(one, "my_consent", request.today) for one in waits],
        "others": [row_of(one, "my_consent", request.today) for one in found if one not in waits],
    }
    return frame.show(request, mine, "consents", "portal/guardian/consents.html", context, action="consents.listed")
