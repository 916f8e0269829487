"""Writing down what is decided for the pupil: what, from when until when, by whom, and where the document lies."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.cases import changes
from skoleporten.cases.models import Case, StandingDecision
from skoleporten.intake.changes import save_changed
from skoleporten.intake.transitions import somebody
from skoleporten.rules.errors import RefusedError

Kind = StandingDecision.Kind
HAS_A_HOLDER = (Kind.CHILD_COORDINATOR, Kind.RELAY_LOG)


@dataclass(frozen=True)
class Stands:
    """What the form says. `end` is the last day; none is until it is changed."""

    kind: str
    start: dt.date
    decided_by: str
    document: str
    end: dt.date | None = None
    legal_reason: str = ""
    holder: str = ""
    content: str = ""

    def cleaned(self) -> dict[str, Any]:
        return {name: value.strip() if isinstance(value, str) else value for name, value in asdict(self).items()}


@transaction.atomic
def write_down(*, by: Actor, case: Case, stands: Stands, client_id: uuid.UUID | None = None) -> StandingDecision:
    changes.open_to_writing(case)
    client_id = client_id or uuid.uuid4()
    if made := StandingDecision.objects.filter(case=case, client_id=client_id).first():
        return made
    _check(stands)
    row = StandingDecision.objects.create(
        case=case, client_id=client_id, written_by_id=somebody(by), **stands.cleaned()
    )
    changes.note(by, "cases.decision_written_down", case, row, kind=row.kind)
    return row


@transaction.atomic
def change(*, by: Actor, row: StandingDecision, stands: Stands, seen_version: int) -> None:
    """Raises ChangedMeanwhileError where somebody else changed it since."""
    changes.open_to_writing(row.case)
    _check(stands)
    if save_changed(by, row, seen_version, stands.cleaned()):
        changes.note(by, "cases.decision_changed", row.case, row, kind=row.kind)


@transaction.atomic
def remove(*, by: Actor, row: StandingDecision) -> None:
    """Entered by mistake, or in the wrong case. What ended is not removed: it gets a last day."""
    changes.open_to_writing(row.case)
    if save_changed(by, row, row.version, {"removed_at": row.removed_at or timezone.now()}):
        changes.note(by, "cases.decision_removed", row.case, row, kind=row.kind)


def _check(stands: Stands) -> None:
    if stands.kind not in Kind.values:
        raise RefusedError(_("There is no such decision."))
    if stands.end is not None and stands.end < stands.start:
        raise RefusedError(_("The last day is before the first one."))
    if not stands.document.strip():
        raise RefusedError(_("Say where the document lies."))
    if not stands.decided_by.strip():
        raise RefusedError(_("Say who decided it."))
    if stands.kind == Kind.REMOTE_TEACHING and not stands.legal_reason.strip():
        raise RefusedError(_("Remote teaching must carry its reason in law."))
    if stands.kind in HAS_A_HOLDER and not stands.holder.strip():
        raise RefusedError(_("Say who holds it."))
