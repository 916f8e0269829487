"""What an intake still lacks, in the order in which it is usually done. Each thing adds one entry here.

`is_missing` is a condition on Intake rows, asked for the whole queue in one question: no loop over pupils.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from skoleporten.consents.models import Consent
from skoleporten.intake.models import Booking, FactorStatement, Intake, Referral, Story
from skoleporten.people.models import Guardianship
from skoleporten.rules.talk import Part

Condition = Q | Combinable
JOINING = "join_skoleporten"


@dataclass(frozen=True)
class Lack:
    """`code` is also the name of the annotation, `lacks_<code>`."""

    code: str
    words: str | Promise
    is_missing: Callable[[dt.date], Any]

    @property
    def annotation(self) -> str:
        return f"lacks_{self.code}"


def _booked() -> QuerySet[Booking]:
    return Booking.objects.filter(intake=OuterRef("pk"), called_off_at__isnull=True)


def _no_match(today: dt.date) -> Condition:
    return Q(pupil__isnull=True)


def _no_consent(today: dt.date) -> Condition:
    return ~Exists(Consent.objects.in_force(today).filter(pupil=OuterRef("pupil"), purpose=JOINING))


def _no_talk(today: dt.date) -> Condition:
    return ~Exists(_booked())


def _adviser_unanswered(today: dt.date) -> Condition:
    return Exists(_booked().filter(adviser_offer=Booking.Offer.UNANSWERED))


def _no_interpreter(today: dt.date) -> Condition:
    """Somebody needs one, by the register or by what the referrer told, and none is ordered."""
    guardian = Guardianship.objects.filter(
        Q(end__isnull=True) | Q(end__gte=today), pupil=OuterRef("pupil"), guardian__needs_interpreter=True
    )
    told = Referral.objects.filter(intake=OuterRef("pk")).exclude(interpreter_language="")
    needed = Q(pupil__needs_interpreter=True) | Exists(guardian) | Exists(told)
    waits = Exists(_booked().filter(interpreter=Booking.Interpreter.TO_ORDER))
    return (needed & ~Exists(_booked().filter(interpreter=Booking.Interpreter.ORDERED))) | waits


def _not_told(part: Part) -> Callable[[dt.date], Condition]:
    """A story that is not told yet is not lacking where its reason stands."""
    return lambda today: ~Exists(Story.objects.standing().filter(intake=OuterRef("pk"), part=part.value))


def _no_factors(today: dt.date) -> Condition:
    told = FactorStatement.objects.filter(informant__intake=OuterRef("pk"), informant__removed_at__isnull=True)
    return ~Exists(told)


LACKS: list[Lack] = [
    Lack("match", _("which pupil it is"), _no_match),
    Lack("talk", _("a time for the intake talk"), _no_talk),
    Lack("adviser", _("the answer about the family adviser"), _adviser_unanswered),
    Lack("interpreter", _("an interpreter"), _no_interpreter),
    Lack("childs_story", _("the pupil’s story, or why it is not told yet"), _not_told(Part.CHILDS_STORY)),
    Lack("guardians_story", _("the guardians’ story"), _not_told(Part.GUARDIANS_STORY)),
    Lack("schools_account", _("the school’s account"), _not_told(Part.SCHOOLS_STORY)),
    Lack("factors", _("what makes it hard and what helps"), _no_factors),
    Lack("consent", _("consent to joining Skoleporten"), _no_consent),
]


def with_lacks(intakes: QuerySet[Intake], today: dt.date) -> QuerySet[Intake]:
    """Each row with `lacks_<code>`, true or false."""
    return intakes.annotate(**{one.annotation: _as_column(one.is_missing(today)) for one in LACKS})


def lacks_of(intake: Any) -> list[Lack]:
    """Of a row that `with_lacks` gave."""
    return [one for one in LACKS if getattr(intake, one.annotation)]


def _as_column(condition: Any) -> Case:
    return Case(When(condition, then=Value(value=True)), default=Value(value=False), output_field=BooleanField())
