"""Verifying all that a file states at once: numbers only, two people for many, and never what is not stated."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from skoleporten.access import gate
from skoleporten.access.actor import Actor, software
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Grant, Role, User
from skoleporten.audit.models import Event
from skoleporten.imports.models import PeopleImport, StatedVerification
from skoleporten.imports.people import actions, verifying
from skoleporten.people import guardian_actions
from skoleporten.people.models import Guardianship, Pupil
from skoleporten.rules.errors import RefusedError
from tests.factories import (
    actor_of,
    make_administrator,
    make_class,
    make_enrolment,
    make_pupil,
    make_school,
    make_school_leader,
    make_user,
)

BY = software("test")
HEADINGS = "guardian_id,given_name,family_name,pupil_id,kind,parental_responsibility"
SAID = {"source_of_record": "Folkeregisteret, 17. august", "reason": "Skolens system henter derfra hver natt"}
Decides = Guardianship.Decides

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school("Lund")


def applied(tmp_path, school, stated: list[str]) -> PeopleImport:
    """One pupil and one parent for each stated right."""
    school_class = make_class(school)
    rows = [HEADINGS]
    for number, right in enumerate(stated):
        make_enrolment(school, make_pupil(source_id=f"{school.pk}-p{number}"), school_class=school_class)
        rows.append(f"{school.pk}-g{number},Mor,Nordmann,{school.pk}-p{number},parent,{right}")
    file = tmp_path / f"guardians-{school.pk}.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    imported = actions.receive_paths(by=BY, paths=[file])
    today = timezone.localdate()
    seen = actions.looked_at(by=BY, imported=imported, today=today)[1].fingerprint()
    actions.apply(by=BY, imported=imported, today=today, fingerprint=seen)
    return imported


def verify(by: User, imported: PeopleImport, **said) -> StatedVerification:
    rows = verifying.to_verify(imported, timezone.localdate(), [by.pk])
    how = {"seen": verifying.fingerprint(rows), **SAID, **said}
    return verifying.verify_stated(by=actor_of(by), imported=imported, today=timezone.localdate(), **how)


def confirm(by: User, wish: StatedVerification) -> None:
    verifying.confirm(by=actor_of(by), wish=wish, today=timezone.localdate(), seen=wish.fingerprint)


def verified() -> int:
    return Guardianship.objects.filter(verified_at__isnull=False).count()


def test_of_a_file_with_thirty_percent_missing_only_the_stated_are_verified_and_nobody_is_written_to(tmp_path, school):
    missing = ["", "unknown", "perhaps"]
    stated = [missing[number % 3] if number % 10 < 3 else "holds" for number in range(100)]
    imported = applied(tmp_path, school, stated)
    assert verified() == 0
    wish = verify(make_administrator("one"), imported)
    confirm(make_administrator("other"), wish)
    assert Guardianship.objects.filter(verified_at__isnull=False).count() == 70
    assert not Guardianship.objects.filter(decides=Decides.UNKNOWN, verified_at__isnull=False).exists()
    assert (len(mail.outbox), Grant.objects.filter(role="guardian").count()) == (0, 0)


def test_a_few_are_verified_at_once_in_one_event_with_every_pupil(tmp_path, school):
    one = make_administrator("one")
    imported = applied(tmp_path, school, ["holds", "holds", "none", "suspended", ""])
    wish = verify(one, imported)
    assert (wish.is_done, wish.needs_two, verified()) == (True, False, 2)
    event = Event.objects.get(action="imports.relations_verified")
    assert (event.actor, event.details["relations"], event.pupils.count()) == (str(one.public_id), 2, 2)
    relation = Guardianship.objects.filter(verified_at__isnull=False).first()
    assert relation.verified_by == one
    assert relation.history.count() == 2
    assert (wish.source_of_record, wish.reason) == (SAID["source_of_record"], SAID["reason"])


def test_a_guardian_sees_the_child_from_then_on_and_not_before(tmp_path, school):
    imported, user = applied(tmp_path, school, ["holds"]), make_user()
    relation = Guardianship.objects.get()
    relation.guardian.user = user
    relation.guardian.save()
    pupil, today = relation.pupil, timezone.localdate()
    actor = Actor(user_id=user.pk, user_public_id=str(user.public_id), name=str(user), role=Role.GUARDIAN)
    assert not gate.may_see(actor, pupil.pk, Purpose.OWN_CHILD, today)
    verify(make_administrator(), imported)
    assert gate.may_see(actor, pupil.pk, Purpose.OWN_CHILD, today)


def test_more_than_twenty_wait_for_another_administrator(tmp_path, school):
    one, other = make_administrator("one"), make_administrator("other")
    imported = applied(tmp_path, school, ["holds"] * 21)
    wish = verify(one, imported)
    assert (wish.is_done, wish.needs_two, verified()) == (False, True, 0)
    assert verify(one, imported) == wish
    with pytest.raises(RefusedError):
        confirm(one, wish)
    assert verified() == 0
    confirm(other, wish)
    assert verified() == 21
    with pytest.raises(RefusedError):
        confirm(other, wish)


def test_twenty_are_few_enough_for_one(tmp_path, school):
    assert verify(make_administrator(), applied(tmp_path, school, ["holds"] * 20)).is_done


def test_two_accounts_of_one_person_are_one_person(tmp_path, school):
    one, other = make_administrator("one"), make_administrator("other")
    User.objects.filter(pk__in=[one.pk, other.pk]).update(display_name="Ada Min")
    wish = verify(one, applied(tmp_path, school, ["holds"] * 21))
    with pytest.raises(RefusedError):
        confirm(other, wish)
    assert verified() == 0


def test_one_who_is_no_administrator_any_more_is_not_one_of_the_two(tmp_path, school):
    one, other = make_administrator("one"), make_administrator("other")
    wish = verify(one, applied(tmp_path, school, ["holds"] * 21))
    Grant.objects.filter(user=one).update(end=timezone.localdate() - dt.timedelta(days=1), start=dt.date(2020, 1, 1))
    with pytest.raises(RefusedError):
        confirm(other, wish)


def test_what_changed_since_it_was_proposed_is_not_verified(tmp_path, school):
    one, other = make_administrator("one"), make_administrator("other")
    imported = applied(tmp_path, school, ["holds"] * 22)
    wish = verify(one, imported)
    guardian_actions.verify(by=BY, relation=Guardianship.objects.first())
    with pytest.raises(RefusedError):
        confirm(other, wish)
    verifying.reject(by=actor_of(other), wish=wish)
    assert verified() == 1
    with pytest.raises(RefusedError):
        verify(one, imported, seen="of another day")


def barred(relation: Guardianship) -> None:
    guardian_actions.bar(by=BY, relation=relation, first=dt.date(2026, 1, 1), last=None, source="court")


def barred_long_ago(relation: Guardianship) -> None:
    day = dt.date(2020, 1, 1)
    guardian_actions.bar(by=BY, relation=relation, first=day, last=day, source="court")


def barred_on_another_row(relation: Guardianship) -> None:
    row = Guardianship.objects.create(
        pupil=relation.pupil, guardian=relation.guardian, kind="parent", start=dt.date(2020, 1, 1)
    )
    barred(row)


def recorded_by_a_person(relation: Guardianship) -> None:
    guardian_actions.record_right(by=BY, relation=relation, decides=Decides.PARENTAL_RESPONSIBILITY, source="court")


def protected(relation: Guardianship) -> None:
    Pupil.objects.filter(pk=relation.pupil_id).update(protected=True)


def ended(relation: Guardianship) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Guardianship.objects.filter(pk=relation.pk).update(start=yesterday, end=yesterday)


def moved_away(relation: Guardianship) -> None:
    relation.pupil.enrolments.update(start=dt.date(2020, 1, 1), end=dt.date(2020, 1, 2))


def not_of_the_file(relation: Guardianship) -> None:
    Guardianship.objects.filter(pk=relation.pk).update(imported_by=None)


LEFT = [barred, barred_long_ago, barred_on_another_row, recorded_by_a_person, protected, ended, moved_away]


@pytest.mark.parametrize("happened", [*LEFT, not_of_the_file])
def test_what_is_left_as_it_is(tmp_path, school, happened):
    imported = applied(tmp_path, school, ["holds"])
    happened(Guardianship.objects.get())
    with pytest.raises(RefusedError):
        verify(make_administrator(), imported)
    assert verified() == 0


def test_nobody_verifies_a_relation_of_her_own(tmp_path, school):
    administrator, imported = make_administrator(), applied(tmp_path, school, ["holds", "holds"])
    relation = Guardianship.objects.first()
    relation.guardian.user = administrator
    relation.guardian.save()
    assert verify(administrator, imported).relations == 1
    relation.refresh_from_db()
    assert relation.verified_at is None


def test_a_bar_stays_when_the_others_are_verified(tmp_path, school):
    imported = applied(tmp_path, school, ["holds", "holds"])
    barred(Guardianship.objects.first())
    assert verify(make_administrator(), imported).relations == 1
    assert Guardianship.objects.get(barred_from__isnull=False).verified_at is None


@pytest.mark.parametrize("said", [{"reason": " "}, {"source_of_record": " "}])
def test_it_says_where_the_file_is_from_and_why(tmp_path, school, said):
    with pytest.raises(RefusedError):
        verify(make_administrator(), applied(tmp_path, school, ["holds"]), **said)


def test_a_file_that_is_not_applied_verifies_nothing(tmp_path, school, signed_in):
    imported = applied(tmp_path, school, ["holds"])
    PeopleImport.objects.filter(pk=imported.pk).update(state="ready")
    imported.refresh_from_db()
    with pytest.raises(RefusedError):
        verify(make_administrator("one"), imported)
    page = reverse("people_file_verify", args=[imported.public_id])
    assert signed_in(make_administrator("other")).get(page).status_code == 404


def test_the_page_shows_numbers_by_school_and_right_and_no_pupil(tmp_path, school, signed_in):
    imported = applied(tmp_path, school, ["holds", "holds", "none", ""])
    protected(Guardianship.objects.filter(decides=Decides.PARENTAL_RESPONSIBILITY).first())
    page = reverse("people_file_verify", args=[imported.public_id])
    shown = signed_in(make_administrator()).get(page)
    assert sorted(shown.context["table"].rows) == [
        ["Lund", "Har foreldreansvar", "1", "1"],
        ["Lund", "Har ikke rett til å bestemme", "1", "0"],
        ["Lund", "Ikke kjent", "1", "0"],
    ]
    for pupil in Pupil.objects.all():
        assert pupil.full_name not in shown.content.decode()
    assert "Nordmann" not in shown.content.decode().replace("Kari Nordmann", "")
    assert signed_in(make_school_leader(school)).get(page).status_code == 404


def test_two_administrators_do_it_on_the_pages(tmp_path, school, signed_in):
    imported = applied(tmp_path, school, ["holds"] * 21)
    page = reverse("people_file_verify", args=[imported.public_id])
    decide = reverse("people_file_verify_decide", args=[imported.public_id])
    one, other = signed_in(make_administrator("one")), signed_in(make_administrator("other"))
    shown = one.get(page).content.decode()
    seen = re.search(r'name="fingerprint" value="(\w+)"', shown)[1]
    assert one.post(page, {"fingerprint": seen}).status_code == 200
    assert one.post(page, {"fingerprint": seen, **SAID}).status_code == 302
    assert 'name="confirm"' not in one.get(page).content.decode()
    one.post(decide, {"confirm": "1", "fingerprint": seen})
    assert verified() == 0
    assert page in other.get(reverse("people_files")).content.decode()
    assert SAID["reason"] in other.get(page).content.decode()
    other.post(decide, {"confirm": "1", "fingerprint": seen})
    assert verified() == 21
    assert SAID["source_of_record"] in other.get(page).content.decode()
    assert other.post(decide, {"confirm": "1", "fingerprint": seen}).status_code == 404
