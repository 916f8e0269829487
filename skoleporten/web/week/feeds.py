"""One's own calendar: the private address, shown once, and whether one wants invitations by e-mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access.roles import Role
from skoleporten.rules.errors import RefusedError
from skoleporten.web.components import Crumb
from skoleporten.web.policy import policy, public
from skoleporten.web.requests import ActingRequest
from skoleporten.web.week.views import CALENDAR
from skoleporten.week import calendars, feeds
from skoleporten.week.models import MailChoice
from skoleporten.week.models.calendars import HAVE_FEEDS

CHOICES = (("yes", gettext_lazy("Yes, send them")), ("no", gettext_lazy("No, I look here or in my calendar")))


class MailForm(forms.Form):
    wants = forms.ChoiceField(
        label=gettext_lazy("Do you want invitations to meetings by e-mail?"),
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose yes or no.")},
    )


@policy(roles=set(HAVE_FEEDS), purpose=None, writes=True)
def mine(request: ActingRequest) -> HttpResponse:
    asked = request.POST.get("do")
    if asked == "make":
        return _made(request)
    if asked == "revoke":
        if feeds.revoke(by=request.actor):
            messages.success(request, _("The address opens nothing any more."))
        return redirect("my_calendar")
    form = MailForm(request.POST or None, initial={"wants": _wish(request)})
    if asked == "mail" and form.is_valid():
        feeds.choose_mail(by=request.actor, wants_invitations=form.cleaned_data["wants"] == "yes")
        messages.success(request, _("Written down."))
        return redirect("my_calendar")
    context = {"feed": feeds.own(request.actor), "form": form, "email": request.user.email, "trail": _trail(request)}
    return render(request, "week/mine.html", context)


@public(reason="A calendar program has no log-in; the address is the key.", writes=True)
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The same 404 for an address that is revoked, of somebody who has left, or that never was."""
    today = timezone.localdate()
    found = feeds.opened(token, today)
    if found is None:
        raise Http404
    body = calendars.of_feed(found, today)
    feeds.given_out(found, body, today, timezone.now())
    assert found.body_changed_at is not None
    answer = HttpResponse(body, content_type=CALENDAR)
    answer["Content-Disposition"] = 'inline; filename="calendar.ics"'
    answer["Cache-Control"] = "private, no-cache"
    answer["ETag"] = f'"{found.body_hash}"'
    answer["Last-Modified"] = found.body_changed_at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    changed = int(found.body_changed_at.timestamp())
    return get_conditional_response(request, etag=answer["ETag"], last_modified=changed, response=answer) or answer


def _made(request: ActingRequest) -> HttpResponse:
    """The only time that the address can be read."""
    try:
        _feed, token = feeds.make(by=request.actor)
    except RefusedError as error:
        messages.warning(request, str(error))
        return redirect("my_calendar")
    context = {
        "link": request.build_absolute_uri(reverse("feed", args=[token])),
        "trail": _trail(request, _("The address")),
    }
    return render(request, "week/feed_made.html", context)


def _wish(request: ActingRequest) -> str:
    says_no = MailChoice.objects.filter(user=request.user, wants_invitations=False).exists()
    return "no" if says_no else "yes"


def _trail(request: ActingRequest, *further: Any) -> list[Crumb]:
    """A specialist has no week, but the meetings that she is asked to."""
    has_week = request.actor.role != Role.SPECIALIST
    above = Crumb(_("Week"), reverse("week")) if has_week else Crumb(_("Meetings"), reverse("meetings"))
    here = Crumb(_("My calendar"), reverse("my_calendar") if further else "")
    return [above, here, *map(Crumb, further)]
