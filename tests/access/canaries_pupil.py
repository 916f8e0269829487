"""A pupil's name, guardian, consent and files: a word for each."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from skoleporten.access.actor import software
from skoleporten.access.models import Role, User
from skoleporten.consents import sharing
from skoleporten.documents import actions as document_actions
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.people.models import Pupil
from skoleporten.rules.visibility import AUDIENCE_OF, What
from tests.access.canary import FAMILY, GUARDIANS_ARE_TOLD_TO, NOBODY, Planted, Word
from tests.consent_factories import consent_in_force
from tests.factories import actor_of, make_guardian, make_guardianship, make_user_in
from tests.files import png
from tests.letters import decision_letter


def words_of(pupil: Pupil) -> list[Word]:
    """A protected pupil's name is nobody's to read: no grant names her."""
    pupil.given_name, pupil.family_name = f"Kanariline{pupil.pk}x", f"Kanarisen{pupil.pk}x"
    pupil.source_id = f"kanarikilde{pupil.pk}x"
    pupil.save()
    texts = (pupil.given_name, pupil.family_name, pupil.source_id, str(pupil.public_id))
    return [Word(text, pupil=pupil.pk) for text in texts]


def relate_guardian(planted: Planted, whose: str, pupil: Pupil) -> None:
    name, email, phone = f"Kanariverge{whose}", f"kanari{whose}@example.no", f"{pupil.pk:08}47"
    guardian = make_guardian(email=email, phone=phone)
    guardian.family_name = name
    guardian.save()
    relation = make_guardianship(pupil, guardian, source=f"kanarikilden{whose}")
    # A pupil names the guardian whom she lets read what she writes.
    planted.words.append(Word(name, pupil=pupil.pk, roles=GUARDIANS_ARE_TOLD_TO | {Role.PUPIL}))
    texts = (email, phone, relation.source, str(relation.public_id))
    planted.words += [Word(text, pupil=pupil.pk, roles=GUARDIANS_ARE_TOLD_TO) for text in texts]
    planted.keep(whose, "guardianship", relation.public_id)


def consent_to_sharing(planted: Planted, whose: str, pupil: Pupil) -> None:
    """The school is told of none of it: the family and the team are."""
    consent = consent_in_force(
        pupil, "share_with_service", service=f"Kanaritjeneste{whose}", scope=f"Kanariomfang{whose}",
        withheld=f"Kanariholdt{whose}",
    )  # fmt: skip
    specialist = make_user_in(Role.SPECIALIST, username=f"kanarifag{whose}")
    by, today = software("test"), timezone.localdate()
    member = sharing.name_by_consent(by=by, consent=consent, user=specialist, today=today)
    readers = GUARDIANS_ARE_TOLD_TO - {Role.SCHOOL_LEADER}
    for text in (consent.service, consent.scope, consent.withheld, str(consent.public_id)):
        planted.words.append(Word(text, pupil=pupil.pk, roles=readers | FAMILY))
    answer = consent.answers.earliest("pk")
    for text in (str(answer.public_id), str(member.public_id)):
        planted.words.append(Word(text, pupil=pupil.pk, roles=readers))
    planted.keep(whose, "consent", consent.public_id)
    planted.keep(whose, "consent_answer", answer.public_id)
    planted.keep(whose, "case_team_member", member.public_id)


def file_documents(planted: Planted, whose: str, pupil: Pupil, leader: User) -> None:
    """A file, a letter and a notice: for everybody whom the table of the design lets see such a thing of the pupil."""
    by, everybody = actor_of(leader), set(AUDIENCE_OF.values())
    text = f"Kanaribrev{whose}"
    picture = document_actions.attach(
        by=by, pupil=pupil, what=What.LETTERS, name="x.png", content=png(), title=text, audiences=everybody
    )
    letter = replace(decision_letter(), pupil=text)
    made = document_actions.make(by=by, pupil=pupil, data=letter, language="nb", audiences=everybody)
    told = notify(by=by, to=leader, kind=Kind.LETTER, link=f"/pupils/{pupil.public_id}/", pupil_id=pupil.pk)
    planted.words += [Word(text, pupil=pupil.pk), Word(made.file.sha256, pupil=pupil.pk, roles=NOBODY)]
    for thing, row in (("attachment", picture), ("document", made), ("notice", told)):
        planted.keep(whose, thing, row.public_id)
