"""The full list of one request as the case worker decides it: each thing, what the rules propose, what is chosen."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from skoleporten.access import queries
from skoleporten.access.actor import Actor
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.access_requests.items import Item, Lens, Part, kept, keys_told
from skoleporten.access_requests.models import AccessRequest, ItemChoice, PupilAsked
from skoleporten.access_requests.source import Reader, Source
from skoleporten.access_requests.sources import sources
from skoleporten.rules import access_requests as rules
from skoleporten.rules.access_requests import Facts, Proposal, Teller, Verdict
from skoleporten.rules.voices import may_open


@dataclass(frozen=True)
class Listed:
    """One thing. `choice` is the newest that was made about it, also where the thing has changed since."""

    item: Item
    facts: Facts
    proposal: Proposal
    choice: ItemChoice | None
    asked: PupilAsked | None

    @property
    def number(self) -> int:
        return self.choice.number if self.choice else 0

    @property
    def is_decided(self) -> bool:
        """A thing that has changed since, or that the pupil has said no to since, waits again."""
        if self.choice is None or self.choice.seen != self.item.seen:
            return False
        return self.choice.verdict == Verdict.WITHHOLD or (self.proposal.waits is None and not self._is_no_since)

    @property
    def _is_no_since(self) -> bool:
        """Where somebody here may give it all the same, she does it knowing of the no."""
        if self.choice is None or self.asked is None or self.asked.answered_at is None:
            return False
        return self.asked.says == PupilAsked.Says.NO and self.asked.answered_at > self.choice.at

    @property
    def may_ask_pupil(self) -> bool:
        of_pupil = rules.is_in_confidence(self.facts) and self.facts.teller is Teller.PUPIL
        return of_pupil and self.proposal.waits is not None and self.asked is None


@dataclass(frozen=True)
class Kind:
    source: Source
    rows: tuple[Listed, ...]

    @property
    def undecided(self) -> int:
        return sum(not row.is_decided for row in self.rows)


class Listing:
    """Read once a page; each kind is read when it is asked for."""

    def __init__(self, request: AccessRequest, today: dt.date) -> None:
        self.request, self.pupil, self.today = request, request.pupil, today
        self.lens = Lens(request.pupil, today)

    @cached_property
    def asker(self) -> Actor | None:
        """None where the person is not in that role any more."""
        found = queries.actor_of(self.request.asked_by, self.today, role=self.request.role)
        return found if found and found.role == self.request.role else None

    @cached_property
    def askers_lens(self) -> Lens:
        """What is masked for whoever asks is masked also after she has lost the role."""
        user = self.request.asked_by
        reader = self.asker or Actor(user.pk, str(user.public_id), str(user), self.request.role)
        return Lens(self.pupil, self.today, reader)

    def kinds(self) -> Iterator[Kind]:
        """Those of which there is something."""
        for source in sources():
            if (kind := self.kind(source)).rows:
                yield kind

    def kind(self, source: Source) -> Kind:
        items = list(kept(source, self.pupil, self.lens)) if rules.is_told_of(source.what) else []
        told = self._told(source) if items else set()
        return Kind(source, tuple(self._listed(item, told) for item in self._without_itself(items)))

    def row(self, source: Source, key: str) -> Listed | None:
        return next((row for row in self.kind(source).rows if row.item.key == key), None)

    def _without_itself(self, items: list[Item]) -> list[Item]:
        """This request, and what hangs on it, is what is answered, and no part of the answer."""
        return [item for item in items if item.key not in self._of_this]

    @cached_property
    def _of_this(self) -> set[str]:
        request = self.request
        rows = [request, *request.answers.all(), *request.objections.all(), *request.asked_of_pupil.all()]
        return {str(row.public_id) for row in rows}

    def _told(self, source: Source) -> set[str]:
        if self.asker is None:
            return set()
        purpose = purpose_of(self.asker.role)
        return keys_told(source, Reader(self.asker, self.pupil, purpose, self.today))

    def _listed(self, item: Item, told: set[str]) -> Listed:
        facts = Facts(
            what=item.source.what,
            is_seen=item.key in told,
            teller=item.teller,
            is_own=self._is_own(item),
            names_others=any(self.askers_lens.hide(part.text) != part.text for part in item.parts),
            retells=any(part.text for part in item.parts if part.name in item.source.retold),
        )
        asked = self._asked.get((item.source.key, item.key))
        says = asked.says if asked else ""
        is_pupil = self.request.role == Role.PUPIL
        proposed = rules.proposal(facts, may_open(self.pupil.birth_date, self.today), says, asked_by_pupil=is_pupil)
        return Listed(item, facts, proposed, self._choices.get((item.source.key, item.key)), asked)

    def _is_own(self, item: Item) -> bool:
        if self.request.role == Role.PUPIL:
            return item.teller is Teller.PUPIL
        return item.guardian is not None and item.guardian == self.request.guardian_id

    @cached_property
    def _choices(self) -> dict[tuple[str, str], ItemChoice]:
        """The newest of each."""
        rows = ItemChoice.objects.filter(request=self.request).order_by("number")
        return {(row.source, row.item): row for row in rows}

    @cached_property
    def _asked(self) -> dict[tuple[str, str], PupilAsked]:
        return {(row.source, row.item): row for row in PupilAsked.objects.filter(request=self.request)}


def proposed_parts(listing: Listing, row: Listed) -> dict[str, str]:
    """The texts of a thing with what the rules mask already, for somebody to mask more."""
    return {part.name: listing.askers_lens.hide(part.text) for part in row.item.parts}


def given(listing: Listing, kind: Kind) -> list[Item]:
    """Of one kind, as whoever asked reads it: whole, or with the texts that somebody chose."""
    as_read = {item.key: item for item in kept(kind.source, listing.pupil, listing.askers_lens)}
    chosen = [(row.choice, as_read[row.item.key]) for row in kind.rows if row.item.key in as_read]
    kept_back = (None, Verdict.WITHHOLD.value)
    return [
        _masked(choice, item) if choice.verdict == Verdict.MASK else item
        for choice, item in chosen
        if choice is not None and choice.verdict not in kept_back
    ]


def _masked(choice: ItemChoice, item: Item) -> Item:
    """Files are whole or nothing, so they stay behind."""
    shown: dict[str, str] = json.loads(choice.opened("shown"))
    texts = [(part, shown.get(part.name, "")) for part in item.parts]
    return replace(item, parts=tuple(Part(part.name, part.label, text, text) for part, text in texts if text), files=())
