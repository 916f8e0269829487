"""The demo's referrals: by the school, a guardian, a pupil and another service, each at another place in the queue."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from skoleporten.access.actor import Actor
    from skoleporten.intake.models import Intake, Referral
    from skoleporten.intake.referring import Told
    from skoleporten.people.models import Enrolment, Pupil

STORIES = (
    (
        "Eleven har vært borte hver mandag siden høstferien, og blir stående i garderoben.",
        "At det blir trygt å gå inn.",
    ),
    ("Har ikke vært på skolen på to uker. Vi har snakket med hjemmet tre ganger.", "En plan som holder."),
    ("Kommer til første time og går før lunsj. Sier at det er for mye bråk.", "Et roligere sted å begynne."),
    ("Går bare til svømming. Vi har prøvd kortere dager i en måned.", "Hjelp til å forstå hva som er vanskelig."),
)
REFERRED = 4


def make_intakes(today: dt.date, enrolments: list[Enrolment]) -> None:
    """`enrolments` are of one school, that of the first leader; the first pupil has a guardian and an account."""
    pupils = [enrolment.pupil for enrolment in enrolments]
    leader, lead = _actor("rektor1", today), _actor("leder", today)
    referred = [_by_school(leader, pupil, number) for number, pupil in enumerate(pupils[1 : REFERRED + 1])]
    _days_ago(referred, (21, 12, 8, 30))
    _by_the_family(today, pupils[0])
    _from_elsewhere(lead)
    for take_on, referral in zip((_booked, _in_intake, _nothing, _declined), referred, strict=False):
        take_on(lead, referral.intake, today)


def _by_school(leader: Actor, pupil: Pupil, number: int) -> Referral:
    from skoleporten.intake import referring

    reason, hope = STORIES[number]
    return referring.by_school(by=leader, pupil=pupil, told=_told(reason, hope, basis="duty"))


def _by_the_family(today: dt.date, pupil: Pupil) -> None:
    """Both of one pupil: they meet in one intake."""
    from skoleporten.intake import referring

    asked = _told("Hun gråter om kvelden og får ikke sove før en skoledag.", "At noen hører på henne.")
    referring.by_guardian(by=_actor("foresatt", today), pupil=pupil, told=asked)
    own = _told("Jeg får vondt i magen når jeg ser skolen. Hjemme går det bra.", "At jeg kan komme litt av gangen.")
    referring.by_pupil(by=_actor("elev", today), pupil=pupil, told=own)


def _from_elsewhere(lead: Actor) -> None:
    """By a one-time link: nobody has found out yet which pupil of the register it is."""
    from skoleporten.intake import outside_links, referring
    from skoleporten.intake.models import Route
    from skoleporten.intake.referring import About

    form, _token = outside_links.make(
        by=lead, route=Route.objects.get(code="smi"), for_whom="SMI-skolen, Siv", basis="consent",
        basis_text="Mor og far, i møte for en uke siden", client_id=uuid.uuid4(),
    )  # fmt: skip
    told = _told("Eleven er hos oss to dager i uka, og nærskolen ser ham sjelden.", "En overgang som varer.")
    about = About("Jonas", "Eksempel", None, "Vet ikke")
    referring.by_outside_form(form=form, told=told, about=about, name="Siv Sosialpedagog", contact="38 00 00 00")


def _booked(lead: Actor, intake: Intake, today: dt.date) -> None:
    from django.utils import timezone

    from skoleporten.intake.booking import Plan, book

    day = today + dt.timedelta(days=7 - today.weekday() + 1)
    starts_at = timezone.make_aware(dt.datetime.combine(day, dt.time(14, 30)))
    plan = Plan(starts_at, "Leiligheten ved skolen", "Fride Familieveileder", "unanswered")
    book(by=lead, intake=intake, plan=plan, client_id=uuid.uuid4())


def _in_intake(lead: Actor, intake: Intake, today: dt.date) -> None:
    from skoleporten.intake.transitions import move

    move(by=lead, intake=intake, to_state="in_intake")
    until = today + dt.timedelta(days=14)
    move(by=lead, intake=intake, to_state="in_intake", reason="Vi venter på svar fra PPT.", next_review=until)


def _nothing(lead: Actor, intake: Intake, today: dt.date) -> None:
    """It has only been referred."""


def _declined(lead: Actor, intake: Intake, today: dt.date) -> None:
    from skoleporten.intake.transitions import move

    move(by=lead, intake=intake, to_state="declined", reason="Familien vil prøve skolens egne tiltak først.")


def _days_ago(referrals: list[Referral], days: tuple[int, ...]) -> None:
    """As if they had been sent then: else all are new today."""
    for referral, ago in zip(referrals, days, strict=False):
        referral.sent_at -= dt.timedelta(days=ago)
        referral.save(update_fields=["sent_at"])
        intake = referral.intake
        intake.opened_at = intake.state_since = referral.sent_at
        intake.save(update_fields=["opened_at", "state_since"])
        intake.transitions.update(at=referral.sent_at)


def _told(reason: str, hope: str, **fields: Any) -> Told:
    from skoleporten.intake.referring import Told

    return Told(client_id=uuid.uuid4(), reason=reason, hope=hope, **fields)


def _actor(username: str, today: dt.date) -> Actor:
    from skoleporten.access.models import User
    from skoleporten.access.queries import actor_of

    actor = actor_of(User.objects.get(username=username), today)
    assert actor is not None
    return actor
