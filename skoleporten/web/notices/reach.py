"""A person's own settings: how and when she is told, in which language, and the addresses that she has confirmed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters

from skoleporten.access import actions as access
from skoleporten.access.models import Role, User
from skoleporten.notices import reach_actions, sms
from skoleporten.notices.models import Confirmation, Reach, Way
from skoleporten.notices.reach import is_an_address, reach_of
from skoleporten.notices.reach_actions import ChangedMeanwhileError
from skoleporten.rules.errors import RefusedError
from skoleporten.web import language
from skoleporten.web.components import Crumb
from skoleporten.web.notices.reach_forms import CodeForm, EmailForm, PhoneForm, ReachForm
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

EVERYBODY = set(Role.values)
FORMS = {Way.EMAIL: EmailForm, Way.SMS: PhoneForm}


@policy(roles=EVERYBODY, purpose=None, writes=True)
def settings_page(request: ActingRequest) -> HttpResponse:
    user, reach = _user(request), reach_of(_user(request))
    form = ReachForm(request.POST if request.method == "POST" else None, user=user, reach=reach)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, user, form)
        except ChangedMeanwhileError as error:
            status = 409
            form = ReachForm(user=user, reach=reach_of(user))
            messages.warning(request, str(error))
        except RefusedError as error:
            form.add_error("choice", str(error))
        else:
            return _done(request, form.cleaned_data["language"])
    return render(request, "notices/reach.html", {"form": form, **_facts(user, reach)}, status=status)


@policy(roles=EVERYBODY, purpose=None, writes=True)
def email(request: ActingRequest) -> HttpResponse:
    return _ask_for(request, Way.EMAIL, _("Another e-mail address"))


@policy(roles=EVERYBODY, purpose=None, writes=True)
def phone(request: ActingRequest) -> HttpResponse:
    if not sms.is_offered():
        raise Http404
    return _ask_for(request, Way.SMS, _("Your phone"))


@sensitive_post_parameters("code")
@policy(roles=EVERYBODY, purpose=None, writes=True)
def code(request: ActingRequest) -> HttpResponse:
    user = _user(request)
    waiting = reach_actions.open_confirmation(user)
    if waiting is None and request.method != "POST":
        return redirect("reach")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reach_actions.confirm(by=request.actor, user=user, code=form.cleaned_data["code"])
        except RefusedError as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, _("It is confirmed. We use it from now on."))
            return redirect("reach")
    return render(request, "notices/code.html", {"form": form, **_sent_to(waiting), "trail": _trail(_("The code"))})


@policy(roles=EVERYBODY, purpose=None, writes=True)
def forget_phone(request: ActingRequest) -> HttpResponse:
    if request.method == "POST":
        reach_actions.forget_phone(by=request.actor, user=_user(request))
        messages.success(request, _("The phone number is deleted."))
    return redirect("reach")


def _ask_for(request: ActingRequest, way: Way, heading: str) -> HttpResponse:
    form = FORMS[way](request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["address"]
        try:
            reach_actions.ask_to_confirm(by=request.actor, user=_user(request), way=way, address=address)
        except RefusedError as error:
            form.add_error("address", str(error))
        else:
            return redirect("reach_code")
    context = {"form": form, "heading": heading, "trail": _trail(heading), "is_phone": way is Way.SMS}
    return render(request, "notices/address.html", context)


def _save(request: ActingRequest, user: User, form: ReachForm) -> None:
    told = form.cleaned_data
    if told["language"] != user.language:
        access.set_language(by=request.actor, user=user, language=told["language"])
    quiet, version = form.wanted_quiet, told["version"]
    reach_actions.choose(by=request.actor, user=user, choice=told["choice"], quiet=quiet, version=version)


def _done(request: ActingRequest, chosen: str) -> HttpResponse:
    """Also in this browser, where another language may have been chosen for the pages."""
    with override(chosen):
        messages.success(request, _("It is saved."))
    answer = redirect("reach")
    language.remember(answer, chosen)
    return answer


def _facts(user: User, reach: Reach) -> dict[str, Any]:
    is_lost = reach.choice == Reach.Choice.SMS and not sms.is_offered()
    return {
        "email": user.email if is_an_address(user.email) else "",
        "phone": reach.phone,
        "offers_sms": sms.is_offered(),
        "is_lost": is_lost,
        "signature": settings.MAIL_SIGNATURE,
        "takes_duty": _takes_duty(user),
    }


def _takes_duty(user: User) -> bool:
    return user.grants.filter(ended_at=None).exclude(role__in=[Role.GUARDIAN, Role.PUPIL]).exists()


def _sent_to(waiting: Confirmation | None) -> dict[str, Any]:
    if waiting is None:
        return {}
    return {
        "address": waiting.opened("address"),
        "has_failed": waiting.failed_at is not None,
        "until": waiting.expires_at,
    }


def _user(request: ActingRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _trail(here: str) -> list[Crumb]:
    return [Crumb(_("How we reach you"), reverse("reach")), Crumb(here)]
