"""What was asked, who answered what, and what was shared because of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from skoleporten.access.roles import Role
from skoleporten.access_requests.labels import named
from skoleporten.access_requests.source import Reader, Source, told_by_rows
from skoleporten.consents.models import Answer
from skoleporten.rules.access_requests import Teller
from skoleporten.rules.consent import PURPOSES
from skoleporten.rules.visibility import What

ORDER = 40


def _own_answers(reader: Reader, rows: Any) -> Any:
    """One's own: what another guardian answered is hers, though the page says how it stands."""
    is_guardian = reader.actor.role == Role.GUARDIAN
    own = Q(guardian__user=reader.actor.user_id) if is_guardian else Q(guardian__isnull=True)
    return told_by_rows(reader, rows).filter(own)


def _whose(answer: Answer) -> Teller:
    return Teller.PUPIL if answer.guardian_id is None else Teller.GUARDIAN


SOURCES = (
    Source(
        "consents.consent", "consents.Consent", _("Consents that were asked for"), What.CONSENTS, "pupil",
        shows=named(
            "asked_at", "purpose", "service", "scope", "withheld", "language", "interpreter", "state", "valid_until",
            "in_force_until", "closed_at", "closed_because",
        ),
        when="asked_at", by="asked_by", told=told_by_rows, related=("asked_by",), codes={"purpose": PURPOSES},
    ),
    Source(
        "consents.answer", "consents.Answer", _("Answers about consent"), What.CONSENTS, "consent__pupil",
        shows=named("consent__purpose", "guardian", "capacity", "says", "how", "signed_on", "withdrawn_at"),
        when="answered_at", by="recorded_by", told=_own_answers, teller=_whose,
        guardian=lambda answer: answer.guardian_id, related=("consent", "guardian", "recorded_by"),
        codes={"consent__purpose": PURPOSES},
    ),
    Source(
        "consents.sharing", "consents.Sharing", _("Who may read because of a consent"), What.CONSENTS,
        "consent__pupil",
        shows=named("consent__purpose", "member__user"), related=("consent", "member__user"),
        codes={"consent__purpose": PURPOSES},
    ),
    Source(
        "consents.ask_again", "consents.AskAgain", _("Consents to ask for again"), What.CONSENTS, "consent__pupil",
        shows=named("consent__purpose", "why", "due"), when="made_at", related=("consent",),
        codes={"consent__purpose": PURPOSES},
    ),
)  # fmt: skip
