"""Naming staff to a part around the pupil, and ending it. It opens nothing: grants do."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.cases import changes
from skoleporten.cases.models import Case, CaseMember
from skoleporten.intake.owners import may_own_this
from skoleporten.intake.transitions import somebody
from skoleporten.rules.errors import RefusedError


@transaction.atomic
def name_member(
    *,
    by: Actor,
    case: Case,
    user: User,
    part: str,
    start: dt.date,
    end: dt.date | None = None,
    words: str = "",
    client_id: uuid.UUID | None = None,
) -> CaseMember:
    """Only somebody on the team whom the gate lets see the pupil."""
    changes.open_to_writing(case)
    client_id = client_id or uuid.uuid4()
    if made := CaseMember.objects.filter(case=case, client_id=client_id).first():
        return made
    _check(case, user, part, start, end, words)
    member = CaseMember.objects.create(
        case=case, user=user, part=part, start=start, end=end, words=words.strip(), client_id=client_id,
        written_by_id=somebody(by),
    )  # fmt: skip
    changes.note(by, "cases.part_given", case, member, part=part, user=str(user.public_id))
    return member


@transaction.atomic
def end_part(*, by: Actor, member: CaseMember, last_day: dt.date) -> None:
    """A part that was to begin later than its last day never began: that day it ends on its first."""
    changes.open_to_writing(member.case)
    member.refresh_from_db()
    if member.end is not None and member.end <= last_day:
        return
    member.end = max(last_day, member.start)
    member.version += 1
    member.changed_at, member.changed_by_id = timezone.now(), by.user_id
    member.save()
    changes.note(by, "cases.part_ended", member.case, member, end=member.end.isoformat())


def _check(case: Case, user: User, part: str, start: dt.date, end: dt.date | None, words: str) -> None:
    if part not in CaseMember.Part.values:
        raise RefusedError(_("There is no such part."))
    if part == CaseMember.Part.OTHER and not words.strip():
        raise RefusedError(_("Say which part it is."))
    if end is not None and end < start:
        raise RefusedError(_("The last day is before the first one."))
    if user not in may_own_this(case.intake, timezone.localdate()):
        raise RefusedError(
            _("%(name)s does not see this pupil.") % {"name": user}, do=_("Choose somebody on the team.")
        )
    if case.casemembers.filter(user=user, part=part, end__isnull=True).exists():
        raise RefusedError(_("%(name)s has that part already.") % {"name": user})
