"""A draft is saved as one writes, and thrown away by its own writer. No page of its own."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.models import Role
from skoleporten.documents import drafts
from skoleporten.web.documents.drafts import Ticket, text_of, ticket_of
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

for_everybody = policy(roles=set(Role.values), purpose=None, writes=True)


@for_everybody
@require_POST
def save(request: ActingRequest) -> HttpResponse:
    """Answers with one line for the reader, as plain text."""
    saved_at = drafts.keep(_own_ticket(request).place, text_of(request.POST))
    if saved_at is None:
        return HttpResponse(_("Not saved: the text is too long."), content_type="text/plain", status=413)
    clock = formats.date_format(timezone.localtime(saved_at), "TIME_FORMAT")
    return HttpResponse(_("Saved %(time)s") % {"time": clock}, content_type="text/plain")


@for_everybody
@require_POST
def discard(request: ActingRequest) -> HttpResponse:
    ticket = _own_ticket(request)
    drafts.drop(ticket.place)
    return HttpResponseRedirect(ticket.page)


def _own_ticket(request: ActingRequest) -> Ticket:
    """Of the person in the role she acts in now; any other is as if it did not exist."""
    ticket = ticket_of(request)
    if ticket is None or (ticket.place.user_id, ticket.place.role) != (request.actor.user_id, request.actor.role):
        raise Http404
    return ticket
