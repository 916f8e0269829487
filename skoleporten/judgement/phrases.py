"""Words that give a question in notes: the shipped list, and the municipality's own on top of it or in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.audit.actions import record
from skoleporten.intake.transitions import somebody
from skoleporten.judgement.models import PhraseList
from skoleporten.rules import judgement as rules
from skoleporten.rules.errors import RefusedError


@dataclass(frozen=True)
class InUse:
    own: tuple[str, ...]
    with_shipped: bool
    question: Mapping[str, str]

    @property
    def words(self) -> tuple[str, ...]:
        return (*self.own, *(rules.shipped_phrases().words if self.with_shipped else ()))


def newest() -> PhraseList | None:
    return PhraseList.objects.select_related("made_by").first()


def in_use() -> InUse:
    """The shipped list before anybody has chosen."""
    chosen = newest() or PhraseList()
    own, _wrong = rules.own_phrases(chosen.words)
    return InUse(own, chosen.with_shipped, rules.shipped_phrases().question)


def asked_about(text: str) -> tuple[str, ...]:
    """The words of an observation that one would ask about; none where it says only what was seen."""
    return rules.find(text, in_use().words) if text.strip() else ()


@transaction.atomic
def choose(*, by: Actor, words: str, with_shipped: bool) -> PhraseList:
    """From now on. The lists before stay as they were; the same choice twice is one."""
    _own, wrong = rules.own_phrases(words)
    if wrong:
        told = {"lines": ", ".join(map(str, wrong))}
        raise RefusedError(
            _("Line %(lines)s cannot be looked for.") % told,
            do=_("Use letters, single spaces and hyphens, at least three letters, and a star only at the end."),
        )
    chosen = newest()
    if chosen and (chosen.words, chosen.with_shipped) == (words.strip(), with_shipped):
        return chosen
    made = PhraseList.objects.create(words=words.strip(), with_shipped=with_shipped, made_by_id=somebody(by))
    record(
        by=by, action="judgement.words_chosen", object_type="phraselist", object_id=made.pk,
        details={"own": len(_own), "shipped": with_shipped},
    )  # fmt: skip
    return made
