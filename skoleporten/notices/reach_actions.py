"""A person's own choice of how she is told, and the phone or e-mail that she shows to be hers."""

from __future__ import annotations

import datetime as dt
import hmac

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import encryption
from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.audit.actions import record
from skoleporten.notices import sms
from skoleporten.notices.models import Confirmation, Reach, Way
from skoleporten.notices.reach import is_an_address, reach_of
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.quiet_hours import QuietHours

LASTS = dt.timedelta(minutes=15)
MOST_TRIES = 5
# So that nobody uses us to disturb a stranger's phone.
MOST_AN_HOUR, MOST_A_DAY = 3, 6
DIGITS = 6


class ChangedMeanwhileError(RefusedError):
    """Somebody else's page, or one's own other one, was quicker."""


@transaction.atomic
def choose(*, by: Actor, user: User, choice: str, quiet: QuietHours | None, version: int) -> Reach:
    """`version` is the one that the page showed; 0 where nobody had chosen yet."""
    reach = _locked(user)
    if reach.version != version:
        raise ChangedMeanwhileError(_("It was changed on another page meanwhile."), do=_("Look at it and save again."))
    _refuse_unless_reachable(user, reach, choice)
    reach.choice = choice
    reach.quiet_from, reach.quiet_to = (quiet.start, quiet.end) if quiet else (None, None)
    _save(reach)
    details = {"choice": str(choice), "quiet": quiet is not None}
    record(by=by, action="notices.reach_chosen", object_type="user", object_id=user.public_id, details=details)
    return reach


@transaction.atomic
def ask_to_confirm(*, by: Actor, user: User, way: str, address: str) -> Confirmation:
    """Sends a code there. An earlier one stops working."""
    from skoleporten.notices.codes import send_code

    address = _checked(Way(way), address)
    now = timezone.now()
    User.objects.select_for_update().get(pk=user.pk)
    _refuse_many(user, now)
    Confirmation.objects.filter(user=user, ended_at=None).update(ended_at=now)
    made = Confirmation(user=user, way=way, made_at=now, expires_at=now + LASTS)
    made.write(address=address)
    made.save()
    details = {"way": str(way)}
    record(by=by, action="notices.code_asked", object_type="user", object_id=user.public_id, details=details)
    send_code.enqueue(str(made.public_id))
    return made


def confirm(*, by: Actor, user: User, code: str) -> Reach:
    """Raises RefusedError; a wrong code is counted all the same."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        found = Confirmation.objects.select_for_update().filter(user=user, ended_at=None).first()
        is_right = _tried(found, code) if found else False
        if found and is_right:
            return _confirmed(by, user, found)
    raise _why_not(found)


@transaction.atomic
def forget_phone(*, by: Actor, user: User) -> None:
    """Whoever was told by SMS is told nowhere but here, until she chooses anew."""
    reach = _locked(user)
    if not reach.phone:
        return
    reach.phone = ""
    if reach.choice == Reach.Choice.SMS:
        reach.choice = Reach.Choice.NONE
    _save(reach)
    record(by=by, action="notices.phone_forgotten", object_type="user", object_id=user.public_id)


def code_of(confirmation: Confirmation) -> str:
    """Worked out each time: nobody who reads the database finds it."""
    number = int(encryption.keyed_hash(str(confirmation.public_id), purpose="code to confirm"), 16)
    return f"{number % 10**DIGITS:0{DIGITS}}"


def open_confirmation(user: User) -> Confirmation | None:
    found = Confirmation.objects.filter(user=user, ended_at=None).first()
    return found if found and found.is_open() else None


def _tried(found: Confirmation, code: str) -> bool:
    if not found.is_open():
        return False
    found.tries += 1
    is_right = hmac.compare_digest("".join(code.split()).encode(), code_of(found).encode())
    if is_right or found.tries >= MOST_TRIES:
        found.ended_at = timezone.now()
    found.save(update_fields=["tries", "ended_at"])
    return is_right


def _why_not(found: Confirmation | None) -> RefusedError:
    if found and found.is_open():
        return RefusedError(_("That is not the code."), do=_("Look at the newest message, and write its code."))
    return RefusedError(_("The code does not work any more."), do=_("Ask for a new one."))


def _confirmed(by: Actor, user: User, found: Confirmation) -> Reach:
    """It is used from now on: that is what it was asked for."""
    address, reach = found.opened("address"), _locked(user)
    if found.way == Way.SMS:
        reach.phone, reach.choice = address, Reach.Choice.SMS
    else:
        user.email, reach.choice = address, Reach.Choice.EMAIL
        user.save(update_fields=["email"])
    _save(reach)
    details = {"way": str(found.way)}
    record(by=by, action="notices.address_confirmed", object_type="user", object_id=user.public_id, details=details)
    return reach


def _checked(way: Way, address: str) -> str:
    if way is Way.EMAIL:
        if not is_an_address(address.strip()):
            raise RefusedError(_("The e-mail address is not complete."), do=_("Write it as name@example.no."))
        return address.strip()
    if not sms.is_offered():
        raise RefusedError(_("SMS is not set up here."), do=_("Choose e-mail."))
    if not (phone := sms.phone_of(address)):
        raise RefusedError(_("That is no phone number."), do=_("Write it as 400 00 000, or with + and the country."))
    return phone


def _refuse_unless_reachable(user: User, reach: Reach, choice: str) -> None:
    if choice == Reach.Choice.SMS and not (reach.phone and sms.is_offered()):
        raise RefusedError(_("There is no phone that you have confirmed."), do=_("Confirm a phone first."))
    if choice == Reach.Choice.EMAIL and not is_an_address(user.email):
        raise RefusedError(_("There is no e-mail address."), do=_("Confirm an e-mail address first."))


def _refuse_many(user: User, now: dt.datetime) -> None:
    asked = Confirmation.objects.filter(user=user)
    if (
        asked.filter(made_at__gt=now - dt.timedelta(hours=1)).count() >= MOST_AN_HOUR
        or asked.filter(made_at__gt=now - dt.timedelta(days=1)).count() >= MOST_A_DAY
    ):
        raise RefusedError(_("You have asked for many codes."), do=_("Wait a while, and ask again."))


def _locked(user: User) -> Reach:
    User.objects.select_for_update().get(pk=user.pk)
    return reach_of(user)


def _save(reach: Reach) -> None:
    reach.version += 1
    reach.changed_at = timezone.now()
    reach.save()
