"""A municipality in which every child, class, note and file carries a word that stands nowhere else."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.utils import timezone

from skoleporten.access.actor import software
from skoleporten.access.models import Grant, Role, User
from skoleporten.access.pending import PendingGrant
from skoleporten.access.ways_in import WayInChange
from skoleporten.audit.models import BreakGlass
from skoleporten.concerns import actions, discussion_actions, measure_actions
from skoleporten.concerns.models import Concern
from skoleporten.consents import sharing
from skoleporten.documents import actions as document_actions
from skoleporten.duties import actions as duties
from skoleporten.duties.models import Official
from skoleporten.imports.models import Import, PeopleImport, RejectedRow
from skoleporten.imports.people import actions as people_files
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.people.models import Enrolment, Guardianship, Pupil, SchoolClass
from skoleporten.rules.visibility import AUDIENCE_OF, What
from skoleporten.schools.models import CalendarEntry, School
from tests.access.canaries_decision import decided_in_intake
from tests.access.canaries_talk import told_in_talk
from tests.consent_factories import consent_in_force
from tests.factories import (
    actor_of,
    make_case_team_member,
    make_grant,
    make_guardian,
    make_guardianship,
    make_involvement,
    make_pupil_account,
    make_school,
    make_school_year,
    make_user,
    make_user_in,
)
from tests.files import png
from tests.intake_factories import make_intake, make_outside_form, make_referral
from tests.letters import decision_letter
from tests.made_up_school import MadeUp, pupils_at, standing_municipality

OWN, FOREIGN = "own", "foreign"
SCHOOL_AND_TEAM = frozenset({Role.TEACHER, Role.SCHOOL_LEADER, Role.TEAM, Role.LEAD, Role.SPECIALIST})
GUARDIANS_ARE_TOLD_TO = SCHOOL_AND_TEAM - {Role.TEACHER}
FAMILY = frozenset({Role.GUARDIAN, Role.PUPIL})
THE_TEAM = frozenset({Role.TEAM, Role.LEAD})
NOBODY = frozenset[str]()


@dataclass(frozen=True)
class Person:
    """`sees` are the pupils who are theirs to see, told from the table of the design; `schools` their own."""

    role: str
    user: User
    sees: frozenset[int] = frozenset()
    schools: frozenset[int] = frozenset()
    own: str = ""

    def __str__(self) -> str:
        return f"{self.role} {self.user.username}"


@dataclass(frozen=True)
class Word:
    """Of a pupil, of a school, or of neither. `roles`: who may read it of a pupil or school of their own.

    `of_all`: who may read it whosesoever it is.
    """

    text: str
    pupil: int | None = None
    school: int | None = None
    roles: frozenset[str] = frozenset(Role)
    of_all: frozenset[str] = NOBODY

    def may_be_read_by(self, person: Person) -> bool:
        if person.role in self.of_all:
            return True
        is_own = self.pupil in person.sees if self.pupil else self.school in person.schools
        return is_own and person.role in self.roles


@dataclass
class Planted:
    made: MadeUp
    words: list[Word] = field(default_factory=list)
    objects: dict[str, dict[str, uuid.UUID]] = field(default_factory=lambda: {OWN: {}, FOREIGN: {}})

    def keep(self, whose: str, thing: str, public_id: uuid.UUID) -> None:
        self.objects[whose][thing] = public_id

    def forbidden_to(self, person: Person) -> set[str]:
        return {word.text for word in self.words if not word.may_be_read_by(person)}


@contextmanager
def planted_municipality(pupils: int = 12) -> Iterator[Planted]:
    with standing_municipality(pupils) as made:
        planted = Planted(made)
        make_school_year(2025)
        _protect_one(made)
        for whose, school, leader in ((OWN, made.school, made.owner), (FOREIGN, made.other_school, made.stranger)):
            _plant(planted, whose, school, leader)
        yield planted


def _plant(planted: Planted, whose: str, school: School, leader: User) -> None:
    school.name = f"Kanarifugl{whose}skole"
    school.save()
    planted.keep(whose, "school", school.public_id)
    for text in (school.name, str(school.public_id), *_class_names(school, whose)):
        # The team, the municipality and the family know which school it is; whoever is bound to another one does not.
        planted.words.append(Word(text, school=school.pk, of_all=frozenset(Role) - {Role.TEACHER, Role.SCHOOL_LEADER}))
    for pupil in pupils_at(school):
        planted.words += _words_of(pupil)
    concern = _concern(planted, whose, school, leader)
    _guardian(planted, whose, concern.pupil)
    _consent(planted, whose, concern.pupil)
    _files(planted, whose, concern.pupil, leader)
    _duties(planted, whose, concern, leader)
    _intake(planted, whose, concern.pupil, school, leader)
    _import(planted, whose, school, leader)
    _people_file(planted, whose, concern.pupil, school)
    _calendar(planted, whose, school)
    _staff(planted, whose, school, concern.pupil)


def _class_names(school: School, whose: str) -> Iterator[str]:
    for group in SchoolClass.objects.filter(school=school):
        group.name = f"Kanariklasse{whose}{group.pk}"
        group.save()
        yield group.name


def _words_of(pupil: Pupil) -> list[Word]:
    """A protected pupil's name is nobody's to read: no grant names her."""
    pupil.given_name, pupil.family_name = f"Kanariline{pupil.pk}x", f"Kanarisen{pupil.pk}x"
    pupil.source_id = f"kanarikilde{pupil.pk}x"
    pupil.save()
    texts = (pupil.given_name, pupil.family_name, pupil.source_id, str(pupil.public_id))
    return [Word(text, pupil=pupil.pk) for text in texts]


def _concern(planted: Planted, whose: str, school: School, leader: User) -> Concern:
    found = Concern.objects.filter(school=school, pupil__protected=False).order_by("pk").first()
    assert found is not None
    note = f"Merknadkanari{whose}"
    actions.act(by=actor_of(leader), concern=found, kind="meeting", note=note)
    planted.words += [Word(text, pupil=found.pupil_id, roles=SCHOOL_AND_TEAM) for text in (note, str(found.public_id))]
    planted.keep(whose, "concern", found.public_id)
    planted.keep(whose, "pupil", found.pupil.public_id)
    _follow_up(planted, whose, found, leader)
    return found


def _follow_up(planted: Planted, whose: str, concern: Concern, leader: User) -> None:
    """What the school does is for whoever sees the concern."""
    today = timezone.localdate()
    measure = measure_actions.start(
        by=actor_of(leader), concern=concern, problem=f"Kanariproblem{whose}", what=f"Kanaritiltak{whose}",
        who=f"Kanarihvem{whose}", starts_on=today, evaluate_on=today,
    )  # fmt: skip
    for text in (measure.problem, measure.what, measure.who, str(measure.public_id)):
        planted.words.append(Word(text, pupil=concern.pupil_id, roles=SCHOOL_AND_TEAM))
    planted.keep(whose, "measure", measure.public_id)
    asked = discussion_actions.ask(
        by=actor_of(leader), concern=concern, service="ppt", basis="law", law=f"Kanarilov{whose}",
        explained=f"Kanariforklart{whose}", question=f"Kanarispørsmål{whose}", until=today,
    )  # fmt: skip
    for text in (asked.law, asked.explained, asked.question, str(asked.public_id)):
        planted.words.append(Word(text, pupil=concern.pupil_id, roles=frozenset({Role.SCHOOL_LEADER})))
    planted.keep(whose, "discussion", asked.public_id)


def _guardian(planted: Planted, whose: str, pupil: Pupil) -> None:
    name, email, phone = f"Kanariverge{whose}", f"kanari{whose}@example.no", f"{pupil.pk:08}47"
    guardian = make_guardian(email=email, phone=phone)
    guardian.family_name = name
    guardian.save()
    relation = make_guardianship(pupil, guardian, source=f"kanarikilden{whose}")
    texts = (name, email, phone, relation.source, str(relation.public_id))
    planted.words += [Word(text, pupil=pupil.pk, roles=GUARDIANS_ARE_TOLD_TO) for text in texts]
    planted.keep(whose, "guardianship", relation.public_id)


def _consent(planted: Planted, whose: str, pupil: Pupil) -> None:
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


def _files(planted: Planted, whose: str, pupil: Pupil, leader: User) -> None:
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


def _intake(planted: Planted, whose: str, pupil: Pupil, school: School, leader: User) -> None:
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


def _duties(planted: Planted, whose: str, concern: Concern, leader: User) -> None:
    """Reported by the leader: read by school leaders, team and lead, and of child welfare by nobody of the family."""
    by, pupil, text = actor_of(leader), concern.pupil, f"Kanariplikt{whose}"
    environment = duties.report_environment(
        by=by, pupil=pupil, school_id=concern.school_id, concern_id=concern.pk, what=text, pupils_view=text,
        about="no_staff", is_serious=False, client_id=uuid.uuid4(),
    )  # fmt: skip
    intervention = duties.report_intervention(
        by=by, pupil=pupil, school_id=concern.school_id, happened_at=timezone.now(), what=text, view="heard",
        pupils_view=text, client_id=uuid.uuid4(),
    )  # fmt: skip
    welfare = f"Kanaribarnevern{whose}"
    duties.write_down_child_welfare(by=by, pupil=pupil, to_whom=welfare, client_id=uuid.uuid4())
    official = Official.objects.create(
        user=make_user_in(Role.MUNICIPALITY), named_by=leader, start=dt.date(2025, 8, 1), end=dt.date(2026, 7, 31)
    )
    receivers = frozenset({Role.SCHOOL_LEADER, Role.TEAM, Role.LEAD})
    planted.words += [Word(word, pupil=pupil.pk, roles=receivers) for word in (text, welfare)]
    for thing, row in (("environment_report", environment), ("intervention", intervention), ("official", official)):
        planted.keep(whose, thing, row.public_id)


def _import(planted: Planted, whose: str, school: School, leader: User) -> None:
    imported = Import.objects.create(
        file_name=f"kanarifil{whose}.csv", sha256=f"{leader.pk:064}", size=1, state=Import.State.READY,
        received_at=Import.objects.latest("received_at").received_at, uploaded_by=leader,
    )  # fmt: skip
    RejectedRow.objects.create(
        imported=imported, file=imported.file_name, line=2, column="dato", value=f"kanariverdi{whose}",
        reason="Datoen mangler.", what_to_do="Rett den.",
    )  # fmt: skip
    of_all = frozenset({Role.ADMINISTRATOR})
    planted.words += [
        Word(text, school=school.pk, of_all=of_all) for text in (imported.file_name, str(imported.public_id))
    ]
    planted.words.append(Word(f"kanariverdi{whose}", school=school.pk, roles=frozenset({Role.SCHOOL_LEADER})))
    planted.keep(whose, "import", imported.public_id)


def _people_file(planted: Planted, whose: str, pupil: Pupil, school: School) -> None:
    """The leader of the pupil's school sees the relation that the file would make, and nobody else does."""
    name = f"Kanarimor{whose}"
    rows = "guardian_id,given_name,family_name,email,phone,pupil_id,kind,parental_responsibility\n"
    rows += f"kanari-{whose},{name},Ny,,,{pupil.source_id},parent,holds\n"
    by = actor_of(planted.made.administrator)
    imported: PeopleImport = people_files.receive(by=by, file_name=f"folk-{whose}.csv", pieces=[rows.encode()])
    planted.words.append(Word(name, school=school.pk, roles=frozenset({Role.SCHOOL_LEADER})))
    planted.keep(whose, "people_file", imported.public_id)


