"""The looks of some days, from the log, with what the rules want to know of each."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from skoleporten.access.gate import Purpose
from skoleporten.access.models import User
from skoleporten.access.roles import AT_A_SCHOOL
from skoleporten.audit.models import Event, EventPupil
from skoleporten.people.models import Enrolment, Pupil
from skoleporten.rules.looks import Look, surname

# One pupil at a time; a list is seen by everybody who opens it, and shows nobody in particular.
OPENED = (
    *("pupils.opened", "pupils.downloaded", "looks.who_can_see", "looks.who_has_looked", "access.glass_broken"),
    *("concerns.opened_form", "concerns.contact_opened", "concerns.discussion_opened", "advice.opened"),
    *(
        "consents.opened",
        "consents.ask_opened",
        "consents.printed",
        "people.guardians_opened",
        "people.guardian_opened",
    ),
    *("documents.downloaded", "documents.attachment_downloaded", "duties.opened", "duties.matter_opened"),
    *("intake.opened", "intake.sent_opened", "intake.referral_form_opened", "intake.preparation_opened"),
    *("intake.talk_opened", "intake.talk_part_opened", "intake.talk_form_opened", "intake.squeeze_opened"),
    *("intake.meeting_opened", "intake.meeting_form_opened", "intake.decision_opened", "intake.decision_form_opened"),
    *("intake.decision_read", "intake.decision_text_opened", "intake.letter_previewed"),
    *("cases.opened", "cases.timeline_opened", "cases.printed", "cases.team_opened", "cases.hand_over_opened"),
    *("cases.way_back_opened", "plans.plan_opened", "plans.step_opened", "plans.form_opened", "plans.ladder_opened"),
    *("plans.together_opened", "judgement.notes_opened", "judgement.note_opened", "judgement.note_form_opened"),
    *("judgement.loop_opened", "judgement.round_opened", "judgement.goals_opened"),
    "agendas.item_opened",
    *("access_requests.opened", "access_requests.things_opened"),
    *("presence.history", "presence.pupil_day", "presence.call_opened", "presence.statement_opened"),
)
# Told in no report, as that somebody looked there could tell why; a stolen session stops there too.
OPENED_FOR_A_DUTY = ("child_welfare.duties_opened", "child_welfare.opened")
DENIED = "access.denied"


@dataclass(frozen=True)
class Facts:
    """`surnames` by pupil, how many bear each, users' surnames, and the names of the schools where each pupil is."""

    surnames: dict[str, str]
    bearers: Counter[str]
    users: dict[str, str]
    units: dict[str, set[str]]


def looks_between(first: dt.date, last: dt.date) -> Iterator[Look]:
    """Both days inclusive, local time."""
    facts = _facts(first)
    start, end = _midnight(first), _midnight(last + dt.timedelta(days=1))
    in_time = EventPupil.objects.filter(event__at__gte=start, event__at__lt=end, event__action__in=OPENED)
    # Who left the school is outside it by then, and is seen for just that.
    for actor, role, unit, at, pupil, purpose in in_time.exclude(event__actor="").values_list(
        "event__actor", "event__role", "event__unit", "event__at", "pupil", "event__purpose"
    ):
        is_at_a_school = role in AT_A_SCHOOL and purpose != Purpose.FORMER_SCHOOL
        yield _look(facts, actor, str(pupil), at, is_at_a_school and unit, is_denied=False)
    denied = Event.objects.filter(at__gte=start, at__lt=end, action=DENIED).exclude(actor="")
    for actor, at, asked, details in denied.values_list("actor", "at", "object_id", "details"):
        if details.get("exists"):
            yield _look(facts, actor, asked, at, unit="", is_denied=True)


def _look(facts: Facts, actor: str, pupil: str, at: dt.datetime, unit: str | bool, *, is_denied: bool) -> Look:
    """`unit` is empty for whom every school is one's own."""
    name = facts.surnames.get(pupil, "")
    own = set(str(unit).split(", ")) if unit else set()
    return Look(
        actor=actor,
        pupil=pupil,
        at=timezone.localtime(at),
        is_same_surname=bool(name) and facts.users.get(actor) == name,
        bearers=facts.bearers[name],
        is_outside_unit=bool(own) and not own & facts.units.get(pupil, set()),
        is_denied=is_denied,
    )


def _facts(day: dt.date) -> Facts:
    surnames = {
        str(key): surname(name) for key, name in Pupil._base_manager.values_list("public_id", "family_name").iterator()
    }
    units: dict[str, set[str]] = defaultdict(set)
    for key, school in Enrolment.objects.on(day).values_list("pupil__public_id", "school__name"):
        units[str(key)].add(school)
    users = {str(key): surname(name) for key, name in User.objects.values_list("public_id", "display_name")}
    return Facts(surnames, Counter(surnames.values()), users, units)


def opened_since(actor: str, since: dt.datetime) -> int:
    """How many pupils the person has opened one by one since then."""
    counted = (*OPENED, *OPENED_FOR_A_DUTY)
    opened = EventPupil.objects.filter(event__actor=actor, event__at__gt=since, event__action__in=counted)
    return opened.values("pupil").distinct().count()


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def names_of(users: set[str]) -> dict[str, str]:
    """To write a finding out with."""
    return {str(one.public_id): str(one) for one in User.objects.filter(public_id__in=map(uuid.UUID, users))}
