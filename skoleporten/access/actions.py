"""Users and grants. Each function is one use case: one transaction with its audit event."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.apps import apps
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import languages, queries
from skoleporten.access.actor import Actor
from skoleporten.access.models import Grant, Installation, Language, Role, User
from skoleporten.access.signals import access_ended
from skoleporten.audit.actions import record
from skoleporten.rules.errors import RefusedError

LAST_MONTH_OF_SCHOOL_YEAR = 7


def last_day_of_school_year(today: dt.date) -> dt.date:
    """31 July of the school year that `today` lies in: the default end of a grant."""
    return dt.date(today.year + (today.month > LAST_MONTH_OF_SCHOOL_YEAR), LAST_MONTH_OF_SCHOOL_YEAR, 31)


@transaction.atomic
def create_user(
    *,
    by: Actor,
    username: str,
    display_name: str,
    password: str | None,
    email: str = "",
    language: str = Language.NB,
    is_demo: bool = False,
) -> User:
    """Without a password nobody can sign in as the user with one (a demo user is opened by its button)."""
    if User.objects.filter(username=username).exists():
        raise RefusedError(_("There is a user with that name already."), do=_("Choose another user name."))
    if password is not None:
        _check_password(password, User(username=username, display_name=display_name, email=email))
    user = User.objects.create_user(
        username, password, display_name=display_name, email=email, language=language, is_demo=is_demo
    )
    record(by=by, action="access.user_created", object_type="user", object_id=user.public_id)
    return user


@transaction.atomic
def create_administrator(
    *, by: Actor, username: str, display_name: str, password: str, today: dt.date, language: str = Language.NB
) -> User:
    """The first real user. An administrator sees no pupil; she makes users and grants."""
    if queries.is_demo():
        raise RefusedError(
            "This database is a demo: it holds made-up pupils and log-ins without passwords.",
            do="Start with an empty SKOLEPORTEN_VAR folder for real use.",
        )
    user = create_user(by=by, username=username, display_name=display_name, password=password, language=language)
    grant(by=by, user=user, role=Role.ADMINISTRATOR, start=today, end=today.replace(year=today.year + 10, day=28))
    return user


@transaction.atomic
def create_school_leader(
    *,
    by: Actor,
    username: str,
    display_name: str,
    password: str | None,
    school_id: int,
    today: dt.date,
    language: str = Language.NB,
    is_demo: bool = False,
) -> User:
    user = create_user(
        by=by, username=username, display_name=display_name, password=password, language=language, is_demo=is_demo
    )
    grant(by=by, user=user, role=Role.SCHOOL_LEADER, school_id=school_id, start=today)
    return user


@transaction.atomic
def grant(
    *,
    by: Actor,
    user: User,
    role: str,
    start: dt.date,
    school_id: int | None = None,
    pupil_id: int | None = None,
    end: dt.date | None = None,
    school_class_id: int | None = None,
    grade: int | None = None,
    teaching_group_id: int | None = None,
    reason: str = "",
    source: str = "",
) -> Grant:
    """`end` is the last day, by default of the school year; with `pupil_id` the grant opens that pupil by name."""
    granted = Grant(
        user=user,
        role=role,
        school_id=school_id,
        pupil_id=pupil_id,
        school_class_id=school_class_id,
        grade=grade,
        teaching_group_id=teaching_group_id,
        reason=reason,
        source=source,
        start=start,
        end=end or last_day_of_school_year(start),
        granted_by_id=by.user_id,
    )
    _refuse_unless_valid(granted)
    granted.save()
    details = {"role": role, "school": school_id, "end": granted.end.isoformat()}
    within = {"class": school_class_id, "grade": grade, "teaching_group": teaching_group_id}
    details |= {name: value for name, value in within.items() if value is not None}
    named = [granted.pupil.public_id] if granted.pupil else []
    record(by=by, action="access.granted", pupils=named, object_type="user", object_id=user.public_id, details=details)
    return granted


@transaction.atomic
def end_grant(*, by: Actor, grant: Grant, at_once: bool = False) -> None:
    """The next request of the person is denied. Refused while she owns what must be handed over first.

    With `at_once` it is never refused: what she owned is given to others.
    """
    if grant.ended_at is not None:
        return
    grant.ended_at, grant.ended_by_id = timezone.now(), by.user_id
    grant.save(update_fields=["ended_at", "ended_by"])
    details = {"at_once": True} if at_once else {}
    record(by=by, action="access.grant_ended", object_type="grant", object_id=grant.public_id, details=details)
    access_ended.send(sender=Grant, by=by, user=grant.user, role=grant.role, at_once=at_once)


@transaction.atomic
def set_language(*, by: Actor, user: User, language: str) -> None:
    if language not in languages.offered():
        raise RefusedError(_("That language is not offered."))
    user.language = language
    user.save(update_fields=["language"])
    record(by=by, action="access.language_chosen", object_type="user", object_id=user.public_id)


@transaction.atomic
def mark_demo(*, by: Actor, municipality: str) -> Installation:
    """Only an empty database becomes a demo: a button that needs no password must never open real pupils."""
    has_pupils = apps.get_model("people", "Pupil")._base_manager.exists() and not queries.is_demo()
    if User.objects.exists() or has_pupils or Installation.objects.filter(is_demo=False).exists():
        raise RefusedError(
            "This database is in use and can not become a demo.", do="Choose another folder with SKOLEPORTEN_VAR."
        )
    installation, _made = Installation.objects.get_or_create(
        pk=1, defaults={"municipality": municipality, "is_demo": True}
    )
    record(by=by, action="access.marked_demo", object_type="installation", object_id=installation.pk)
    return installation


@transaction.atomic
def open_demo_session(*, by: Actor, user_public_id: uuid.UUID | str) -> User:
    """The user that a demo log-in button opens; refused for anybody else and anywhere else. Mark the session `demo`."""
    user = queries.demo_users().filter(public_id=user_public_id).first()
    if user is None:
        raise RefusedError(_("Log-in without a password exists only in a demo."))
    record(by=by, action="access.demo_signed_in", object_type="user", object_id=user.public_id)
    return user


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error


def _refuse_unless_valid(model: Any) -> None:
    try:
        model.full_clean()
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error
