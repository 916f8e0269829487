"""A small municipality in the database. Django is imported inside: this file is read before it is set up."""

import datetime as dt

import pytest

FIRST_DAY = dt.date(2025, 8, 18)


def school_days(number: int) -> list[dt.date]:
    days = (FIRST_DAY + dt.timedelta(days=day) for day in range(number * 2))
    return [day for day in days if day.weekday() < 5][:number]


@pytest.fixture
def by():
    from skoleporten.access.actor import software

    return software("test")


@pytest.fixture
def school():
    from skoleporten.schools.models import CalendarDay
    from tests.factories import make_school

    made = make_school("Lund")
    CalendarDay.objects.bulk_create(
        CalendarDay(school=made, date=date, minutes_offered=300) for date in school_days(60)
    )
    return made


@pytest.fixture
def pupil(school):
    from tests.factories import make_enrolment

    return make_enrolment(school).pupil


@pytest.fixture
def absent(school):
    """Registers whole days of absence for a pupil, and gives back their dates."""
    import itertools

    from django.utils import timezone

    from skoleporten.absence.models import AbsenceEvent
    from skoleporten.imports.models import Import

    numbers = itertools.count(1)
    imported = Import.objects.create(
        file_name="f.csv", sha256="0", size=1, state="applied", received_at=timezone.now(), applied_at=timezone.now()
    )

    def register(pupil, *dates: dt.date, **fields) -> list[dt.date]:
        AbsenceEvent.objects.bulk_create(
            AbsenceEvent(
                pupil=pupil, school=school, date=date, kind="day", minutes=300, source="test",
                source_id=str(next(numbers)), imported_by=imported, **fields,
            )
            for date in dates
        )  # fmt: skip
        return list(dates)

    return register
