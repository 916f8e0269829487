"""What must stand before a decision does: the child's story, the consents, and the fields of its kind and outcome."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.models import User
from skoleporten.consents import queries, standing
from skoleporten.consents.givers import THE_PUPIL
from skoleporten.consents.models import Consent
from skoleporten.intake.models import Intake, Meeting, Story
from skoleporten.people.models import Pupil
from skoleporten.rules import decision as rules
from skoleporten.rules.consent import Purpose
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.measure import Measure, missing
from skoleporten.rules.talk import Part, Telling

JOINS = Purpose.JOIN_SKOLEPORTEN
OF_ITO = (Purpose.EXPERT_ASSESSMENT, Purpose.ITO_DECISION)


@dataclass(frozen=True)
class Decided:
    """What the form holds. `texts` are in `language`, by the names in models.decisions.TEXTS."""

    outcome: str
    kind: str
    language: str
    decided_on: dt.date
    told_at: dt.datetime
    told_how: str
    is_story_heard: bool
    childs_story: str
    texts: Mapping[str, str]
    to_school: str = ""
    next_review: dt.date | None = None
    followed_up_by: User | None = None
    follower: str = ""
    receiver: str = ""
    complaint_deadline: dt.date | None = None
    complaint_instance: str = ""
    complaint_to: str = ""
    is_ito: bool = False
    assessed_on: dt.date | None = None
    measures: tuple[Measure, ...] = ()

    def as_columns(self) -> dict[str, Any]:
        """Of the row: each text without the empty lines round it."""
        values = {name: value for name, value in vars(self).items() if name not in ("texts", "measures")}
        written = {name: value.strip() for name, value in self.texts.items()}
        return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()} | written


@dataclass(frozen=True)
class Basis:
    """`held`: the consents that are in force now and that the decision rests on."""

    held: tuple[Consent, ...] = field(default=())


def check(pupil: Pupil, meeting: Meeting, decided: Decided, carried: int, today: dt.date) -> Basis:
    """Raises RefusedError. `carried`: how many measures stand from the decision that this one takes the place of."""
    _check_days(meeting, decided, today)
    _check_story(meeting.intake, decided)
    _check_measures(decided, carried)
    found = {one: queries.in_force(pupil, one, today) for one in _purposes(decided)}
    rules.check(_for_rules(decided, found))
    if not decided.texts.get("choice", "").strip():
        raise RefusedError(_("Describe what is chosen."))
    if decided.kind == rules.Kind.INDIVIDUAL_DECISION and not decided.complaint_to.strip():
        raise RefusedError(_("Say where a complaint is sent."))
    for purpose, consent in found.items():
        if consent is None:
            raise RefusedError(why_not_in_force(pupil, purpose, today), do=_("See to the consent first."))
    return Basis(tuple(consent for consent in found.values() if consent))


def why_not_in_force(pupil: Pupil, purpose: str, today: dt.date) -> str:
    """In words, for the staff who must see to it."""
    words = {"purpose": dict(Consent._meta.get_field("purpose").flatchoices).get(purpose, purpose)}
    asked = queries.newest(pupil, purpose)
    if asked is None:
        return _("Nobody has asked for the consent: %(purpose)s.") % words
    found = standing.of(asked, today)
    if found.state != Consent.State.AWAITING:
        return _("There is no consent in force: %(purpose)s.") % words
    waits_for_pupil = any(party.giver == THE_PUPIL and party.answer is None for party in found.parties)
    if waits_for_pupil:
        return _("The pupil is old enough to decide now, and has not answered: %(purpose)s.") % words
    return _("Not all who must agree have answered: %(purpose)s.") % words


def story_of(intake: Intake) -> Story | None:
    """The child's own, as it was told in the talk; the newest."""
    told = Story.objects.standing().filter(intake=intake, part=Part.CHILDS_STORY.value, teller=Story.Teller.PUPIL)
    return told.exclude(telling=Telling.NOT_YET.value).order_by("-told_on", "-pk").first()


def _check_days(meeting: Meeting, decided: Decided, today: dt.date) -> None:
    held_on, told_on = timezone.localdate(meeting.held_at), timezone.localdate(decided.told_at)
    if not held_on <= decided.decided_on <= today:
        raise RefusedError(_("The decision is made on the day of the meeting or later, and not later than today."))
    if told_on != decided.decided_on:
        raise RefusedError(_("The family is told the same day."))
    if decided.told_at > timezone.now():
        raise RefusedError(_("The family is told before it is written down."))


def _check_story(intake: Intake, decided: Decided) -> None:
    if decided.is_story_heard and story_of(intake) is None:
        raise RefusedError(
            _("The child’s story does not stand in the intake talk."),
            do=_("Write it there, or say why it is not told."),
        )


def _check_measures(decided: Decided, carried: int) -> None:
    if any(missing(one) for one in decided.measures):
        raise RefusedError(
            _("A measure has five things: the problem, what is done, by whom, from when, and when it is looked at.")
        )
    if decided.outcome == rules.Outcome.SCHOOL_WITH_MEASURES and not (decided.measures or carried):
        raise RefusedError(_("Write at least one measure that the school goes on with."))


def _purposes(decided: Decided) -> list[Purpose]:
    joins = [JOINS] if decided.outcome == rules.Outcome.SKOLEPORTEN else []
    return [*joins, *(OF_ITO if decided.is_ito else ())]


def _for_rules(decided: Decided, found: Mapping[Purpose, Consent | None]) -> rules.Decision:
    """The consents are told of in words of their own, so that they count as given here."""
    texts = decided.texts
    return rules.Decision(
        kind=rules.Kind(decided.kind),
        outcome=rules.Outcome(decided.outcome),
        decided_on=decided.decided_on,
        childs_story=decided.childs_story,
        reason=texts.get("reason", ""),
        alternatives=texts.get("alternatives", ""),
        childs_best=texts.get("childs_best", ""),
        who_is_told=texts.get("who_is_told", ""),
        review_date=decided.next_review,
        follower=str(decided.followed_up_by or decided.follower),
        receiver=decided.receiver,
        facts=texts.get("facts", ""),
        legal_rule=texts.get("legal_rule", ""),
        grounds=texts.get("grounds", ""),
        pupils_view=texts.get("pupils_view", ""),
        complaint_right=decided.kind == rules.Kind.INDIVIDUAL_DECISION,
        complaint_deadline=decided.complaint_deadline,
        complaint_instance=decided.complaint_instance,
        is_ito=decided.is_ito,
        assessment=decided.assessed_on,
        assessment_consent=decided.is_ito,
        ito_consent=decided.is_ito,
    )
