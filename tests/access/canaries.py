"""A municipality in which every child, class, note and file carries a word that stands nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

from skoleporten.access.models import Role, User
from skoleporten.schools.models import School
from tests.access.canaries_case import begin_case, seen_by_the_team
from tests.access.canaries_concern import report_duties, show_concern
from tests.access.canaries_development import try_something
from tests.access.canaries_front import picture_the_rooms
from tests.access.canaries_intake import refer
from tests.access.canaries_judgement import judge
from tests.access.canaries_meetings import call
from tests.access.canaries_minutes import meet
from tests.access.canaries_panels import talk_in_a_panel
from tests.access.canaries_plan import plan_with
from tests.access.canaries_presence import come_and_go
from tests.access.canaries_pupil import consent_to_sharing, file_documents, relate_guardian, words_of
from tests.access.canaries_requests import ask_for_everything
from tests.access.canaries_rig import rig_up
from tests.access.canaries_school import class_names, close_school, employ, import_file, import_people
from tests.access.canaries_supports import say_what_helps
from tests.access.canaries_surveys import ask_the_family
from tests.access.canaries_threads import write_messages
from tests.access.canaries_told import tell_and_wish
from tests.access.canaries_voices import write_own_words
from tests.access.canaries_way_back import plan_the_way_back, tell_the_week
from tests.access.canaries_week import put_in_the_week
from tests.access.canary import FOREIGN, OWN, Planted, Word
from tests.factories import make_school_year
from tests.made_up_school import MadeUp, pupils_at, standing_municipality


@contextmanager
def planted_municipality(pupils: int = 12) -> Iterator[Planted]:
    with standing_municipality(pupils) as made:
        yield planted_in(made)


def planted_in(made: MadeUp) -> Planted:
    planted = Planted(made)
    make_school_year(2025)
    _protect_one(made)
    for whose, school, leader in ((OWN, made.school, made.owner), (FOREIGN, made.other_school, made.stranger)):
        _plant(planted, whose, school, leader)
    _no_word_stands_twice(planted)
    return planted


def _plant(planted: Planted, whose: str, school: School, leader: User) -> None:
    school.name = f"Kanarifugl{whose}skole"
    school.save()
    planted.keep(whose, "school", school.public_id)
    for text in (school.name, str(school.public_id), *class_names(school, whose)):
        # The team, the municipality and the family know which school it is; whoever is bound to another one does not.
        planted.words.append(Word(text, school=school.pk, of_all=frozenset(Role) - {Role.TEACHER, Role.SCHOOL_LEADER}))
    for pupil in pupils_at(school):
        planted.words += words_of(pupil)
    concern = show_concern(planted, whose, school, leader)
    relate_guardian(planted, whose, concern.pupil)
    consent_to_sharing(planted, whose, concern.pupil)
    file_documents(planted, whose, concern.pupil, leader)
    report_duties(planted, whose, concern, leader)
    refer(planted, whose, concern.pupil, school, leader)
    case = begin_case(planted, whose, concern.pupil)
    with seen_by_the_team(case.pupil):
        come_and_go(planted, whose, case)
    plan_with(planted, whose, case)
    plan_the_way_back(planted, whose, case)
    tell_the_week(planted, whose, case)
    judge(planted, whose, case)
    write_own_words(planted, whose, case)
    ask_for_everything(planted, whose, case)
    import_file(planted, whose, school, leader)
    import_people(planted, whose, concern.pupil, school)
    close_school(planted, whose, school)
    employ(planted, whose, school, concern.pupil)
    picture_the_rooms(planted, whose)
    put_in_the_week(planted, whose)
    rig_up(planted, whose, case.intake.owner)
    talk_in_a_panel(planted, whose, case.intake.owner)
    try_something(planted, whose, case.intake.owner)
    meet(planted, whose, case)
    call(planted, whose, case)
    tell_and_wish(planted, whose, case)
    write_messages(planted, whose, case)
    ask_the_family(planted, whose, case)
    say_what_helps(planted, whose, case)


def _no_word_stands_twice(planted: Planted) -> None:
    """One that two parts planted for others, or that begins another one's, would be found where it is not."""
    words = sorted(planted.words, key=lambda word: word.text)
    clashes = [
        (one.text, after.text)
        for one, after in pairwise(words)
        if after.text.startswith(one.text) and one.roles != after.roles
    ]
    assert clashes == [], clashes


def _protect_one(made: MadeUp) -> None:
    """At the leaders' own school."""
    pupil = pupils_at(made.school)[1]
    pupil.protected = True
    pupil.save()
