"""What a rhythm does not say alone is chosen by a person, as a decision that is never changed but chosen anew."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.intake.transitions import somebody
from skoleporten.meetings import need, planning
from skoleporten.meetings.models import Meeting, MeetingKind, RhythmChoice
from skoleporten.meetings.rhythms import choices_of, rhythm_of
from skoleporten.rig.no_names import refuse_names
from skoleporten.rules import rhythm as rules
from skoleporten.rules.errors import RefusedError

About, Answer = RhythmChoice.About, RhythmChoice.Answer
ANSWERS: dict[str, tuple[rules.Answer, ...]] = {
    About.DAY: rules.ANSWERS_ABOUT_A_DAY,
    About.TURN: rules.ANSWERS_ABOUT_A_TURN,
}
# An own date for a day off lies near the one it is in place of.
NEAR = dt.timedelta(weeks=4)


@dataclass(frozen=True)
class Choice:
    about: str
    on: dt.date
    answer: str
    own_date: dt.date | None = None
    why: str = ""


@transaction.atomic
def choose(*, by: Actor, kind: MeetingKind, choice: Choice, client_id: uuid.UUID) -> RhythmChoice:
    """The meetings follow at once. Sent twice is one; chosen anew is a new one, and the newest holds."""
    MeetingKind.objects.select_for_update(of=("self",)).get(pk=kind.pk)
    if made := _sent_before(client_id, kind, choice):
        return made
    _check(by, kind, choice)
    try:
        with transaction.atomic():
            made = RhythmChoice.objects.create(
                client_id=client_id, kind=kind, chosen_at=timezone.now(), chosen_by_id=somebody(by),
                about=choice.about, on=choice.on, answer=choice.answer, own_date=choice.own_date,
                why=choice.why.strip(),
            )  # fmt: skip
    except IntegrityError as error:
        raise RefusedError(_("The form could not be sent."), do=_("Open it again, and send it once more.")) from error
    log(by, made)
    follow(by, kind)
    return made


def follow(by: Actor, kind: MeetingKind) -> None:
    """The meetings as they are after a choice."""
    today = timezone.localdate()
    planning.fill(by=by, kind=kind, today=today)
    if kind.only_if_needed:
        need.settle(by=by, kind=kind, today=today)


def log(by: Actor, made: RhythmChoice) -> None:
    record(
        by=by, action="meetings.chosen", object_type="meetingkind", object_id=made.kind.code,
        details={
            "about": made.about, "on": made.on.isoformat(), "answer": made.answer,
            "own_date": made.own_date.isoformat() if made.own_date else "",
        },
    )  # fmt: skip


def newest(kind: MeetingKind, about: str, on: dt.date) -> RhythmChoice | None:
    return kind.choices.filter(about=about, on=on).select_related("chosen_by").first()


def _sent_before(client_id: uuid.UUID, kind: MeetingKind, choice: Choice) -> RhythmChoice | None:
    made = RhythmChoice.objects.filter(client_id=client_id).select_related("kind").first()
    if made is not None and (made.kind_id, made.about, made.on) != (kind.pk, choice.about, choice.on):
        raise RefusedError(_("This form was used for something else already."), do=_("Open the page anew."))
    return made


def _check(by: Actor, kind: MeetingKind, choice: Choice) -> None:
    if choice.answer not in ANSWERS.get(choice.about, ()):
        raise RefusedError(_("Choose one of the answers."))
    if (choice.answer == Answer.OWN_DATE) != (choice.own_date is not None):
        raise RefusedError(_("Give the date, where it is to be another one."))
    refuse_names(by, choice.why, timezone.localdate())
    if choice.about == About.TURN and rules.turn_of(choice.on) != choice.on:
        raise RefusedError(_("No year with a week 53 turns there."))
    if choice.own_date is not None:
        _check_own_date(kind, choice, choice.own_date)


def _check_own_date(kind: MeetingKind, choice: Choice, own_date: dt.date) -> None:
    if own_date < timezone.localdate():
        raise RefusedError(_("That day is over."), do=_("Choose today or a day to come."))
    if choice.about == About.TURN:
        before, after = rules.around_turn(rhythm_of(kind), choice.on, choices_of(kind))
    else:
        before, after = choice.on - NEAR, choice.on + NEAR
    if not before < own_date < after:
        words = {"before": formats.date_format(before), "after": formats.date_format(after)}
        raise RefusedError(
            _("The date lies outside of what it is in place of."),
            do=_("Choose one between %(before)s and %(after)s.") % words,
        )
    if Meeting.objects.planned().filter(kind=kind, date=own_date).exclude(slot=choice.on).exists():
        raise RefusedError(_("There is a meeting of the kind on that day already."), do=_("Choose another date."))
