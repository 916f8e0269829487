"""Two who refer one pupil at the same moment: one intake, on a real database with real transactions."""

from __future__ import annotations

import threading
import uuid

import pytest
from django.db import connection
from django.utils import timezone

from skoleporten.access.queries import actor_of
from skoleporten.intake import referring
from skoleporten.intake.models import Intake, Referral
from skoleporten.intake.referring import Told
from skoleporten.people.models import Involvement
from tests.factories import make_enrolment, make_school, make_school_leader
from tests.intake_factories import make_lead


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_same_form", [True, False])
def test_one_pupil_referred_twice_at_once_has_one_intake(is_same_form):
    make_lead()
    school = make_school()
    pupil = make_enrolment(school).pupil
    by, same = actor_of(make_school_leader(school), timezone.localdate()), uuid.uuid4()
    together, failed = threading.Barrier(2), []

    def refer() -> None:
        told = Told(client_id=same if is_same_form else uuid.uuid4(), reason="Borte", basis="duty")
        together.wait()
        try:
            referring.by_school(by=by, pupil=pupil, told=told)
        except Exception as error:  # noqa: BLE001  (told by the test itself)
            failed.append(error)
        finally:
            connection.close()

    both = [threading.Thread(target=refer) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert failed == []
    assert Intake.objects.count() == Involvement.objects.count() == 1
    assert Referral.objects.count() == (1 if is_same_form else 2)
