"""The administrator's pages: users, and what each is given. They show counts and names of staff, never a pupil."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access import actions, grant_actions, user_actions
from skoleporten.access.actions import last_day_of_school_year
from skoleporten.access.models import Role, User
from skoleporten.access.second_factor_actions import has_factor
from skoleporten.access.two_people import is_administrator
from skoleporten.access.ways_in import WayInChange
from skoleporten.intake.owners import open_ones_of
from skoleporten.rules.errors import RefusedError
from skoleporten.web.components import Crumb
from skoleporten.web.grants import presenters
from skoleporten.web.grants.forms import GrantForm, LinkIdentityForm, RemoveFactorForm, UserForm
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

ADMINISTRATOR = {Role.ADMINISTRATOR}
A_PAGE = 50


def _users() -> QuerySet[User]:
    held = ("grants__school", "grants__school_class", "grants__teaching_group")
    return (
        User.objects.select_related("guardian", "pupil_account").prefetch_related(*held).order_by("display_name", "pk")
    )


@policy(roles=ADMINISTRATOR, purpose=None)
def all_users(request: ActingRequest) -> HttpResponse:
    asked = request.GET.get("q", "").replace("\0", "")[:150].strip()
    found = _users().filter(Q(display_name__icontains=asked) | Q(username__icontains=asked)) if asked else _users()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    waiting = presenters.ways_in(WayInChange.objects.waiting(), request.actor.user_id)
    context = {"waiting": waiting, "page": page, "table": presenters.user_table(page, request.today), "asked": asked}
    return render(request, "grants/users.html", context)


@policy(roles=ADMINISTRATOR, purpose=None, writes=True)
def new_user(request: ActingRequest) -> HttpResponse:
    form = UserForm(request.POST or None)
    if form.is_valid():
        try:
            user = actions.create_user(by=request.actor, password=None, **form.cleaned_data)
        except RefusedError as error:
            form.add_error("username", str(error))
        else:
            messages.success(request, _("The user is made. Give access next, and then an invitation."))
            return redirect("user", user=user.public_id)
    trail = [Crumb(_("Users and access"), reverse("users")), Crumb(_("New user"))]
    return render(request, "grants/new_user.html", {"form": form, "trail": trail})


@policy(roles=ADMINISTRATOR, purpose=None)
def one_user(request: ActingRequest, user: uuid.UUID) -> HttpResponse:
    return user_page(request, get_object_or_404(User, public_id=user))


def user_page(
    request: ActingRequest,
    found: User,
    *,
    factor_form: RemoveFactorForm | None = None,
    identity_form: LinkIdentityForm | None = None,
) -> HttpResponse:
    """With a form that was sent in, and is wrong, as it was sent."""
    grants = list(
        found.grants.select_related("user", "school", "school_class", "teaching_group", "granted_by", "ended_by")
    )
    context = {
        "user_shown": found,
        "trail": [Crumb(_("Users and access"), reverse("users")), Crumb(str(found))],
        "standing": presenters.standing(grants, request.today),
        "before": presenters.before_table(grants, request.today),
        "cases_owned": open_ones_of(found).count(),
        "is_self": found.pk == request.actor.user_id,
        "waiting": presenters.ways_in(WayInChange.objects.waiting().filter(user=found), request.actor.user_id),
        "is_administrator": is_administrator(found),
        "has_password": found.has_usable_password(),
        "factor_form": factor_form or RemoveFactorForm(),
        "has_factor": has_factor(found),
        "identity_form": identity_form or LinkIdentityForm(providers=settings.SIGN_IN_PROVIDERS),
        "identities": presenters.identities(found.identities.all(), settings.SIGN_IN_PROVIDERS),
        "has_providers": bool(settings.SIGN_IN_PROVIDERS),
    }
    return render(request, "grants/user.html", context)


@policy(roles=ADMINISTRATOR, purpose=None, writes=True)
def give(request: ActingRequest, user: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(User, public_id=user)
    initial = {"start": request.today, "end": last_day_of_school_year(request.today)}
    form = GrantForm(request.POST or None, initial=initial, today=request.today)
    if form.is_valid():
        values = form.cleaned_data
        try:
            grant_actions.give(
                by=request.actor, user=found, role=values["role"], start=values["start"], end=values["end"],
                school_id=values["school"].pk if values["school"] else None,
                school_class_id=values.get("school_class_id"), grade=values["grade"],
                teaching_group_id=values.get("teaching_group_id"), reason=values["reason"],
            )  # fmt: skip
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Access is given."))
            return redirect("user", user=user)
    url = reverse("user", args=[user])
    trail = [Crumb(_("Users and access"), reverse("users")), Crumb(str(found), url), Crumb(_("Give access"))]
    return render(request, "grants/give.html", {"form": form, "user_shown": found, "trail": trail})


@policy(roles=ADMINISTRATOR, purpose=None, writes=True)
@require_POST
def end(request: ActingRequest, user: uuid.UUID, grant: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(User, public_id=user)
    ended, at_once = get_object_or_404(found.grants, public_id=grant), "at_once" in request.POST
    try:
        actions.end_grant(by=request.actor, grant=ended, at_once=at_once)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The access is ended. It is gone from the person’s next click."))
    return redirect("user", user=user)


@policy(roles=ADMINISTRATOR, purpose=None, writes=True)
@require_POST
def close(request: ActingRequest, user: uuid.UUID) -> HttpResponse:
    try:
        closed, at_once = get_object_or_404(User, public_id=user), "at_once" in request.POST
        user_actions.close_user(by=request.actor, user=closed, at_once=at_once)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The user is closed, and all access is ended."))
    return redirect("user", user=user)


@policy(roles=ADMINISTRATOR, purpose=None, writes=True)
@require_POST
def reopen(request: ActingRequest, user: uuid.UUID) -> HttpResponse:
    user_actions.open_user(by=request.actor, user=get_object_or_404(User, public_id=user))
    messages.success(request, _("The user is open again, without any access. Give it anew."))
    return redirect("user", user=user)
