"""Writing down what the one at the door must know. Two writers never overwrite each other."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.cases import changes
from skoleporten.cases.models import Care, Case
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.intake.transitions import somebody


@transaction.atomic
def write_care(*, by: Actor, case: Case, texts: dict[str, str], seen_version: int) -> Care:
    """`seen_version` is 0 where nothing was written before. The same texts once more change nothing."""
    changes.open_to_writing(case)
    kept = Care.objects.filter(case=case).first()
    care = kept or Care(case=case, version=0)
    given = {name: texts.get(name, "").strip() for name in Care.ENCRYPTED}
    if kept and {name: kept.opened(name) for name in Care.ENCRYPTED} == given:
        return kept
    if care.version != seen_version:
        raise ChangedMeanwhileError(care)
    care.write(**given)
    care.version += 1
    care.changed_at, care.changed_by_id = timezone.now(), somebody(by)
    care.save()
    changes.note(by, "cases.care_written", case, care)
    return care
