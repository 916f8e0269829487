"""A school's classes, files, calendar and staff: a word for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from skoleporten.access.models import Grant, Role, User
from skoleporten.access.pending import PendingGrant
from skoleporten.access.ways_in import WayInChange
from skoleporten.audit.models import BreakGlass
from skoleporten.imports.models import Import, PeopleImport, RejectedRow
from skoleporten.imports.people import actions as people_files
from skoleporten.people.models import Pupil, SchoolClass
from skoleporten.schools.models import CalendarEntry, School, SchoolYear
from tests.access.canary import Planted, Word
from tests.factories import actor_of, make_grant, make_user


def class_names(school: School, whose: str) -> Iterator[str]:
    for group in SchoolClass.objects.filter(school=school):
        group.name = f"Kanariklasse{whose}{group.pk}"
        group.save()
        yield group.name


def import_file(planted: Planted, whose: str, school: School, leader: User) -> None:
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


def import_people(planted: Planted, whose: str, pupil: Pupil, school: School) -> None:
    """The leader of the pupil's school sees the relation that the file would make, and nobody else does."""
    name = f"Kanarimor{whose}"
    rows = "guardian_id,given_name,family_name,email,phone,pupil_id,kind,parental_responsibility\n"
    rows += f"kanari-{whose},{name},Ny,,,{pupil.source_id},parent,holds\n"
    by = actor_of(planted.made.administrator)
    imported: PeopleImport = people_files.receive(by=by, file_name=f"folk-{whose}.csv", pieces=[rows.encode()])
    planted.words.append(Word(name, school=school.pk, roles=frozenset({Role.SCHOOL_LEADER})))
    planted.keep(whose, "people_file", imported.public_id)


def close_school(planted: Planted, whose: str, school: School) -> None:
    for thing, place in (("entry", school), ("entry_of_all", None)):
        entry = CalendarEntry.objects.create(
            school_year_id=SchoolYear.objects.get(year=2025).pk, school=place, first_date=dt.date(2025, 11, 3),
            last_date=dt.date(2025, 11, 3), kind=CalendarEntry.Kind.FREE, name=f"Kanarifri{whose}" if place else "Fri",
        )  # fmt: skip
        planted.keep(whose, thing, entry.public_id)
    planted.words.append(Word(f"Kanarifri{whose}", school=school.pk, of_all=frozenset({Role.ADMINISTRATOR})))


def employ(planted: Planted, whose: str, school: School, pupil: Pupil) -> None:
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
