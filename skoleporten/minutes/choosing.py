"""Talk together, but choose. What each leans to is written only if she wishes, and who disagrees is never erased."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.agendas.models import Item
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.transitions import somebody
from skoleporten.minutes.changes import note, of_this, open_to_writing, sent_before
from skoleporten.minutes.models import Alternative, Choice, Chosen, Minutes, Voice
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.minutes import Says

FEWEST = 2


@transaction.atomic
def ask(
    *, by: Actor, minutes: Minutes, item: Item, question: str, alternatives: Sequence[str], client_id: uuid.UUID
) -> Choice:
    """What there is to choose, with at least two ways."""
    open_to_writing(by, minutes)
    of_this(minutes, item)
    if made := sent_before(Choice, client_id, item=item):
        return made
    ways = list(dict.fromkeys(one.strip() for one in alternatives if one.strip()))
    if not question.strip():
        raise RefusedError(_("Write what there is to choose."))
    if len(ways) < FEWEST:
        raise RefusedError(_("Write at least two alternatives: else there is nothing to choose."))
    made = Choice.objects.create(
        minutes=minutes, item=item, question=question.strip(), client_id=client_id, written_by_id=somebody(by)
    )
    for words in ways:
        Alternative.objects.create(choice=made, words=words, client_id=uuid.uuid4(), written_by_id=somebody(by))
    note(by, "minutes.choice_asked", minutes, item.intake, made, alternatives=len(ways))
    return made


@transaction.atomic
def add(*, by: Actor, choice: Choice, words: str, client_id: uuid.UUID) -> Alternative:
    """One more that somebody thought of."""
    open_to_writing(by, choice.minutes)
    if made := sent_before(Alternative, client_id, choice=choice):
        return made
    if not words.strip():
        raise RefusedError(_("Write the alternative."))
    if same := choice.alternatives.filter(words=words.strip()).first():
        return same
    made = Alternative.objects.create(
        choice=choice, words=words.strip(), client_id=client_id, written_by_id=somebody(by)
    )
    note(by, "minutes.alternative_added", choice.minutes, choice.item.intake, choice)
    return made


@transaction.atomic
def say(
    *, by: Actor, choice: Choice, says: str, client_id: uuid.UUID, alternative: Alternative | None = None,
    who: str = "", words: str = "",
) -> Voice:  # fmt: skip
    """`who` is empty where nobody wishes to be named."""
    open_to_writing(by, choice.minutes)
    if made := sent_before(Voice, client_id, choice=choice):
        return made
    told = Says(says)
    _of_this_choice(choice, alternative)
    if told is Says.FAVOURS and alternative is None:
        raise RefusedError(_("Choose which alternative."))
    if told is Says.DISAGREES and not words.strip():
        raise RefusedError(_("Write what is seen differently."))
    made = Voice.objects.create(
        choice=choice, says=told.value, alternative=alternative, who=who.strip(), words=words.strip(),
        client_id=client_id, written_by_id=somebody(by),
    )  # fmt: skip
    note(by, f"minutes.choice_{told.value}", choice.minutes, choice.item.intake, choice)
    return made


@transaction.atomic
def choose(*, by: Actor, choice: Choice, alternative: Alternative, why: str, seen: int, client_id: uuid.UUID) -> Chosen:
    """`seen`: the key of what was chosen on the page, 0 for nothing. What was chosen before stays readable."""
    open_to_writing(by, choice.minutes)
    if made := sent_before(Chosen, client_id, choice=choice):
        return made
    _of_this_choice(choice, alternative)
    if not why.strip():
        raise RefusedError(_("Write why."))
    before = standing(choice)
    if (before.pk if before else 0) != seen:
        raise ChangedMeanwhileError(before)
    made = Chosen.objects.create(
        choice=choice, alternative=alternative, why=why.strip(), replaces=before, client_id=client_id,
        by_id=somebody(by),
    )  # fmt: skip
    note(by, "minutes.chosen", choice.minutes, choice.item.intake, choice, again=before is not None)
    return made


def standing(choice: Choice) -> Chosen | None:
    return choice.chosen.filter(replaced_by__isnull=True).select_related("alternative").first()


def _of_this_choice(choice: Choice, alternative: Alternative | None) -> None:
    if alternative is not None and alternative.choice_id != choice.pk:
        raise RefusedError(_("The alternative belongs to another choice."))
