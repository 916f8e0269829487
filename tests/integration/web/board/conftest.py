"""A morning in term, somebody on the team, and a case. Imports are inside: this is read before Django is set up."""

from __future__ import annotations

import pytest
import time_machine


@pytest.fixture(autouse=True)
def clock(settings):
    """A morning in term, which a test moves on; a log-in outlasts what it moves."""
    from tests.presence_factories import at

    settings.SESSION_IDLE_SECONDS = settings.SESSION_COOKIE_AGE = 7 * 24 * 60 * 60
    with time_machine.travel(at("08.20"), tick=False) as travelled:
        yield travelled


@pytest.fixture
def member():
    from tests.intake_factories import make_team_member

    return make_team_member("vakt")


@pytest.fixture
def client(member):
    from tests.integration.web.board.asking import signed_in

    return signed_in(member)


@pytest.fixture
def case():
    from tests.factories import make_enrolment, make_pupil, make_school
    from tests.intake_factories import make_case

    pupil = make_pupil("Ane", "Holm")
    make_enrolment(make_school("Solvik skole"), pupil)
    return make_case(pupil)
