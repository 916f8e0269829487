"""The draft of a form: kept on the server as one writes, and shown again when the form is opened again.

Two lines in the view, which has `writes=True`, and two in the template:

    form = drafted(request, StoryForm, "intake.story", referral.public_id)   # for GET and POST alike
    if form.is_valid(): …; used(form)                                        # after what was written is saved
    {% draft_found form %}                                                   above <form method="post">
    {% draft form %}                                                         inside it, after csrf_token

Give `page=` where the form is sent to another address than the page it stands on. A hidden field names, signed, whose
draft of which form it is. So a form that is sent after the session ended keeps its text for whoever had opened it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.forms import FileField, Form
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.models import User
from skoleporten.documents import drafts
from skoleporten.documents.drafts import Kept, Place, Values
from skoleporten.web.requests import ActingRequest

FIELD = "draft"
NOT_TEXT = {FIELD, "csrfmiddlewaretoken"}
SALT = "documents.draft"
LONGEST_OPEN_SECONDS = 7 * 24 * 60 * 60
SomeForm = TypeVar("SomeForm", bound=Form)


@dataclass(frozen=True)
class Ticket:
    """What the hidden field holds: whose draft it is, and the page that the form stands on."""

    place: Place
    page: str

    def signed(self) -> str:
        place = self.place
        return signing.dumps([place.user_id, place.role, place.form, place.object_id, self.page], salt=SALT)


@dataclass(frozen=True)
class DraftOfForm:
    """`form.draft`, for the two tags."""

    ticket: Ticket
    found: Kept | None

    @property
    def signed(self) -> str:
        return self.ticket.signed()


def drafted(
    request: ActingRequest,
    form_class: type[SomeForm],
    key: str,
    object_id: object = "",
    *,
    page: str = "",
    **given: Any,
) -> SomeForm:
    """The form, bound where this one was sent, else with the text of the draft. What was sent is kept at once."""
    assert request.actor.user_id is not None
    place = Place(request.actor.user_id, request.actor.role, key, str(object_id))
    sent = ticket_of(request)
    if request.method == "POST" and (sent is None or sent.place == place):
        drafts.keep(place, text_of(request.POST))
        form, found = form_class(request.POST, request.FILES, **given), None
        page = page or (sent.page if sent else request.path)
    else:
        found = drafts.kept(place)
        initial = given.pop("initial", {})
        form = form_class(initial=initial, **given)
        if found:
            form.initial = {**initial, **_initial(form, found.values)}
    form.draft = DraftOfForm(Ticket(place, page or request.path), found)  # type: ignore[attr-defined]
    return form


def used(form: Form) -> None:
    drafts.drop(form.draft.ticket.place)  # type: ignore[attr-defined]


def ticket_of(request: HttpRequest) -> Ticket | None:
    """None for a form without one, and for one that was tampered with or has lain open for more than a week."""
    try:
        values = signing.loads(request.POST.get(FIELD, ""), salt=SALT, max_age=LONGEST_OPEN_SECONDS)
    except signing.BadSignature:
        return None
    user_id, role, form, object_id, page = values
    return Ticket(Place(user_id, role, form, object_id), page)


def text_of(sent: QueryDict) -> Values:
    return {name: [str(value) for value in values] for name, values in sent.lists() if name not in NOT_TEXT}


def keep_what_was_sent(request: HttpRequest) -> str | None:
    """The page of the form, where its text was kept for later. Nothing is kept for another person than who writes."""
    if request.method != "POST" or (ticket := ticket_of(request)) is None:
        return None
    if isinstance(request.user, User) and request.user.pk != ticket.place.user_id:
        return None
    sent = text_of(request.POST)
    if not isinstance(request.user, User) and not any(one.strip() for given in sent.values() for one in given):
        return ticket.page  # nobody who is not logged in empties a draft
    return ticket.page if drafts.keep(ticket.place, sent) else None


def back_to_form(request: HttpRequest, page: str) -> HttpResponseRedirect:
    """By way of the log-in where nobody is logged in. Files can not be kept."""
    if isinstance(request.user, User):
        messages.warning(request, _("The form had been open too long. Your text is kept: look it over and send it."))
        return HttpResponseRedirect(page)
    messages.info(request, _("You had been logged out. Your text is kept: log in, and it stands in the form."))
    return redirect_to_login(page, reverse("account_login"))


def _initial(form: Form, values: Values) -> dict[str, Any]:
    stored = QueryDict(mutable=True)
    for name, given in values.items():
        stored.setlist(name, given)
    fields = [(name, field) for name, field in form.fields.items() if not isinstance(field, FileField)]
    return {name: field.widget.value_from_datadict(stored, {}, form.add_prefix(name)) for name, field in fields}
