"""The letter that asks the family to the intake talk."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.documents import actions
from skoleporten.documents.letters.invitation import Invitation
from skoleporten.documents.letters.letter import Contact
from skoleporten.documents.models import Document
from skoleporten.intake.models import Booking
from skoleporten.rules.errors import RefusedError


def invite(*, by: Actor, booking: Booking, language: str) -> Document:
    """For the guardians who are asked, and the pupil where asked. Made anew each time: an old one stays as it was."""
    pupil = booking.intake.pupil
    if pupil is None or booking.called_off_at is not None:
        raise RefusedError(_("No time is booked."))
    guardians = list(booking.guardians.all())
    asked = ([pupil.full_name] if booking.pupil_is_asked else []) + [str(one) for one in guardians]
    owner: User = booking.intake.owner
    with override(language):
        data = Invitation(
            pupil=pupil.given_name or pupil.full_name,
            to=tuple(asked),
            starts_at=booking.starts_at,
            place=booking.place,
            who_comes=tuple(filter(None, [*asked, str(owner), booking.others])),
            contact=Contact(str(owner), role=_("Skoleporten"), email=owner.email),
            written_on=timezone.localdate(),
            interpreter=booking.interpreter_language,
        )
    audiences = {"team"} | ({"guardian"} if guardians else set()) | ({"pupil"} if booking.pupil_is_asked else set())
    return actions.make(by=by, pupil=pupil, data=data, language=language, audiences=audiences, guardians=guardians)
