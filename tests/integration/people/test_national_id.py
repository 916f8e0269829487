"""The national id: checked, encrypted, bound to its row, and found by a keyed hash only."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from skoleporten.access import encryption
from skoleporten.access.encryption import DecryptionError
from skoleporten.access.models import Installation
from skoleporten.people.models import Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.national_id import make_synthetic
from tests.factories import make_pupil

pytestmark = pytest.mark.django_db

NUMBER = make_synthetic(dt.date(2013, 5, 17), 0)
OTHER = make_synthetic(dt.date(2013, 5, 17), 1)


@pytest.fixture
def demo():
    return Installation.objects.create(is_demo=True)


@pytest.fixture
def pupil(demo):
    pupil = make_pupil()
    pupil.set_national_id(NUMBER)
    pupil.save()
    return Pupil.objects.get(pk=pupil.pk)


def test_it_is_read_again_as_it_was_written(pupil):
    assert pupil.national_id == NUMBER


def test_a_pupil_without_one_has_an_empty_one():
    assert make_pupil().national_id == ""


def test_it_stands_nowhere_in_the_database_as_it_is(pupil):
    with connection.cursor() as cursor:
        for table in ("people_pupil", "people_historicalpupil"):
            cursor.execute(f"SELECT * FROM {table}")
            assert NUMBER not in repr(cursor.fetchall())


def test_it_is_not_in_the_change_history(pupil):
    names = {field.name for field in Pupil.history.model._meta.fields}
    assert not {"national_id_encrypted", "national_id_hash"} & names


def test_two_writings_of_one_number_do_not_look_alike(pupil):
    before = pupil.national_id_encrypted
    pupil.set_national_id(NUMBER)
    assert pupil.national_id_encrypted != before


def test_a_value_moved_to_another_row_does_not_open(pupil):
    other = make_pupil(national_id_encrypted=pupil.national_id_encrypted)
    with pytest.raises(DecryptionError, match="changed or moved"):
        _ = other.national_id


@pytest.mark.parametrize("place", [9, 12, -1])
def test_a_value_that_was_changed_does_not_open(pupil, place):
    value = pupil.national_id_encrypted
    changed = "A" if value[place] != "A" else "B"
    pupil.national_id_encrypted = value[:place] + changed + (value[place + 1 :] if place != -1 else "")
    with pytest.raises(DecryptionError):
        _ = pupil.national_id


@pytest.mark.parametrize("stored", ["", "nothing", "00000000:", "00000000:AAAA"])
def test_what_was_never_encrypted_does_not_open(stored):
    with pytest.raises(DecryptionError):
        encryption.decrypt(stored, place="x")


def test_a_value_of_another_key_names_the_key(pupil, settings):
    settings.FIELD_KEY = "another key altogether"
    with pytest.raises(DecryptionError, match="is not in use"):
        _ = pupil.national_id


def test_it_is_found_by_the_whole_number_only(pupil):
    assert list(Pupil.objects.with_national_id(NUMBER)) == [pupil]
    assert list(Pupil.objects.with_national_id(f" {NUMBER[:6]} {NUMBER[6:]} ")) == [pupil]
    for miss in (OTHER, NUMBER[:10], "", "x"):
        assert not Pupil.objects.with_national_id(miss).exists()


def test_the_hash_tells_nothing_without_the_key(pupil, settings):
    before = pupil.national_id_hash
    settings.FIELD_KEY = "another key altogether"
    assert encryption.keyed_hash(NUMBER, purpose="national_id") != before


def test_hashes_of_two_purposes_can_not_be_compared():
    assert encryption.keyed_hash("1", purpose="a") != encryption.keyed_hash("1", purpose="b")


def test_two_pupils_never_have_the_same(pupil):
    other = make_pupil()
    other.set_national_id(NUMBER)
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


@pytest.mark.parametrize("number", ["", "12345678901", "1" * 11, NUMBER[:-1] + "x", f"{NUMBER}0"])
def test_a_number_that_is_none_is_refused(demo, number):
    with pytest.raises(RefusedError) as refused:
        make_pupil().set_national_id(number)
    assert not number or number not in str(refused.value)


def test_a_synthetic_number_is_refused_where_people_are_real():
    with pytest.raises(RefusedError, match="synthetic"):
        make_pupil().set_national_id(NUMBER)
