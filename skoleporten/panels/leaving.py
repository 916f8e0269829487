"""A member leaves: name and contact way are deleted, and each statement follows what she said when it was written down.

Everything happens in the transaction of what ended it, so that nothing of her outlives her yes by a moment.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from skoleporten.access.actor import Actor, software
from skoleporten.consents import queries as consents
from skoleporten.consents.models import Answer, Consent, Purpose
from skoleporten.documents import drafts
from skoleporten.documents.drafts import Place
from skoleporten.documents.models import Draft
from skoleporten.panels.changing import locked, log, touch
from skoleporten.panels.models import Attendance, Member, Session, Statement
from skoleporten.panels.signals import statement_removed
from skoleporten.rules.panels import Ended, Removed, SaidAs, stays_after_leaving

# The forms that words are written and corrected in: a draft of one would outlive them.
WRITING, CORRECTION, NOTES = "panels.statement_new", "panels.statement", "panels.session_held"


def end(by: Actor, member: Member, because: Ended) -> None:
    """Of a locked member. Twice is once."""
    if member.ended_at is not None:
        return
    sessions = _sessions(member)
    stayed, removed = _statements(by, member)
    _drafts(member)
    member.write(name="", contact="")
    member.consent, member.guardian = None, None
    member.ended_at, member.ended_by_id, member.ended_because = timezone.now(), by.user_id, because.value
    touch(by, member)
    told = {"because": because.value, "stayed": stayed, "removed": removed, "sessions": sessions}
    log(by, "member_ended", member, panel=member.panel.code, **told)


def remove_words(by: Actor, statement: Statement, because: Removed) -> None:
    """The row stays, and says why and nothing else. Of a locked one; twice is once."""
    if statement.removed_at is not None:
        return
    statement.words, statement.member = "", None
    statement.removed_at, statement.removed_by_id = timezone.now(), by.user_id
    statement.removed_because = because.value
    touch(by, statement)
    Draft.objects.filter(form=CORRECTION, object_id=str(statement.public_id)).delete()
    log(by, "statement_removed", statement, because=because.value)
    statement_removed.send(sender=Statement, statement=statement)


def when_a_consent_ends(consent: Consent, **signal: Any) -> None:
    """Withdrawn, refused, run out or replaced. A newer one in force by the same giver carries the member on."""
    if consent.purpose != Purpose.SOURCE_PANEL:
        return
    by = software("panels")
    for member in Member.objects.not_ended().filter(consent=consent).select_for_update().order_by("pk"):
        newer = _carried_on_by(member, timezone.localdate())
        if newer is not None:
            _carry_on(by, member, newer)
        else:
            end(by, member, _why(consent))


@transaction.atomic
def end_what_ran_out(today: dt.date) -> int:
    """At night: a yes that has lasted as long as was agreed is over."""
    over = Member.objects.not_ended().filter(valid_until__lt=today).select_for_update().order_by("pk")
    for member in (rows := list(over)):
        end(software("panels"), member, Ended.RAN_OUT)
    return len(rows)


def _statements(by: Actor, member: Member) -> tuple[int, int]:
    """How many stay without her, and how many are removed."""
    rows = list(member.statements.standing().select_for_update().order_by("pk"))
    for one in rows:
        if stays_after_leaving(SaidAs(one.said_as), may_stay=one.may_stay):
            one.member, one.let_go_at = None, timezone.now()
            touch(by, one)
        else:
            remove_words(by, one, Removed.LEFT_PANEL)
    removed = sum(one.removed_at is not None for one in rows)
    return len(rows) - removed, removed


def _sessions(member: Member) -> int:
    """That she came is forgotten, and notes of sessions that she came to or spoke in, also those that somebody has
    begun to write, are to be looked over.
    """
    came_to = Q(attendances__member=member) | Q(statements__member=member)
    keys = set(Session.objects.filter(came_to).values_list("pk", flat=True))
    begun = set(Draft.objects.filter(form=NOTES).values_list("object_id", flat=True))
    for session in Session.objects.filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk"):
        if session.notes or str(session.public_id) in begun:
            session.to_look_over = True
            session.save()
    deleted, _each = Attendance.objects.filter(member=member).delete()
    return deleted


def _drafts(member: Member) -> None:
    """Words of hers that somebody has begun to write down and not saved."""
    sessions = map(str, member.panel.sessions.values_list("public_id", flat=True))
    for one in Draft.objects.filter(form=WRITING, object_id__in=list(sessions)):
        place = Place(one.user_id, one.role, one.form, one.object_id)
        begun = drafts.kept(place)
        if begun and str(member.public_id) in begun.values.get("member", ()):
            drafts.drop(place)


def _carried_on_by(member: Member, today: dt.date) -> Consent | None:
    assert member.consent is not None
    newer = consents.in_force(member.consent.pupil, Purpose.SOURCE_PANEL, today)
    if newer is None or newer.pk == member.consent_id:
        return None
    if member.guardian is None:
        return newer
    says_yes = newer.answers.filter(guardian=member.guardian, says=Answer.Says.YES, withdrawn_at__isnull=True)
    return newer if says_yes.exists() else None


def _carry_on(by: Actor, member: Member, newer: Consent) -> None:
    member = locked(member)
    member.consent, member.text, member.valid_until = newer, newer.text, newer.valid_until
    member.given_on = max(answer.signed_on for answer in newer.answers.all())
    touch(by, member)
    log(by, "member_carried_on", member, panel=member.panel.code)


def _why(consent: Consent) -> Ended:
    return Ended.WITHDREW if consent.state == Consent.State.WITHDRAWN else Ended.CONSENT_ENDED
