"""The demo's family: a pupil with a plan, and her parents apart, each with a door and something behind it."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from skoleporten.cli.demo_cases import actor
from skoleporten.cli.demo_clock import on, weekday_after

if TYPE_CHECKING:
    from skoleporten.access.actor import Actor
    from skoleporten.access.models import User
    from skoleporten.cases.models import Case
    from skoleporten.people.models import Pupil

FOURTEEN = 14
DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Family:
    case: Case
    pupil: Pupil
    today: dt.date
    ida: Actor
    mona: Actor
    paal: Actor
    lead: Actor

    def day(self, days_ago: int) -> dt.date:
        """A weekday some days ago, after the case began."""
        from django.utils import timezone

        return max(weekday_after(self.today - dt.timedelta(days=days_ago), 0), timezone.localdate(self.case.opened_at))


def make_family(by: Actor, today: dt.date) -> None:
    case = _case(today)
    if case is None:
        return
    family = _with_log_ins(by, case, today)
    _own_words(family)
    _what_helps(family)
    _messages(family)
    _questions(family)
    _on_call(family)
    _at_the_school(by, family)


def _case(today: dt.date) -> Case | None:
    """Under way with a plan, not protected, of somebody below fifteen where there is one, and nearest to fourteen."""
    from django.db.models import Count

    from skoleporten.cases.models import Case

    open_now = Case.objects.filter(intake__state="active", pupil__protected=False, pupil__birth_date__isnull=False)
    planned = open_now.annotate(steps=Count("plan_steps")).filter(steps__gte=2).select_related("pupil", "intake")
    return min(planned, key=lambda case: (*_from_fourteen(case.pupil, today), case.pk), default=None)


def _from_fourteen(pupil: Pupil, today: dt.date) -> tuple[bool, float]:
    assert pupil.birth_date is not None
    years = (today - pupil.birth_date).days / DAYS_A_YEAR
    return years >= FOURTEEN + 1, abs(years - FOURTEEN - 0.5)


def _with_log_ins(by: Actor, case: Case, today: dt.date) -> Family:
    from skoleporten.people import actions

    since = today - dt.timedelta(days=14)
    pupil = case.pupil
    child = _user(by, "elev2", "Ida Elev")
    actions.give_own_account(by=by, pupil=pupil, user=child)
    for username, name in (("foresatt2", "Mona"), ("foresatt3", "Pål")):
        actions.verify_guardian(
            by=by, pupil=pupil, user=_user(by, username, f"{name} Foresatt"), given_name=name, family_name="Foresatt",
            kind="parent", decides="parental_responsibility", start=since,
        )  # fmt: skip
    people = [actor(name, today) for name in ("elev2", "foresatt2", "foresatt3", "leder")]
    return Family(case, pupil, today, *people)


def _user(by: Actor, username: str, display_name: str) -> User:
    from skoleporten.access import actions

    return actions.create_user(by=by, username=username, display_name=display_name, password=None, is_demo=True)


def _own_words(family: Family) -> None:
    """What Ida wrote is for the adults here alone, and once for her guardians too; Mona's is for Mona and the team."""
    from skoleporten.people.models import Guardian
    from skoleporten.voices import actions, reading
    from skoleporten.voices.actions import Written

    mona = Guardian.objects.get(user__username="foresatt2")
    told = (
        (family.ida, 9, Written("Det beste var å sitte ved vinduet. Da ser jeg hvem som kommer.", faces=("calm",))),
        (family.mona, 5, Written("Sov til klokka sju i natt. Det er første gang på lenge.", "sleep")),
        (
            family.ida,
            4,
            Written("Jeg vil prøve matte, men bare én time.", chosen=frozenset({"guardian"}), readers=(mona,)),
        ),
        (family.paal, 2, Written("Hos meg går frokosten greit når vi hører på radio.", "morning")),
    )
    for by, days_ago, written in told:
        with on(family.day(days_ago), hour=19):
            made = actions.write(by=by, pupil=family.pupil, written=written, client_id=uuid.uuid4())
        if days_ago > 4:
            with on(family.day(days_ago - 1), hour=20):
                reading.mark_read(by=family.lead, word=made, seen_version=made.version)


