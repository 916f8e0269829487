"""A municipality in which every child, class, note and file carries a word that stands nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from skoleporten.access.models import Role, User
from skoleporten.concerns import actions
from skoleporten.concerns.models import Concern
from skoleporten.imports.models import Import, RejectedRow
from skoleporten.people.models import Pupil, SchoolClass
from skoleporten.schools.models import School
from tests.factories import actor_of, make_school, make_user_in
from tests.made_up_school import MadeUp, pupils_at, standing_municipality

OWN, FOREIGN = "own", "foreign"


@dataclass
class Planted:
    """`of_pupils`: words by school that tell of a pupil. `of_school`: words that name the school and its classes."""

    made: MadeUp
    of_pupils: dict[int, set[str]] = field(default_factory=dict)
    of_school: dict[int, set[str]] = field(default_factory=dict)
    objects: dict[str, dict[str, object]] = field(default_factory=dict)
    protected: set[str] = field(default_factory=set)

    def forbidden_to(self, user: User, role: str) -> set[str]:
        """Told from the table of the design. A leader: another school and the protected; others here: every pupil."""
        own = {self.made.school.pk} if user in (self.made.owner, self.made.colleague) else set()
        own |= {self.made.other_school.pk} if user == self.made.stranger else set()
        own = own if role == Role.SCHOOL_LEADER else set()
        pupils = {word for school, words in self.of_pupils.items() if school not in own for word in words}
        if role == Role.ADMINISTRATOR:
            return pupils | self.protected
        foreign = {word for school, words in self.of_school.items() if own and school not in own for word in words}
        return pupils | foreign | self.protected


@contextmanager
def planted_municipality(pupils: int = 12) -> Iterator[Planted]:
    with standing_municipality(pupils) as made:
        planted = Planted(made)
        for number, (school, leader) in enumerate(((made.school, made.owner), (made.other_school, made.stranger))):
            _plant(planted, school, leader, (OWN, FOREIGN)[number])
        _protect_one(planted)
        yield planted


def _plant(planted: Planted, school: School, leader: User, whose: str) -> None:
    school.name = f"Kanarifugl{whose}skole"
    school.save()
    words = planted.of_pupils[school.pk] = set()
    planted.of_school[school.pk] = {school.name, str(school.public_id), *_name_classes(school, whose)}
    for pupil in pupils_at(school):
        words |= _name(pupil)
    concern = Concern.objects.filter(school=school).order_by("pk").first()
    assert concern is not None
    note = f"Merknadkanari{whose}"
    actions.act(by=actor_of(leader), concern=concern, kind="meeting", note=note)
    imported = _import(leader, whose)
    words |= {note, str(concern.public_id), f"kanariverdi{whose}"}
    planted.of_school[school.pk] |= {imported.file_name, str(imported.public_id)}
    planted.objects[whose] = {
        "pupils": concern.pupil.public_id,
        "concerns": concern.public_id,
        "imports": imported.public_id,
        "schools": school.public_id,
    }


def _name_classes(school: School, whose: str) -> Iterable[str]:
    for group in SchoolClass.objects.filter(school=school):
        group.name = f"Kanariklasse{whose}{group.pk}"
        group.save()
        yield group.name


def _name(pupil: Pupil) -> set[str]:
    pupil.given_name, pupil.family_name = f"Kanariline{pupil.pk}x", f"Kanarisen{pupil.pk}x"
    pupil.source_id = f"kanarikilde{pupil.pk}x"
    pupil.save()
    return {pupil.given_name, pupil.family_name, pupil.source_id, str(pupil.public_id)}


def _import(leader: User, whose: str) -> Import:
    imported = Import.objects.create(
        file_name=f"kanarifil{whose}.csv", sha256=f"{leader.pk:064}", size=1, state=Import.State.READY,
        received_at=Import.objects.latest("received_at").received_at, uploaded_by=leader,
    )  # fmt: skip
    RejectedRow.objects.create(
        imported=imported, file=imported.file_name, line=2, column="dato", value=f"kanariverdi{whose}",
        reason="Datoen mangler.", what_to_do="Rett den.",
    )  # fmt: skip
    return imported


def _protect_one(planted: Planted) -> None:
    """At the leaders' own school, and no grant names her: nobody at all may read her."""
    pupil = pupils_at(planted.made.school)[1]
    pupil.protected = True
    pupil.save()
    planted.protected = {pupil.given_name, pupil.family_name, pupil.source_id, str(pupil.public_id)}


def people(planted: Planted) -> list[tuple[str, User]]:
    """A person for each role that exists, and the second leader of the school too."""
    made = planted.made
    cast = [
        (Role.SCHOOL_LEADER, made.owner),
        (Role.SCHOOL_LEADER, made.colleague),
        (Role.SCHOOL_LEADER, made.stranger),
        (Role.ADMINISTRATOR, made.administrator),
    ]
    others = [role for role in Role if role not in {Role.SCHOOL_LEADER, Role.ADMINISTRATOR}]
    return cast + [(role, _somebody(role)) for role in others]


def _somebody(role: Role) -> User:
    """In the role, and with no pupil of her own: whatever she reads of a child is a leak."""
    return make_user_in(role, school=make_school("Tom skole"), username=f"noen.{role.value}")