def _calendar(planted: Planted, whose: str, school: School) -> None:
    for thing, place in (("entry", school), ("entry_of_all", None)):
        entry = CalendarEntry.objects.create(
            school_year_id=_school_year(), school=place, first_date=dt.date(2025, 11, 3),
            last_date=dt.date(2025, 11, 3), kind=CalendarEntry.Kind.FREE, name=f"Kanarifri{whose}" if place else "Fri",
        )  # fmt: skip
        planted.keep(whose, thing, entry.public_id)
    planted.words.append(Word(f"Kanarifri{whose}", school=school.pk, of_all=frozenset({Role.ADMINISTRATOR})))


def _school_year() -> int:
    from skoleporten.schools.models import SchoolYear

    return SchoolYear.objects.get(year=2025).pk


def _staff(planted: Planted, whose: str, school: School, pupil: Pupil) -> None:
    """Somebody who teaches there, wants access to the pupil by name, and once opened the pupil in an emergency."""
    user = make_user(f"kanaribruker{whose}", email=f"kanaribruker{whose}@example.no")
    user.display_name = f"Ansatt {whose}"
    user.save()
    grant = make_grant(user, Role.TEACHER, school)
    Grant.objects.filter(pk=grant.pk).update(reason=f"Kanarigrunn{whose}")
    administrators = frozenset({Role.ADMINISTRATOR})
    for text in (user.username, f"Kanarigrunn{whose}"):
        planted.words.append(Word(text, of_all=administrators))
    proposal = PendingGrant.objects.create(
        user=user, role=Role.TEACHER, school=school, pupil_number=f"kanarinummer{whose}", pupil=pupil,
        start=dt.date(2025, 8, 1), end=dt.date(2099, 7, 31), reason=f"Kanariønske{whose}",
        proposed_by=planted.made.administrator,
    )  # fmt: skip
    for text in (proposal.pupil_number, proposal.reason, str(proposal.public_id)):
        leaders = frozenset({Role.SCHOOL_LEADER})
        planted.words.append(Word(text, school=school.pk, roles=leaders, of_all=frozenset({Role.LEAD})))
    long_ago = timezone.now() - dt.timedelta(days=3)
    opened = BreakGlass.objects.create(
        user=user, role=Role.TEAM, pupil=pupil, reason=f"Kanarinød{whose}", opened_at=long_ago,
        ends_at=long_ago + dt.timedelta(hours=1),
    )  # fmt: skip
    for text in (opened.reason, str(opened.public_id)):
        planted.words.append(Word(text, of_all=frozenset({Role.LEAD})))
    change = WayInChange.objects.create(
        user=user, kind=WayInChange.Kind.INVITATION, needs_two=True, proposed_by=planted.made.administrator
    )
    planted.words.append(Word(str(change.public_id), of_all=administrators))
    things = {"user": user, "grant": grant, "proposal": proposal, "break_glass": opened, "way_in_change": change}
    for thing, made in things.items():
        planted.keep(whose, thing, made.public_id)


