"""What waits for somebody on the team: each line one kind of thing, how many, and the way to it. None that is none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.access_requests import queries as access_requests
from skoleporten.agendas.models import Wish
from skoleporten.agendas.wishes import page_for_team as page_of_wish
from skoleporten.cases.models import Case, CaseQuerySet
from skoleporten.climate import group
from skoleporten.climate.queries import has_answered, open_pulse
from skoleporten.development.models import Trial
from skoleporten.intake.models import Intake, IntakeHandover
from skoleporten.intake.telling import page_of
from skoleporten.meetings.rhythms import kinds_to_choose_about
from skoleporten.minutes import approving
from skoleporten.minutes import queries as minutes
from skoleporten.panels import queries as panels
from skoleporten.panels.models import Panel
from skoleporten.presence.models import PresenceDay
from skoleporten.rig.queries import without_stand_in
from skoleporten.rules.transitions import Stage
from skoleporten.web import words
from skoleporten.web.cases.due import next_due
from skoleporten.web.on_call.waiting import waits_in_words as call_waits
from skoleporten.web.supports import waiting as supports
from skoleporten.web.surveys.panel import waits_in_words as answers_wait
from skoleporten.web.threads.panel import late_in_words as late_answers
from skoleporten.web.threads.panel import waits_in_words as answer_waits
from skoleporten.web.voices import panel as voices

DAYS_AHEAD = 14
WEEKS_TO_CHOOSE_IN = dt.timedelta(weeks=6)


@dataclass(frozen=True)
class Waiting:
    text: str
    url: str


def for_team(actor: Actor, today: dt.date) -> list[Waiting]:
    return [line for kind in KINDS if (line := kind(actor, today))]


def for_specialist(actor: Actor, today: dt.date) -> list[Waiting]:
    """What a meeting gave her to do, and the pulse of those who regularly take part; all else has pages of its own."""
    return [line for kind in (_decided, _pulse) if (line := kind(actor, today))]


def _offered_to_me(actor: Actor, today: dt.date) -> Waiting | None:
    visible = Intake.objects.visible_to(actor, Purpose.FOLLOW_UP, today)
    offers = IntakeHandover.objects.filter(intake__in=visible, offered_to=actor.user_id, answered_at__isnull=True)
    count = offers.count()
    text = ngettext(
        "%(count)s task that somebody asks you to take over",
        "%(count)s tasks that somebody asks you to take over",
        count,
    )
    first = offers.select_related("intake__case").first()
    return Waiting(text % {"count": count}, page_of(first.intake)) if first else None


def _talks(actor: Actor, today: dt.date) -> Waiting | None:
    """Pupils wait for an answer, so it stands first."""
    told = supports.talks(actor, today)
    return Waiting(*told) if told else None


def _pupils_answers(actor: Actor, today: dt.date) -> Waiting | None:
    told = supports.answers(actor, today)
    return Waiting(*told) if told else None


def _answers(actor: Actor, today: dt.date) -> Waiting | None:
    """What the family was asked and has sent."""
    told = answers_wait(actor, today)
    return Waiting(*told) if told else None


def _new(actor: Actor, today: dt.date) -> Waiting | None:
    count = _open(actor, today).filter(state=Stage.REFERRED).count()
    text = ngettext(
        "%(count)s referral that nobody has taken up", "%(count)s referrals that nobody has taken up", count
    )
    return Waiting(text % {"count": count}, reverse("intakes")) if count else None


def _to_review(actor: Actor, today: dt.date) -> Waiting | None:
    count = _open(actor, today).filter(next_review__lte=today, owner=actor.user_id).count()
    text = ngettext(
        "%(count)s of yours whose date for review has come", "%(count)s of yours whose date for review has come", count
    )
    return Waiting(text % {"count": count}, f"{reverse('intakes')}?whose=mine") if count else None


def _due(actor: Actor, today: dt.date) -> Waiting | None:
    """A measure to look at again, a decision that runs out, a follow-up: each case once, however much is due in it."""
    mine = list(_mine(actor, today).values_list("pk", flat=True))
    count = sum(due.on <= today for due in next_due(actor, mine, today).values())
    text = ngettext("%(count)s case where something is due", "%(count)s cases where something is due", count)
    return Waiting(text % {"count": count}, f"{reverse('cases')}?order=due") if count else None


def _to_look_at(actor: Actor, today: dt.date) -> Waiting | None:
    """Two people marked it differently, or a mark came late: the owner says what stands."""
    visible = PresenceDay.objects.visible_to(actor, Purpose.FOLLOW_UP, today)
    days = visible.filter(case__in=_mine(actor, today), needs_look=True).select_related("case")
    count, first = days.count(), days.order_by("day", "pk").first()
    text = ngettext("%(count)s day of presence to look at", "%(count)s days of presence to look at", count)
    return Waiting(text % {"count": count}, reverse("case_presence", args=[first.case.public_id])) if first else None


def _decided(actor: Actor, today: dt.date) -> Waiting | None:
    """What meetings gave her to do, and whose date has come."""
    count = minutes.mine(actor, today).due(today).count()
    text = ngettext(
        "%(count)s thing that a meeting asked you to do by now",
        "%(count)s things that meetings asked you to do by now",
        count,
    )
    return Waiting(text % {"count": count}, reverse("meeting_decisions")) if count else None


def _to_approve(actor: Actor, today: dt.date) -> Waiting | None:
    """Minutes of meetings that she owns, or stands in for today."""
    rows = approving.to_approve(actor, today)
    text = ngettext("Minutes of %(count)s meeting to approve", "Minutes of %(count)s meetings to approve", len(rows))
    url = reverse("minutes", args=[rows[0].meeting.public_id]) if rows else ""
    return Waiting(text % {"count": len(rows)}, url) if rows else None


def _nobody_steps_in(actor: Actor, today: dt.date) -> Waiting | None:
    """A lead sees everybody's days away, the others their own."""
    told = without_stand_in(today, today + dt.timedelta(days=DAYS_AHEAD))
    mine = [away for away, _days in told if actor.role == Role.LEAD or away.user_id == actor.user_id]
    count = len({away.user_id for away in mine})
    text = ngettext(
        "%(count)s who is away in the next two weeks and nobody steps in",
        "%(count)s who are away in the next two weeks and nobody steps in",
        count,
    )
    return Waiting(text % {"count": count}, reverse("rig_away")) if count else None


