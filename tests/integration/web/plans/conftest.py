"""A case without a plan, and somebody on the team. Imports are inside: this is read before Django is set up."""

from __future__ import annotations

import pytest


@pytest.fixture
def case():
    """Begun eight weeks ago, with a calendar of sixteen weeks around today."""
    from tests.integration.web.plans.asking import DAY, monday
    from tests.plan_factories import at, make_planned_case, make_pupil_at_school

    first = monday() - 8 * 7 * DAY
    return make_planned_case(make_pupil_at_school(first, weeks=16), opened_at=at(first))


@pytest.fixture
def team(case):
    from django.test import Client

    from tests.intake_factories import make_team_member

    client = Client()
    client.force_login(make_team_member())
    return client
