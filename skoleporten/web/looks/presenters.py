"""Who can see and who has looked, as tables. Names stand there only where the municipality has chosen so."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.access.reasons import Seer
from skoleporten.access.roles import AT_A_SCHOOL, Role
from skoleporten.audit import queries
from skoleporten.audit.models import Event
from skoleporten.duties.models import EnvironmentReport
from skoleporten.people.models import Pupil
from skoleporten.web import words
from skoleporten.web.components import Crumb
from skoleporten.web.policy import policy_of
from skoleporten.web.tables import Cell, Column, Table

WHAT: dict[str, str | Promise] = {
    "access.glass_broken": gettext_lazy("Opened the pupil in an emergency"),
    "advice.opened": gettext_lazy("Read what the school asked advice about"),
    "agendas.item_opened": gettext_lazy("Opened the case from the agenda of a meeting"),
    "agendas.morning_opened": gettext_lazy("Saw the pupil in the morning talk"),
    "agendas.opened": gettext_lazy("Saw the pupil on the agenda of a meeting"),
    "cases.opened": gettext_lazy("Opened the case"),
    "cases.printed": gettext_lazy("Downloaded the whole case"),
    "cases.timeline_opened": gettext_lazy("Read what has happened in the case"),
    "concerns.contact_opened": gettext_lazy("Was about to write down a contact"),
    "concerns.discussion_opened": gettext_lazy("Opened a discussion with another service"),
    "concerns.opened_form": gettext_lazy("Wrote about the follow-up"),
    "consents.answered": gettext_lazy("Answered a question about consent"),
    "consents.asked": gettext_lazy("Asked for consent"),
    "consents.opened": gettext_lazy("Read a question about consent"),
    "consents.sharing_ended": gettext_lazy("Ended a specialist's access"),
    "consents.taken_back": gettext_lazy("Took back a question about consent"),
    "consents.withdrawn": gettext_lazy("Withdrew a consent"),
    "documents.attached": gettext_lazy("Handed in a file"),
    "documents.attachment_downloaded": gettext_lazy("Downloaded a file"),
    "documents.downloaded": gettext_lazy("Downloaded a letter"),
    "documents.made": gettext_lazy("Made a letter"),
    "intake.asked_listed": gettext_lazy("Asked Skoleporten for help"),
    "intake.candidates_listed": gettext_lazy("Saw the pupil in a search for whom a referral is about"),
    "intake.listed": gettext_lazy("Saw the pupil in the intake queue"),
    "intake.opened": gettext_lazy("Opened the intake"),
    "intake.referral_form_opened": gettext_lazy("Was about to refer the pupil"),
    "intake.sent_listed": gettext_lazy("Saw the pupil among the referrals that the school has sent"),
    "intake.sent_opened": gettext_lazy("Read a referral from the school"),
    "intake.talk_form_opened": gettext_lazy("Was about to book the intake talk"),
    "judgement.note_opened": gettext_lazy("Read notes in the case"),
    "judgement.notes_opened": gettext_lazy("Read notes in the case"),
    "looks.who_can_see": gettext_lazy("Looked at who can see the pupil"),
    "looks.who_has_looked": gettext_lazy("Looked at who has looked"),
    "people.card_made": gettext_lazy("Made a new card with codes"),
    "people.guardian_opened": gettext_lazy("Looked at the guardians"),
    "people.guardians_opened": gettext_lazy("Looked at the guardians"),
    "people.joined_own_user": gettext_lazy("Uses one log-in for work and as guardian"),
    "people.way_in_ended": gettext_lazy("Ended a way to log in"),
    "people.way_in_made": gettext_lazy("Made a card or a letter to log in with"),
    "people.ways_in_opened": gettext_lazy("Looked at how the family logs in"),
    "plans.plan_opened": gettext_lazy("Read the plan"),
    "portal.question_opened": gettext_lazy("Answered questions"),
    "portal.questions_listed": gettext_lazy("Saw which questions wait"),
    "portal.answer_downloaded": gettext_lazy("Downloaded the answer to a request for all that is kept"),
    "portal.children_listed": gettext_lazy("Saw the child in a list of own children"),
    "portal.class_text_read": gettext_lazy("Read what the class may know"),
    "portal.complaint_read": gettext_lazy("Read how to complain"),
    "portal.copy_downloaded": gettext_lazy("Downloaded a copy of what one can see"),
    "portal.home_opened": gettext_lazy("Opened the child's first page"),
    "portal.kept_form_opened": gettext_lazy("Was about to ask for what is kept"),
    "portal.kept_opened": gettext_lazy("Looked at what is kept"),
    "portal.letters_read": gettext_lazy("Read which letters there are"),
    "portal.meetings_read": gettext_lazy("Read what is told of meetings"),
    "portal.people_read": gettext_lazy("Saw who is who around the child"),
    "portal.plan_read": gettext_lazy("Read the plan"),
    "portal.seen_as_family": gettext_lazy("Looked at what the family sees"),
    "portal.step_asked": gettext_lazy("Was about to say something to the next step"),
    "portal.support_opened": gettext_lazy("Was about to write what helps"),
    "portal.supports_read": gettext_lazy("Read what helps the child"),
    "portal.talk_opened": gettext_lazy("Read about the talks that are asked for"),
    "portal.way_opened": gettext_lazy("Opened the page about the way"),
    "portal.word_form_opened": gettext_lazy("Was about to write in own words"),
    "portal.word_opened": gettext_lazy("Read own words"),
    "portal.words_opened": gettext_lazy("Read own words"),
    "presence.board": gettext_lazy("Saw the pupil on the board of the day"),
    "presence.statement_opened": gettext_lazy("Opened a weekly statement"),
    "pupils.downloaded": gettext_lazy("Downloaded the pupil's absence"),
    # That a pupil has written is the pupil's to tell: a guardian reads this page too.
    "voices.listed": gettext_lazy("Saw the pupil in a list"),
    "voices.opened": gettext_lazy("Saw the pupil on a page"),
    "pupils.opened": gettext_lazy("Opened the pupil's page"),
    "supports.class_text_read": gettext_lazy("Read what the class may know"),
    "supports.lesson_opened": gettext_lazy("Opened the page for the lesson"),
    # Nobody in the family learns from the list that another of them has written to the team, was asked something,
    # wished for something in a meeting, or asked for a talk or an adult.
    "agendas.wish_opened": gettext_lazy("Saw the pupil on a page"),
    "agendas.wishes_listed": gettext_lazy("Saw the pupil on a page"),
    "supports.talks_read": gettext_lazy("Saw the pupil on a page"),
    "surveys.form_opened": gettext_lazy("Saw the pupil on a page"),
    "surveys.opened": gettext_lazy("Saw the pupil on a page"),
    "on_call.listed": gettext_lazy("Saw the pupil on a page"),
    "on_call.opened": gettext_lazy("Saw the pupil on a page"),
    "threads.form_opened": gettext_lazy("Saw the pupil on a page"),
    "threads.listed": gettext_lazy("Saw the pupil on a page"),
    "threads.opened": gettext_lazy("Saw the pupil on a page"),
    "portal.adult_now_opened": gettext_lazy("Was about to ask for an adult"),
    "portal.message_form_opened": gettext_lazy("Wrote a message"),
    "portal.message_read": gettext_lazy("Read a message"),
    "portal.messages_listed": gettext_lazy("Saw own messages"),
}
LISTED, DOWNLOADED, OTHER = (
    gettext_lazy("Saw the pupil in a list"),
    gettext_lazy("Downloaded a list with the pupil"),
    gettext_lazy("Saw the pupil on a page"),
)
# Whose page it was would tell one in the family that another has written, called or asked: it is a page like any other.
IN_CONFIDENCE = frozenset({"access_requests", "on_call", "threads", "voices"})
# What a page or a change was about, where it has no words of its own; by the first part of its name in the log.
AREAS: dict[str, str | Promise] = {
    "absence": gettext_lazy("Worked with the pupil's absence"),
    "advice": gettext_lazy("Gave the school advice"),
    "agendas": gettext_lazy("Prepared or held a meeting"),
    "cases": gettext_lazy("Worked with the case"),
    "concerns": gettext_lazy("Followed up absence"),
    "consents": gettext_lazy("Worked with consents"),
    "documents": gettext_lazy("Worked with letters and files"),
    "imports": gettext_lazy("Read in a file"),
    "intake": gettext_lazy("Worked with the intake"),
    "judgement": gettext_lazy("Worked with notes, goals and measures"),
    "looks": gettext_lazy("Looked at who can see the pupil"),
    "meetings": gettext_lazy("Prepared or held a meeting"),
    "minutes": gettext_lazy("Prepared or held a meeting"),
    "people": gettext_lazy("Looked at the guardians"),
    "plans": gettext_lazy("Worked with the plan"),
    "portal": gettext_lazy("Opened a page about the child"),
    "presence": gettext_lazy("Worked with presence"),
    "pupils": gettext_lazy("Opened the pupil's page"),
    "supports": gettext_lazy("Worked with what helps the pupil"),
}
WHY: dict[str, str | Promise] = {
    Purpose.FOLLOW_UP: gettext_lazy("To follow up absence"),
    Purpose.FORMER_SCHOOL: gettext_lazy("As the school that the pupil left"),
    Purpose.IMPORT: gettext_lazy("To read in a file"),
    Purpose.MATCH: gettext_lazy("To find out whom a referral is about"),
    Purpose.SERIOUS_MATTER: gettext_lazy("To follow up a matter from the school"),
    Purpose.OWN_CHILD: gettext_lazy("As a guardian"),
    Purpose.OWN: gettext_lazy("To see what is kept about oneself"),
    Purpose.CONSULTATION: gettext_lazy("To give the school advice"),
}


def trail(actor: Actor, pupil: Pupil, heading: str) -> list[Crumb]:
    """By way of the pupil's page, for a role that has one."""
    page = reverse("pupil", args=[pupil.public_id])
    declared = policy_of(resolve(page).func)
    way = [Crumb(pupil.full_name, page)] if declared and actor.role in declared.roles else []
    return [*(way or [Crumb(_("Start"), reverse("start"))]), Crumb(heading)]


