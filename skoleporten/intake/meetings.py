"""Before and in the intake meeting: what each on the staff thinks beforehand, and who was there and said what."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.intake import transitions
from skoleporten.intake.models import Intake, Meeting, Participant, Preparation
from skoleporten.intake.transitions import pupils_of, somebody
from skoleporten.people.models import Guardian
from skoleporten.rules.errors import RefusedError


@dataclass(frozen=True)
class Attendee:
    """Somebody who was asked to come, besides the pupil. `why_not` where she was not there."""

    name: str
    takes_part_as: str
    was_there: bool
    why_not: str = ""
    guardian: Guardian | None = None


@dataclass(frozen=True)
class Held:
    """What is written down of a meeting."""

    held_at: dt.datetime
    place: str
    pupil_was: str
    how_pupil_was_heard: str
    summary: str
    why_pupil_was_not: str = ""
    interpreter_language: str = ""
    attendees: Sequence[Attendee] = ()


@transaction.atomic
def prepare(*, by: Actor, intake: Intake, stories: str, lacking: str, questions: str, version: int) -> Preparation:
    """One's own. `version` is that of the text the page showed, 0 where there was none."""
    user_id, now = somebody(by), timezone.now()
    transitions.locked(intake)
    found = Preparation.objects.filter(intake=intake, by=user_id).first() or Preparation(
        intake=intake, by_id=user_id, version=0
    )
    if found.version != version:
        raise RefusedError(_("You have saved it in another window in the meantime."), do=_("Open the page anew."))
    found.stories, found.lacking, found.questions = stories.strip(), lacking.strip(), questions.strip()
    found.saved_at, found.version = now, version + 1
    found.save()
    _record(by, intake, "intake.prepared")
    return found


@transaction.atomic
def hold(*, by: Actor, intake: Intake, held: Held, client_id: uuid.UUID) -> Meeting:
    """Written down afterwards, or while it lasts. A form sent twice is one meeting."""
    transitions.locked(intake)
    if made := Meeting.objects.filter(client_id=client_id, intake=intake).first():
        return made
    _check(intake, held)
    values = {name: value for name, value in vars(held).items() if name != "attendees"}
    try:
        with transaction.atomic():
            made = Meeting.objects.create(
                intake=intake, client_id=client_id, recorded_at=timezone.now(), recorded_by_id=somebody(by), **values
            )
    except IntegrityError as error:
        raise RefusedError(_("The form could not be sent."), do=_("Open it again, and send it once more.")) from error
    for one in held.attendees:
        Participant.objects.create(meeting=made, **vars(one))
    _record(by, intake, "intake.meeting_recorded")
    return made


def _check(intake: Intake, held: Held) -> None:
    if intake.pupil_id is None or intake.ended_at is not None:
        raise RefusedError(_("It has ended, or nobody knows yet which pupil it is about."))
    if held.held_at > timezone.now():
        raise RefusedError(_("The meeting is still to come. Write it down when it has been."))
    if not held.how_pupil_was_heard.strip():
        raise RefusedError(_("Say how the pupil was heard."))
    if held.pupil_was != Meeting.Pupil.ALL and not held.why_pupil_was_not.strip():
        raise RefusedError(_("Say why the pupil was not there the whole time."))
    if any(not one.was_there and not one.why_not.strip() for one in held.attendees):
        raise RefusedError(_("Say why, for each one who was not there."))


def _record(by: Actor, intake: Intake, action: str) -> None:
    record(
        by=by,
        action=action,
        purpose="follow_up",
        pupils=pupils_of(intake),
        object_type="intake",
        object_id=intake.public_id,
    )