def _protect_one(made: MadeUp) -> None:
    """At the leaders' own school."""
    pupil = pupils_at(made.school)[1]
    pupil.protected = True
    pupil.save()


def people(planted: Planted) -> list[Person]:
    """For each role that sees pupils somebody with a pupil of the own school and a stranger; one of each other role."""
    made, (own, foreign) = planted.made, _the_two(planted)
    here, there = _open(made.school), _open(made.other_school)
    in_class = frozenset({made.school.pk}), frozenset({made.other_school.pk})
    return [
        Person(Role.SCHOOL_LEADER, made.owner, here, in_class[0], OWN),
        Person(Role.SCHOOL_LEADER, made.colleague, here, in_class[0], OWN),
        Person(Role.SCHOOL_LEADER, made.stranger, there, in_class[1], FOREIGN),
        Person(Role.ADMINISTRATOR, made.administrator),
        Person(Role.MUNICIPALITY, make_user_in(Role.MUNICIPALITY, username="noen.kommune")),
        Person(Role.RESEARCHER, make_user_in(Role.RESEARCHER, username="noen.forsker")),
        *_teachers(made, own),
        *_of_the_team(own),
        *_families(own, foreign),
    ]


def _the_two(planted: Planted) -> list[Pupil]:
    return [Pupil.objects.get(public_id=planted.objects[whose]["pupil"]) for whose in (OWN, FOREIGN)]


