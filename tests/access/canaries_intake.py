"""A referral and its intake, one that fits nobody yet, and a link for outsiders: a word for each."""

from __future__ import annotations

from skoleporten.access.models import Role, User
from skoleporten.people.models import Pupil
from skoleporten.schools.models import School
from tests.access.canaries_decision import decided_in_intake
from tests.access.canaries_talk import told_in_talk
from tests.access.canary import THE_TEAM, Planted, Word
from tests.factories import make_user_in
from tests.intake_factories import make_intake, make_outside_form, make_referral


def refer(planted: Planted, whose: str, pupil: Pupil, school: School, leader: User) -> None:
    """The school reads what it sent, and the team all of it; one that fits nobody yet is the lead's to find out."""
    lead = make_user_in(Role.LEAD, username=f"kanarieier{whose}")
    intake = make_intake(pupil, owner=lead, involvement=None)
    sent = make_referral(intake, reason=f"Kanarihenvist{whose}", school=school, referred_by=leader)
    why = f"Kanarivurdert{whose}"
    intake.transitions.create(to_state="referred", at=sent.sent_at, by=lead, reason=why)
    for text in (why, str(intake.public_id)):
        planted.words.append(Word(text, pupil=pupil.pk, roles=THE_TEAM))
    for text in (sent.reason, str(sent.public_id)):
        planted.words.append(Word(text, pupil=pupil.pk, roles=THE_TEAM | {Role.SCHOOL_LEADER}))
    unknown = make_intake(None, owner=lead, pupil_is_known=False)
    told = make_referral(unknown, "guardian", told_given_name=f"Kanaribarn{whose}", reason=f"Kanariuvisst{whose}")
    for text in (told.told_given_name, told.reason, str(unknown.public_id)):
        planted.words.append(Word(text, of_all=frozenset({Role.LEAD})))
    link = make_outside_form(lead, for_whom=f"Kanarilenke{whose}", basis_text=f"Kanarigrunnlag{whose}")
    for text in (link.for_whom, link.basis_text, str(link.public_id)):
        planted.words.append(Word(text, of_all=THE_TEAM))
    for thing, row in (("intake", intake), ("referral", sent), ("outside_link", link)):
        planted.keep(whose, thing, row.public_id)
    told, words = told_in_talk(intake, whose, school, leader)
    decided, more = decided_in_intake(intake, whose, school)
    things, words = told | decided, words + more
    for thing, public_id in things.items():
        planted.keep(whose, thing, public_id)
    planted.words += [Word(text, pupil=pupil.pk, roles=roles) for text, roles in words]
