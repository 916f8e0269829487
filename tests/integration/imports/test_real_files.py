"""Real exports, as they lie in the shared data, come into the database with the numbers that the command line tells."""

from collections import Counter
from pathlib import Path

import pytest

from skoleporten.absence.models import AbsenceEvent
from skoleporten.concerns.checks import check
from skoleporten.concerns.models import CheckRun, PupilMeasure
from skoleporten.imports import queries
from skoleporten.imports.models import Import
from skoleporten.people.models import Enrolment, Pupil
from tests.lacking import shared

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def data() -> Path:
    return shared().resolve()


def test_oea_contoso(data, hand_over, by):
    imported = hand_over(data / "oea-contoso-sis" / "batch1" / "studentattendance.csv")
    assert (imported.state, imported.denominator) == (Import.State.APPLIED, "presence")
    run = check(by=by, trigger=CheckRun.Trigger.IMPORT, as_of=queries.last_date())
    assert run.pupils == 600
    assert set(PupilMeasure.objects.values_list("days_offered", flat=True)) == {20}
    by_days = Counter(PupilMeasure.objects.values_list("days_absent", flat=True))
    assert by_days == {0: 63, 1: 155, 2: 174, 3: 115, 4: 49, 5: 31, 6: 8, 7: 4, 10: 1}
    assert PupilMeasure.objects.filter(absence_rate__gte=0.1).count() == 382


def test_oea_twice_changes_nothing(data, hand_over):
    path = data / "oea-contoso-sis" / "batch1" / "studentattendance.csv"
    hand_over(path)
    before = (AbsenceEvent.objects.count(), Enrolment.objects.count(), Pupil.objects.count())
    again = hand_over(path)
    assert (AbsenceEvent.objects.count(), Enrolment.objects.count(), Pupil.objects.count()) == before
    assert not again.counts["changes_anything"]


def test_edfi_grand_bend(data, hand_over):
    imported = hand_over(data / "edfi-grandbend")
    assert (imported.state, imported.denominator) == (Import.State.APPLIED, "session_totals")
    assert "no school days with dates" in " ".join(imported.warnings)
    assert not queries.has_calendar()
    assert imported.counts["rows"]["read"] == 1917
    assert imported.counts["rows"]["duplicates"] == 1
    current = AbsenceEvent.objects.current()
    assert current.filter(kind="late").count() == 66