def _trials(actor: Actor, today: dt.date) -> Waiting | None:
    """Development work of one's own whose day has come."""
    mine = Trial.objects.visible_to(actor).due(today).filter(owner=actor.user_id)
    count, first = mine.count(), mine.first()
    text = ngettext(
        "%(count)s piece of development work to look at", "%(count)s pieces of development work to look at", count
    )
    return Waiting(text % {"count": count}, reverse("trial", args=[first.public_id])) if first else None


def _pulse(actor: Actor, today: dt.date) -> Waiting | None:
    """Until one has answered oneself. It tells nothing of anybody else."""
    pulse = open_pulse()
    if pulse is None or not group.belongs(actor, today) or has_answered(actor, pulse):
        return None
    return Waiting(gettext("A pulse of the team climate that you may answer"), reverse("climate_answer"))


def _to_choose(actor: Actor, today: dt.date) -> Waiting | None:
    """Dates in the next six weeks on which no meeting is planned before somebody has chosen."""
    kinds = kinds_to_choose_about(today, today + WEEKS_TO_CHOOSE_IN)
    text = ngettext(
        "%(count)s kind of meeting with a date to choose about",
        "%(count)s kinds of meetings with dates to choose about",
        len(kinds),
    )
    url = reverse("rhythm_choices", args=[kinds[0].code]) if len(kinds) == 1 else reverse("meetings")
    return Waiting(text % {"count": len(kinds)}, url) if kinds else None


def _to_tell_a_panel(actor: Actor, today: dt.date) -> Waiting | None:
    """For the host: what came of the panel's words and has not been told back."""
    hosted = set(Panel.objects.visible_to(actor).filter(host=actor.user_id).values_list("pk", flat=True))
    owed = [panel for _change, panel in panels.not_told(actor) if panel.pk in hosted] if hosted else []
    text = ngettext("%(count)s thing to tell back to a panel", "%(count)s things to tell back to a panel", len(owed))
    url = reverse("panel", args=[owed[0].public_id]) if len(set(owed)) == 1 else reverse("panels")
    return Waiting(text % {"count": len(owed)}, url) if owed else None


def _own_words(actor: Actor, today: dt.date) -> Waiting | None:
    """Of pupils and guardians, which nobody on the team has read."""
    told = voices.waits(actor, today)
    return Waiting(*told) if told else None


def _adult_asked_for(actor: Actor, today: dt.date) -> Waiting | None:
    told = call_waits(actor, today)
    return Waiting(*told) if told else None


def _family_waits(actor: Actor, today: dt.date) -> Waiting | None:
    """Messages of families that she has, or steps in for."""
    told = answer_waits(actor, today)
    return Waiting(*told) if told else None


def _asked_for_all(actor: Actor, today: dt.date) -> Waiting | None:
    """Requests for everything that is kept, and complaints about answers, with the first day that one is due."""
    rows = access_requests.to_answer(actor, today)
    count, first = rows.count(), rows.first()
    text = ngettext(
        "%(count)s request for what is kept to answer, due %(day)s",
        "%(count)s requests for what is kept to answer, the first due %(day)s",
        count,
    )
    url = reverse("access_request", args=[first.public_id]) if first and count == 1 else reverse("access_requests")
    return Waiting(text % {"count": count, "day": words.day(first.due)}, url) if first else None


def _late_answers(actor: Actor, today: dt.date) -> Waiting | None:
    told = late_answers(actor, today)
    return Waiting(*told) if told else None


def _mine(actor: Actor, today: dt.date) -> CaseQuerySet:
    return Case.objects.visible_to(actor, Purpose.FOLLOW_UP, today).open().filter(intake__owner=actor.user_id)


def _open(actor: Actor, today: dt.date) -> QuerySet[Intake]:
    return Intake.objects.visible_to(actor, Purpose.FOLLOW_UP, today).open()


def _wishes(actor: Actor, today: dt.date) -> Waiting | None:
    """What a family wants talked about in a meeting, and nobody has answered."""
    rows = Wish.objects.visible_to(actor, Purpose.FOLLOW_UP, today).waiting()
    count, first = rows.count(), rows.order_by("written_at", "pk").first()
    text = ngettext(
        "%(count)s thing that a family wants to talk about", "%(count)s things that families want to talk about", count
    )
    url = page_of_wish(first) if first and count == 1 else reverse("agenda_wishes")
    return Waiting(text % {"count": count}, url) if count else None


KINDS: tuple[Callable[[Actor, dt.date], Waiting | None], ...] = (
    _adult_asked_for,
    _family_waits,
    _late_answers,
    _talks,
    _pupils_answers,
    _offered_to_me,
    _own_words,
    _answers,
    _wishes,
    _due,
    _to_look_at,
    _decided,
    _to_approve,
    _new,
    _to_review,
    _nobody_steps_in,
    _to_choose,
    _asked_for_all,
    _trials,
    _to_tell_a_panel,
    _pulse,
)
