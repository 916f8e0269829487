"""Who takes part in an intake. Imports are inside, as this file is read before Django is set up."""

from __future__ import annotations

import datetime as dt

import pytest


@pytest.fixture
def lead():
    from tests.intake_factories import make_lead

    return make_lead("leder")


@pytest.fixture
def school():
    from tests.factories import make_school

    return make_school("Solvik skole")


@pytest.fixture
def leader(school):
    from tests.factories import make_school_leader

    return make_school_leader(school, "rektor")


@pytest.fixture
def pupil(school):
    from tests.factories import make_enrolment, make_pupil

    return make_enrolment(school, make_pupil("Kari", "Nordmann", birth_date=dt.date(2014, 5, 1))).pupil


@pytest.fixture
def intake():
    """Whose talk is booked."""
    from tests.talk_factories import make_talk

    return make_talk(given_name="Kari", family_name="Vik")


@pytest.fixture
def member():
    from tests.intake_factories import make_team_member
    from tests.pages import signed_in

    return signed_in(make_team_member())
