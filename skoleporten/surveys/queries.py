"""What waits for an answer, and what of the answers results may count."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.reasons import purpose_of
from skoleporten.people.models import Pupil
from skoleporten.rules.surveys import Form, Given
from skoleporten.surveys.models import Answer, Asking, AskingQuerySet, FormText


def waits_for(actor: Actor, pupil: Pupil, today: dt.date) -> int:
    """How many forms wait for this person's own answers about the pupil."""
    return Asking.objects.visible_to(actor, purpose_of(actor.role), today).waiting().filter(pupil=pupil).count()


def to_read(actor: Actor, today: dt.date) -> AskingQuerySet:
    """What was sent and nobody in the team has read, the oldest first."""
    visible = Asking.objects.visible_to(actor, Purpose.FOLLOW_UP, today)
    return visible.sent().filter(read_at__isnull=True).order_by("sent_at", "pk")


def given(asking: Asking) -> dict[str, Given]:
    """By the key of the question."""
    return {one.question: one.given for one in asking.answers.all()}


def levels_that_count() -> Counter[tuple[str, str, str, int]]:
    """How many answered each level, by form, version, measure and level: of those who said yes to being counted."""
    answers = Answer.objects.filter(asking__in=Asking.objects.counted(), level__isnull=False)
    rows = answers.values_list("asking__form_text", "question", "level")
    forms: dict[int, Form] = {}
    found: Counter[tuple[str, str, str, int]] = Counter()
    for key, question, level in rows:
        assert level is not None
        if key not in forms:
            forms[key] = FormText.objects.get(pk=key).form
        form = forms[key]
        asked = form.question(question)
        if asked is not None and asked.measure:
            found[(form.id, form.version, asked.measure, level)] += 1
    return found
