"""Where a consent stands today, told by rules/consent from the answers, the relations and the age; and kept so.

`of` is the truth and asks anew. `refresh` writes it down, so that the gate can ask for it in a query, and ends what
rested on a consent that is over. A consent that was refused or withdrawn, or that ran out, stays so: it is asked anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from skoleporten.access.actor import Actor, software
from skoleporten.audit.actions import record
from skoleporten.consents import telling
from skoleporten.consents.givers import THE_PUPIL, Giver, adults_of
from skoleporten.consents.models import Answer, AskAgain, Consent, ConsentQuerySet
from skoleporten.consents.signals import consent_ended
from skoleporten.people.models import Pupil
from skoleporten.rules import consent as rules
from skoleporten.rules.consent import PUPIL

State = Consent.State
OVER = (State.REFUSED, State.WITHDRAWN, State.EXPIRED)


@dataclass(frozen=True)
class Party:
    """Somebody who must agree, with the answer where there is one."""

    giver: Giver
    answer: Answer | None


@dataclass(frozen=True)
class Standing:
    """`until`: the last day it is in force as things are. `earlier`: answers of those who no longer must agree."""

    state: State
    until: dt.date | None
    parties: tuple[Party, ...]
    earlier: tuple[Answer, ...]
    differ: bool

    @property
    def is_in_force(self) -> bool:
        return self.state == State.IN_FORCE

    @property
    def must(self) -> frozenset[str]:
        return frozenset(party.giver.key for party in self.parties)


def of(consent: Consent, today: dt.date) -> Standing:
    answers = {key_of(one): one for one in _answers_to(consent)}
    adults = adults_of(consent.pupil, today)
    keys = {one.key for one in adults.deciding}
    found = rules.standing(_asked(consent, answers), keys, consent.pupil.birth_date, today)
    givers = [giver for giver in (*adults.deciding, THE_PUPIL) if giver.key in found.must]
    is_over = consent.closed_at is not None or consent.state in OVER
    return Standing(
        state=State(consent.state if is_over else found.state.value),
        until=None if is_over else found.in_force_until,
        parties=tuple(Party(giver, answers.get(giver.key)) for giver in givers),
        earlier=tuple(one for key, one in answers.items() if key not in found.must),
        differ=found.differ,
    )


@transaction.atomic
def refresh(consent: Consent, today: dt.date) -> Standing:
    """In the transaction of what changed. Nothing is written where nothing changed."""
    found, before = of(consent, today), State(consent.state)
    if (found.state, found.until) == (before, consent.in_force_until):
        return found
    _settle_with_others(consent, found.state)
    if consent.closed_at is not None:
        return of(consent, today)
    consent.state, consent.in_force_until = found.state, found.until
    # Computed, and not what anybody wrote.
    consent.save_without_historical_record(update_fields=["state", "in_force_until"])  # type: ignore[attr-defined]
    if found.state in OVER:
        _end_what_rests_on_it(consent, software("consents"))
    if before == State.IN_FORCE and found.state == State.AWAITING:
        _ask_again(consent, found, today)
    if found.is_in_force:
        consent.ask_again.filter(done_at__isnull=True, due__lte=today).update(done_at=timezone.now())
    return found


@transaction.atomic
def refresh_pupil(pupil: Pupil, today: dt.date) -> None:
    """After a change in who decides for the pupil, or in the date of birth."""
    for consent in Consent.objects.live().select_for_update().filter(pupil=pupil).order_by("id"):
        refresh(consent, today)


def close(consent: Consent, by: Actor, because: str) -> None:
    """What rests on it ends at once."""
    consent.closed_at, consent.closed_by_id, consent.closed_because = timezone.now(), by.user_id, because
    if consent.state not in OVER:
        consent.state, consent.in_force_until = State.EXPIRED, None
    consent.save()
    consent.ask_again.filter(done_at__isnull=True).update(done_at=timezone.now())
    _end_what_rests_on_it(consent, by)


def close_ended(consent: Consent, by: Actor) -> None:
    """A newer question stands in the place of those that somebody refused or withdrew, or that ran out."""
    for one in _same(consent).filter(state__in=OVER):
        close(one, by, Consent.Closed.REPLACED)


def key_of(answer: Answer) -> str:
    return str(answer.guardian.public_id) if answer.guardian else PUPIL


# What it is made of ---------------------------------------------------------------------------------------------------
def _answers_to(consent: Consent) -> Iterable[Answer]:
    if "answers" in getattr(consent, "_prefetched_objects_cache", {}):
        return consent.answers.all()
    return consent.answers.select_related("guardian__user", "recorded_by", "scan")


def _asked(consent: Consent, answers: dict[str, Answer]) -> rules.Asked:
    return rules.Asked(
        purpose=rules.Purpose(consent.purpose),
        asked_on=timezone.localdate(consent.asked_at),
        valid_until=consent.valid_until,
        answers={key: _given(one) for key, one in answers.items()},
        service=consent.service,
    )


def _given(answer: Answer) -> rules.Given:
    withdrawn_on = timezone.localdate(answer.withdrawn_at) if answer.withdrawn_at else None
    return rules.Given(answer.says == Answer.Says.YES, answer.signed_on, withdrawn_on)


def _same(consent: Consent) -> ConsentQuerySet:
    standing = Consent.objects.standing().filter(pupil=consent.pupil_id, service=consent.service)
    return standing.filter(purpose=consent.purpose).exclude(pk=consent.pk)


def _settle_with_others(consent: Consent, state: State) -> None:
    """A newer answer, yes or no, takes the place of the older; and an older question gives way to a newer one."""
    by = software("consents")
    if state in (State.IN_FORCE, State.REFUSED):
        for older in _same(consent).filter(pk__lt=consent.pk):
            if state == State.IN_FORCE:
                _carry_over(older, consent)
            close(older, by, Consent.Closed.REPLACED)
    if state in (State.AWAITING, State.IN_FORCE) and _same(consent).live().filter(pk__gt=consent.pk, state=state):
        close(consent, by, Consent.Closed.REPLACED)


def _carry_over(older: Consent, newer: Consent) -> None:
    """Whoever was named by the older consent stays named by the newer, for as long as that one lasts."""
    for sharing in older.sharings.filter(member__ended_at__isnull=True).select_related("member"):
        sharing.consent = newer
        sharing.save()
        sharing.member.end = max(sharing.member.start, newer.valid_until)
        sharing.member.save()


def _end_what_rests_on_it(consent: Consent, by: Actor) -> None:
    for sharing in consent.sharings.filter(member__ended_at__isnull=True).select_related("member__user"):
        sharing.member.ended_at = timezone.now()
        sharing.member.save()
        record(
            by=by, action="consents.sharing_ended", purpose="follow_up", pupils=[consent.pupil.public_id],
            object_type="user", object_id=sharing.member.user.public_id,
        )  # fmt: skip
    consent_ended.send(sender=Consent, consent=consent)


def _ask_again(consent: Consent, found: Standing, today: dt.date) -> None:
    """It was in force and no longer is, though nobody has said no: somebody else than before must agree."""
    waits_for_pupil = any(party.giver == THE_PUPIL and party.answer is None for party in found.parties)
    why = AskAgain.Why.BIRTHDAY if waits_for_pupil else AskAgain.Why.RELATIONS
    task, is_new = AskAgain.objects.get_or_create(consent=consent, why=why, defaults={"due": today})
    if is_new:
        telling.asker_is_to_ask_again(by=software("consents"), task=task)
    missing = [party.giver for party in found.parties if party.answer is None]
    telling.family_is_asked(by=software("consents"), consent=consent, givers=missing)
