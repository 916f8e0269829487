"""The form behind a one-time link. It says nothing of who is in the register, and after it is sent only "received"."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from skoleporten.intake import referring
from skoleporten.intake.models import OutsideForm
from skoleporten.intake.referring import About, Told
from skoleporten.rules.errors import RefusedError
from skoleporten.web.intake.forms import OutsideReferralForm
from skoleporten.web.intake.limits import is_too_many
from skoleporten.web.mistakes import too_many
from skoleporten.web.policy import public


@public(reason="Another service has no log-in here; the one-time link is the key.", writes=True)
def outside_form(request: HttpRequest, token: str) -> HttpResponse:
    """The same 404 for a link that is taken back, too old or never was; a used one says when it was received."""
    if is_too_many(get_adapter().get_client_ip(request)):
        return too_many(request)
    found = OutsideForm.objects.with_token(token, timezone.now()).select_related("route").first()
    if found is None:
        raise Http404
    if found.used_at is not None:
        return render(request, "intake/outside_received.html", {"found": found})
    form = OutsideReferralForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            _send(found, form)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect("outside_form", token=token)
    return render(request, "intake/outside.html", {"form": form, "found": found})


def _send(found: OutsideForm, form: OutsideReferralForm) -> None:
    values = form.cleaned_data
    told = Told(
        client_id=values["client_id"],
        reason=values["reason"],
        hope=values["hope"],
        interpreter_language=values["interpreter_language"],
        files=form.sent_files,
    )
    about = About(values["given_name"], values["family_name"], values["birth_date"], values["school"])
    referring.by_outside_form(form=found, told=told, about=about, name=values["name"], contact=values["contact"])