def seers_table(seers: Sequence[Seer]) -> Table:
    """One row for all with the same role, unit and reason, where names are not told."""
    headings = [Column(_("Role")), Column(_("Where")), Column(_("Because"))]
    if settings.NAMES_WHO_HAS_LOOKED:
        rows = [[_role(seer.role), _unit(seer.unit, seer.role), _because(seer.reasons), seer.name] for seer in seers]
        return Table(
            _("Who can see this pupil"), [*headings, Column(_("Name"))], rows, is_caption_hidden=True, stacks=True
        )
    alike = Counter((seer.role, seer.unit, seer.reasons) for seer in seers)
    rows = [
        [_role(role), _unit(unit, role), _because(why), words.number(people)]
        for (role, unit, why), people in alike.items()
    ]
    columns = [*headings, Column(_("People"), is_number=True)]
    return Table(_("Who can see this pupil"), columns, rows, is_caption_hidden=True, stacks=True)


def looks_told_to(actor: Actor, pupil: uuid.UUID, today: dt.date) -> QuerySet[Event]:
    """What a family looks at is told to whoever looked, and to nobody else in the family or on the staff."""
    of_family = Q(purpose__in=(Purpose.OWN_CHILD, Purpose.OWN))
    told = queries.looks_at(pupil).exclude(of_family & ~Q(actor=actor.user_public_id))
    return told if may_know_of_officials(actor, pupil, today) else told.exclude(purpose=Purpose.SERIOUS_MATTER)


