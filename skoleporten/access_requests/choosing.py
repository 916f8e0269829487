"""Deciding about each single thing, by a person; and asking the pupil about what she keeps to the adults here."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import gate, languages
from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.access_requests.models import AccessRequest, ItemChoice, PupilAsked
from skoleporten.access_requests.reading import Kind, Listed, Listing, proposed_parts
from skoleporten.access_requests.requests import locked, note, open_to_work
from skoleporten.access_requests.telling import tell_pupil
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.transitions import somebody
from skoleporten.rules.access_request_words import REASONS
from skoleporten.rules.access_requests import Basis, Verdict, Waits
from skoleporten.rules.errors import RefusedError

DECIDE = frozenset({Role.TEAM, Role.LEAD})
MOST_OF_A_REASON = 2000


@dataclass(frozen=True)
class Chosen:
    """`shown`: by part, the text that is given, where some is masked."""

    verdict: Verdict
    basis: Basis | None = None
    reason: str = ""
    shown: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def choose(*, by: Actor, request: AccessRequest, row: Listed, chosen: Chosen, seen_number: int, today: dt.date) -> None:
    """`seen_number`: that of the choice that the person saw; somebody else's newer one is not written over."""
    request = to_decide(by, request, today)
    _refuse(row, chosen)
    newest = _newest(request, row)
    is_seen = newest is not None and newest.number == seen_number
    if newest is not None and _is_same(newest, row, chosen) and (row.is_decided or not is_seen):
        return
    if (newest.number if newest else 0) != seen_number:
        raise ChangedMeanwhileError(newest)
    _write(by, request, row, chosen, seen_number + 1)
    note(by, "access_requests.chosen", request, source=row.item.source.key, verdict=chosen.verdict.value)


@transaction.atomic
def choose_as_proposed(*, by: Actor, listing: Listing, kind: Kind, today: dt.date) -> int:
    """What nobody has decided yet, and the rules propose something for. How many things it was."""
    request = to_decide(by, listing.request, today)
    language = languages.of(request.asked_by)
    done = 0
    for row in kind.rows:
        newest = _newest(request, row)
        if not row.is_decided and newest == row.choice and (chosen := _as_proposed(listing, row, language)):
            _write(by, request, row, chosen, row.number + 1)
            done += 1
    if done:
        note(by, "access_requests.chosen", request, source=kind.source.key, things=done)
    return done


@transaction.atomic
def ask_pupil(*, by: Actor, request: AccessRequest, rows: Sequence[Listed], today: dt.date) -> int:
    """About each thing that she keeps to the adults here. How many she is asked about now."""
    request = to_decide(by, request, today)
    new = [row for row in rows if row.may_ask_pupil]
    now = timezone.now()
    for row in new:
        PupilAsked.objects.get_or_create(
            request=request, source=row.item.source.key, item=row.item.key,
            defaults={"asked_at": now, "asked_by_id": somebody(by)},
        )  # fmt: skip
    if new:
        note(by, "access_requests.pupil_asked", request, things=len(new))
        tell_pupil(by, request)
    return len(new)


@transaction.atomic
def answer_as_pupil(*, by: Actor, asked: PupilAsked, says: str, seen_version: int, today: dt.date) -> None:
    """She may change her mind until the answer is sent."""
    if by.role != Role.PUPIL or not gate.may_see(by, asked.request.pupil_id, Purpose.OWN, today):
        raise RefusedError(_("Only the pupil can answer."))
    request = locked(asked.request)
    open_to_work(request)
    asked = PupilAsked.objects.select_for_update().get(pk=asked.pk)
    if asked.says == says:
        return
    if asked.version != seen_version:
        raise ChangedMeanwhileError(asked)
    asked.says, asked.answered_at = PupilAsked.Says(says), timezone.now()
    asked.version += 1
    asked.save()
    note(by, "access_requests.pupil_answered", request)


def to_decide(by: Actor, request: AccessRequest, today: dt.date) -> AccessRequest:
    if by.role not in DECIDE or not gate.may_see(by, request.pupil_id, Purpose.FOLLOW_UP, today):
        raise RefusedError(_("Only those who work with the pupil can answer."))
    request = locked(request)
    open_to_work(request)
    return request


def _refuse(row: Listed, chosen: Chosen) -> None:
    if chosen.verdict is not Verdict.WITHHOLD and row.proposal.waits is Waits.YES:
        raise RefusedError(_("The pupil decides about this alone, and has not said yes."))
    if chosen.verdict is not Verdict.WITHHOLD and row.proposal.waits is Waits.ASKING:
        raise RefusedError(_("Ask the pupil first."))
    if chosen.verdict is Verdict.GIVE:
        if row.facts.names_others:
            raise RefusedError(_("It names somebody else."), do=_("Give it without some parts."))
        return
    if chosen.basis is None or not chosen.reason.strip():
        raise RefusedError(_("Choose what it rests on in law, and say why. Whoever asked reads it."))
    if len(chosen.reason) > MOST_OF_A_REASON:
        raise RefusedError(_("The text is too long."))
    if chosen.verdict is Verdict.MASK and not any(text.strip() for text in chosen.shown.values()):
        raise RefusedError(_("Nothing of it is left. Withhold it instead."))


def _newest(request: AccessRequest, row: Listed) -> ItemChoice | None:
    found = ItemChoice.objects.filter(request=request, source=row.item.source.key, item=row.item.key)
    return found.order_by("-number").first()


def _as_proposed(listing: Listing, row: Listed, language: str) -> Chosen | None:
    proposed = row.proposal
    if proposed.verdict is None:
        return None
    if proposed.basis is None:
        return Chosen(proposed.verdict)
    shown = proposed_parts(listing, row) if proposed.verdict is Verdict.MASK else {}
    return Chosen(proposed.verdict, proposed.basis, languages.pick(REASONS[proposed.basis], language), shown)


def _is_same(choice: ItemChoice, row: Listed, chosen: Chosen) -> bool:
    before = (choice.verdict, choice.basis, choice.opened("reason"), choice.opened("shown"), choice.seen)
    return before == (*_columns(chosen), row.item.seen)


def _columns(chosen: Chosen) -> tuple[str, str, str, str]:
    if chosen.verdict is Verdict.GIVE:
        return (chosen.verdict.value, "", "", "")
    masked = chosen.verdict is Verdict.MASK
    shown = json.dumps(dict(chosen.shown), ensure_ascii=False, sort_keys=True) if masked else ""
    return (chosen.verdict.value, chosen.basis.value if chosen.basis else "", chosen.reason.strip(), shown)


def _write(by: Actor, request: AccessRequest, row: Listed, chosen: Chosen, number: int) -> None:
    verdict, basis, reason, shown = _columns(chosen)
    made = ItemChoice(
        request=request, source=row.item.source.key, item=row.item.key, number=number, verdict=verdict, basis=basis,
        seen=row.item.seen, at=timezone.now(), by_id=somebody(by),
    )  # fmt: skip
    made.write(reason=reason, shown=shown)
    made.save()