def _open(school: School) -> frozenset[int]:
    return frozenset(pupil.pk for pupil in pupils_at(school) if not pupil.protected)


def _teachers(made: MadeUp, own: Pupil) -> Iterator[Person]:
    """One of the pupil's class, and one of an empty school."""
    group = Enrolment.objects.get(pupil=own).school_class
    assert group is not None
    teacher = make_user("lærer.egen")
    grant = make_grant(teacher, Role.TEACHER, made.school)
    Grant.objects.filter(pk=grant.pk).update(school_class=group)
    in_class = Pupil.objects.filter(enrolments__school_class=group, protected=False).values_list("pk", flat=True)
    yield Person(Role.TEACHER, teacher, frozenset(in_class), frozenset({made.school.pk}), OWN)
    empty = make_school("Tom skole")
    yield Person(Role.TEACHER, make_user_in(Role.TEACHER, empty, "lærer.fremmed"), schools=frozenset({empty.pk}))


def _of_the_team(own: Pupil) -> Iterator[Person]:
    """The own pupil is the only one who is followed up; a specialist sees her only where named."""
    make_involvement(own)
    sees = frozenset({own.pk})
    yield Person(Role.TEAM, make_user_in(Role.TEAM, username="team.egen"), sees, own=OWN)
    yield Person(Role.LEAD, make_user_in(Role.LEAD, username="leder.egen"), sees, own=OWN)
    named = make_user_in(Role.SPECIALIST, username="spesialist.egen")
    make_case_team_member(own, named)
    yield Person(Role.SPECIALIST, named, sees, own=OWN)
    yield Person(Role.SPECIALIST, make_user_in(Role.SPECIALIST, username="spesialist.fremmed"))


def _families(own: Pupil, foreign: Pupil) -> Iterator[Person]:
    for whose, pupil in ((OWN, own), (FOREIGN, foreign)):
        guardian = make_guardian(make_user(f"foresatt.{whose}"))
        make_guardianship(pupil, guardian, decides=Guardianship.Decides.PARENTAL_RESPONSIBILITY)
        yield Person(Role.GUARDIAN, guardian.user, frozenset({pupil.pk}), own=whose)
        account = make_pupil_account(pupil, make_user(f"elev.{whose}"))
        yield Person(Role.PUPIL, account.user, frozenset({pupil.pk}), own=whose)


def of_one_kind(cast: Collection[Person]) -> list[Person]:
    """The first in each role: for what a policy decides, which knows no more of a person than the role."""
    return list({person.role: person for person in reversed(list(cast))}.values())