def of_others(looks: QuerySet[Event]) -> QuerySet[Event]:
    """Without what the family has opened itself, which is all that a busy parent would see on the first pages."""
    return looks.exclude(purpose__in=(Purpose.OWN_CHILD, Purpose.OWN))


def may_know_of_officials(actor: Actor, pupil: uuid.UUID, today: dt.date) -> bool:
    """A matter about a school's leaders goes past them: at a school one learns of it only where one sees a report."""
    if actor.role not in AT_A_SCHOOL | {Role.SPECIALIST}:
        return True
    sent = EnvironmentReport.objects.visible_to(actor, today).filter(to_municipality_at__isnull=False)
    return sent.filter(pupil__public_id=pupil).exists()


def looks_table(events: Iterable[Event]) -> Table:
    columns = [Column(_("When")), Column(_("Role")), Column(_("Where")), Column(_("What")), Column(_("Why"))]
    names = settings.NAMES_WHO_HAS_LOOKED
    rows = [[*_look(event), *([event.actor_name] if names else [])] for event in events]
    columns += [Column(_("Name"))] if names else []
    return Table(_("Who has looked at this pupil"), columns, rows, is_caption_hidden=True, stacks=True)


def _look(event: Event) -> list[str | Cell]:
    emergency = _("in an emergency") if event.details.get("break_glass") else ""
    return [
        words.clock(timezone.localtime(event.at)),
        _role(event.role),
        _unit(event.unit, event.role),
        Cell(_what(event.action), note=emergency),
        str(WHY.get(event.purpose, words.NOTHING)),
    ]


def _what(action: str) -> str:
    if action in WHAT:
        return str(WHAT[action])
    area, _dot, verb = action.partition(".")
    return str({"listed": LISTED, "downloaded": DOWNLOADED}.get(verb) or AREAS.get(area, OTHER))


def _role(role: str) -> str:
    return str(Role(role).label) if role in Role.values else _("The system")


def _unit(unit: str, role: str) -> str:
    """The team's is Skoleporten itself, whose name is the same in every language."""
    return unit or ("Skoleporten" if role in {Role.TEAM, Role.LEAD} else words.NOTHING)


def _because(why: Sequence[str]) -> str:
    return "; ".join(why)
