"""Making the decision, and putting another in its place. What fits a child is chosen and described, never computed."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.roles import Role
from skoleporten.audit.actions import record
from skoleporten.concerns.handed_back import begin_measures
from skoleporten.concerns.measures import Measure
from skoleporten.intake import to_tell, transitions
from skoleporten.intake.grounds_of_decision import Decided, check
from skoleporten.intake.models import Decision, Intake, Meeting
from skoleporten.intake.transitions import pupils_of, somebody
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.people.models import Enrolment, Pupil
from skoleporten.rules import decision as rules
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.transitions import Stage, transition

MOST_OF_A_REASON = 2000


@transaction.atomic
def decide(
    *, by: Actor, meeting: Meeting, decided: Decided, client_id: uuid.UUID, seen: uuid.UUID | None = None
) -> Decision:
    """`seen` is the newest decision that the page knew of. A form sent twice is one decision."""
    transitions.locked(meeting.intake)
    if made := _sent_before(meeting.intake, client_id):
        return made
    newest = newest_of(meeting.intake)
    if (newest.public_id if newest else None) != seen:
        raise RefusedError(_("Somebody has decided in the meantime."), do=_("Read it before you go on."))
    return _write(by, meeting, decided, client_id, replaces=None, why="")


@transaction.atomic
def correct(*, by: Actor, decision: Decision, decided: Decided, why: str, client_id: uuid.UUID) -> Decision:
    """A new row in the place of `decision`, which stays as it was. Its measures go on; new ones may be added."""
    transitions.locked(decision.intake)
    if made := _sent_before(decision.intake, client_id):
        return made
    if not decision.is_standing:
        raise RefusedError(_("Another decision has taken its place already."), do=_("Correct that one."))
    if not why.strip():
        raise RefusedError(_("Say why the decision is replaced."))
    return _write(by, decision.meeting, decided, client_id, replaces=decision, why=why.strip())


def newest_of(intake: Intake) -> Decision | None:
    return Decision.objects.filter(intake=intake).order_by("-recorded_at", "-pk").first()


def may_decide(role: str, intake: Intake) -> list[rules.Outcome]:
    """In the order of the rules, which is no order of merit."""
    if intake.ended_at is not None or intake.state == Stage.REFERRED:
        return []
    return [one for one in rules.Outcome if _is_allowed(role, intake.state, rules.STAGE_OF[one])]


def _write(
    by: Actor, meeting: Meeting, decided: Decided, client_id: uuid.UUID, replaces: Decision | None, why: str
) -> Decision:
    intake, today = meeting.intake, timezone.localdate()
    pupil = _pupil_of(intake)
    carried = list(replaces.measures.all()) if replaces else []
    basis = check(pupil, meeting, decided, len(carried), today)
    made = Decision.objects.create(
        intake=intake, meeting=meeting, client_id=client_id, recorded_at=timezone.now(), recorded_by_id=somebody(by),
        told_by_id=somebody(by), replaces=replaces, why_replaced=why, **decided.as_columns(),
    )  # fmt: skip
    made.consents.set(basis.held)
    made.measures.set([*carried, *_begin_measures(by, pupil, decided, client_id, today)])
    _move(by, made, replaces)
    record(
        by=by, action="intake.corrected" if replaces else "intake.decided", purpose="follow_up",
        pupils=pupils_of(intake), object_type="decision", object_id=made.public_id,
        details={"outcome": made.outcome, "kind": made.kind},
    )  # fmt: skip
    to_tell.begin(by=by, decision=made, today=today)
    _remind(by, made)
    return made


def _move(by: Actor, made: Decision, replaces: Decision | None) -> None:
    """A correction that keeps the outcome moves nothing, but for who waits, and until when."""
    state, stage = made.intake.state, rules.STAGE_OF[rules.Outcome(made.outcome)]
    if by.role == Role.TEAM and made.outcome != rules.Outcome.MORE_TO_FIND_OUT:
        raise RefusedError(_("The lead decides this."), do=_("Ask the lead."))
    if replaces and replaces.outcome == made.outcome and not (made.outcome == "waiting" and state == stage):
        return
    transitions.move(
        by=by, intake=made.intake, to_state=stage, reason=made.reason[:MOST_OF_A_REASON],
        next_review=made.next_review, followed_up_by=made.followed_up_by, decision=str(made.public_id),
        consent_in_force=made.outcome == rules.Outcome.SKOLEPORTEN, client_id=made.client_id,
    )  # fmt: skip


def _remind(by: Actor, made: Decision) -> None:
    """Whoever follows up a pupil that waits, on the morning of the day when it is looked at again."""
    if made.followed_up_by is None or made.next_review is None:
        return
    morning = timezone.make_aware(dt.datetime.combine(made.next_review, dt.time(7)))
    notify(
        by=by, to=made.followed_up_by, kind=Kind.TO_EVALUATE, link=f"/intake/{made.intake.public_id}/",
        not_before=morning, pupil_id=made.intake.pupil_id,
    )  # fmt: skip


def _begin_measures(by: Actor, pupil: Pupil, decided: Decided, client_id: uuid.UUID, today: dt.date) -> list[Measure]:
    stay = school_of(pupil, today)
    return begin_measures(
        by=by, pupil=pupil, school_id=stay.school_id if stay else None, measures=decided.measures,
        reason=_("Decided in the intake of Skoleporten."), client_id=client_id,
    )  # fmt: skip


def school_of(pupil: Pupil, today: dt.date) -> Enrolment | None:
    rows = Enrolment.objects.on(today).filter(pupil=pupil).select_related("school")
    return rows.order_by("-start", "-pk").first()


def _sent_before(intake: Intake, client_id: uuid.UUID) -> Decision | None:
    return Decision.objects.filter(intake=intake, client_id=client_id).first()


def _pupil_of(intake: Intake) -> Pupil:
    if intake.pupil is None:
        raise RefusedError(_("Nobody knows yet which pupil it is about."), do=_("Find the pupil first."))
    return intake.pupil


def _is_allowed(role: str, state: str, stage: str) -> bool:
    row = transition(Stage(state), Stage(stage))
    if row is None or role not in row.roles:
        return False
    return role != Role.TEAM or stage == rules.STAGE_OF[rules.Outcome.MORE_TO_FIND_OUT]