def _what_helps(family: Family) -> None:
    from skoleporten.rules.supports import How, Kind, When
    from skoleporten.supports import class_texts, lists, talks
    from skoleporten.supports.lists import Said
    from skoleporten.supports.talks import Wish

    lines: tuple[tuple[Kind, str, frozenset[str]], ...] = (
        (Kind.HELPS, "At noen møter meg ute.", frozenset({"guardians", "school"})),
        (Kind.HELPS, "Å vite hvor jeg skal sitte.", frozenset({"school"})),
        (Kind.HARD, "Når alle snur seg.", frozenset()),
    )
    with on(family.day(10), hour=14):
        for kind, words, readers in lines:
            said = Said(words, readers)
            lists.add(by=family.ida, pupil=family.pupil, kind=kind, said=said, client_id=uuid.uuid4())
    with on(family.day(3), hour=12):
        class_texts.propose(
            by=family.lead, pupil=family.pupil, client_id=uuid.uuid4(), who_tells="Kontaktlæreren",
            words=f"{family.pupil.given_name} er noen timer hos oss nå, og kommer til å være mer i klassen.",
        )  # fmt: skip
    with on(family.day(1), hour=18):
        wish = Wish(How.WALK, When.THIS_WEEK, None, "Om gymmen.")
        talks.ask(by=family.ida, pupil=family.pupil, wish=wish, client_id=uuid.uuid4())


def _messages(family: Family) -> None:
    """One that is answered, and one that waits."""
    from skoleporten.threads import writing
    from skoleporten.threads.writing import Opened

    with on(family.day(6), hour=20):
        asked = Opened("plan", "Kan vi begynne klokka ti på torsdag?", "Torsdag")
        thread = writing.open_thread(by=family.mona, pupil=family.pupil, opened=asked, client_id=uuid.uuid4())
    with on(family.day(5), hour=9):
        writing.answer(by=family.lead, thread=thread, text="Ja, da møter vi dere ti.", client_id=uuid.uuid4())
    with on(family.day(1), hour=21):
        asked = Opened("other", "Jeg får ikke alltid brevene deres. Kan dere sende til meg også?")
        writing.open_thread(by=family.paal, pupil=family.pupil, opened=asked, client_id=uuid.uuid4())


def _questions(family: Family) -> None:
    """The pupil's wait for her, and one parent's wait for that parent."""
    from skoleporten.people.models import Guardian
    from skoleporten.surveys import asking

    mona = Guardian.objects.get(user__username="foresatt2")
    with on(family.day(2), hour=10):
        for guardian, form in ((None, "felt-understood-pupil"), (mona, "before-the-meeting")):
            asking.ask(by=family.lead, pupil=family.pupil, guardian=guardian, form_id=form, client_id=uuid.uuid4())


def _at_the_school(by: Actor, family: Family) -> None:
    """A teacher of the pupil's class, or year, who reads what the school needs and no more."""
    from skoleporten.access import actions
    from skoleporten.people.models import Enrolment

    found = Enrolment.objects.on(family.today).filter(pupil=family.pupil)
    there = found.select_related("school", "school_class").first()
    if there is None:
        return
    where: dict[str, Any] = (
        {"school_class_id": there.school_class_id} if there.school_class_id else {"grade": there.grade}
    )
    teacher = _user(by, "larer2", f"Tora Lærer, {there.school_class or there.grade}, {there.school}")
    why = "Made up for the demo"
    actions.grant(
        by=by, user=teacher, role="teacher", start=family.today, school_id=there.school_id, reason=why, **where
    )  # fmt: skip


def _on_call(family: Family) -> None:
    """Somebody on weekdays through the school day, so that the button reaches her then and says so otherwise.

    Each has an address, as nobody is asked whom no message reaches. Mails of the demo are files.
    """
    from skoleporten.access.models import User
    from skoleporten.on_call import duties
    from skoleporten.on_call.duties import Told

    weeks = dt.timedelta(weeks=8)
    for order, username in enumerate(("team", "leder"), start=1):
        user = User.objects.get(username=username)
        user.email = f"{username}@skoleporten.example"
        user.save(update_fields=["email"])
        told = Told(
            user, family.today - weeks, family.today + weeks, "01234", dt.time(8),
            dt.time(16), order, "900 00 00" + str(order),
        )  # fmt: skip
        duties.add(by=family.lead, told=told, client_id=uuid.uuid4())
