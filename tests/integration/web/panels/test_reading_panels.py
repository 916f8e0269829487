"""Reading the panels: honest numbers, names for few, and who comes in at all."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.panels import members
from skoleporten.panels.models import Member, Theme
from tests.consent_factories import consent_in_force, years_ago
from tests.factories import make_pupil
from tests.intake_factories import make_case, make_lead, make_team_member
from tests.integration.web.panels.asking import CONTACT, NAME, World, page, send
from tests.pages import signed_in
from tests.panel_factories import (
    hold_session,
    host_of,
    hosted_panel,
    make_book,
    make_change,
    make_statement,
    panel,
    tell,
    today,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", ["pupils", "schools"])
def test_a_panel_that_is_not_started_says_so_and_counts_nothing(code):
    text = page(make_lead(), "panels")
    one = text.split(f'{reverse("panel", args=[panel(code).public_id])}"')[1].split("</li>")[0]
    assert "Ikke startet" in one
    assert "Ingen er spurt ennå" in one
    assert not any(figure in one for figure in ("0 av", "av 6", "medlem"))


def test_places_are_told_before_anybody_is_in_and_a_share_only_afterwards(world):
    assert "1 medlem, av 6 plasser" in page(world.colleague, "panel", world.panel.public_id)
    members.withdraw(by=host_of(world.panel), member=world.member)
    text = page(world.colleague, "panels")
    assert "Ingen har sagt ja her ennå. Det er 6 plasser." in text
    assert "0 av" not in text


def test_names_stand_where_the_lead_and_the_host_read_and_nowhere_else(world):
    for user in (world.lead, world.host):
        text = page(user, "panel_members", world.panel.public_id)
        assert NAME in text
        assert CONTACT in text
        assert NAME in page(user, "panel_session", world.session.public_id)
    for name in ("panel_members", "panel_member_new", "panel_member_by_consent"):
        page(world.colleague, name, world.panel.public_id, status=404)
    for name in ("panel_member", "panel_member_leave"):
        page(world.colleague, name, world.member.public_id, status=404)
    of_the_panel = [
        page(world.colleague, "panel", world.panel.public_id),
        page(world.colleague, "panels"),
        page(world.colleague, "panel_statement", world.of_panel.public_id),
        page(world.colleague, "panel_statement_new", world.session.public_id),
        page(world.colleague, "panel_session_held", world.session.public_id),
        page(world.colleague, "panel_change", world.change.public_id),
    ]
    assert not any(NAME in text or CONTACT in text for text in of_the_panel)


def test_a_statement_stands_under_the_name_that_was_chosen_for_it(world):
    session = page(world.colleague, "panel_session", world.session.public_id)
    assert session.count(NAME) == 1, "by the statement she put her name to, and not by who came"
    assert "En i panelet" in session
    statement = page(world.host, "panel_statement", world.of_panel.public_id)
    assert NAME not in statement, "the host too reads it as one of the panel"


def test_the_printed_page_names_nobody_and_tells_what_came_of_it(world):
    text = page(world.host, "panel_printed", world.panel.public_id)
    assert "Ring dagen før." in text
    assert "Vi ringer dagen før." in text
    assert "Jeg gruet meg." in text, "what waits for an answer is told too"
    assert NAME not in text


def test_the_page_of_members_is_in_the_log_with_the_pupils_behind_them():
    host = make_team_member()
    pupils = hosted_panel("pupils", host=host)
    case = make_case(make_pupil("Ola", birth_date=years_ago(10)))
    consent_in_force(case.pupil, "source_panel")
    assert "Ola" in page(host, "panel_member_by_consent", pupils.public_id)
    (found,) = members.candidates(by=host_of(pupils), panel=pupils, today=today())
    send(host, "panel_member_by_consent", pupils.public_id, candidate=found.key, contact="Spør mor")
    assert "Ola" in page(host, "panel_members", pupils.public_id)
    for action in ("panels.candidates_opened", "panels.members_opened"):
        event = Event.objects.filter(action=action).latest("seq")
        assert [one.pupil for one in event.pupils.all()] == [case.pupil.public_id]
    case.pupil.involvements.update(end=today() - dt.timedelta(days=1))
    text = page(host, "panel_members", pupils.public_id)
    assert "Ola" not in text
    assert "Én til er med" in text
    page(host, "panel_member", Member.objects.get().public_id, status=404)
    page(host, "panel_member_new", pupils.public_id, status=404)


@pytest.mark.parametrize("name", ["panels", "shelf", "panel_themes", "panel_change_new", "shelf_new"])
def test_the_menu_leads_the_team_to_the_panels_and_a_specialist_of_research_nowhere(name):
    from tests.factories import make_user_in

    assert reverse("panels") in page(make_team_member(), name)
    for role in (Role.SPECIALIST, Role.MUNICIPALITY, Role.RESEARCHER, Role.SCHOOL_LEADER, Role.GUARDIAN):
        page(make_user_in(role), name, status=404)


def test_no_page_asks_the_database_once_a_row(world):
    """As many questions for three times as many statements, changes and sessions."""
    pages = [
        ("panels", ()), ("panel", (world.panel.public_id,)), ("panel_printed", (world.panel.public_id,)),
        ("panel_theme", (Theme.objects.get(code="understood").public_id,)), ("shelf", ()),
    ]  # fmt: skip
    client = signed_in(world.host)
    client.get(reverse("panels"))

    def questions() -> list[int]:
        counts = []
        for name, args in pages:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(reverse(name, args=args)).status_code == 200
            counts.append(len(asked))
        return counts

    theme = Theme.objects.get(code="understood")
    fill(world, theme)
    few = questions()
    for _more in range(2):
        fill(world, theme)
    assert questions() == few
    assert max(few) < 40


def fill(world: World, theme: Theme) -> None:
    session = hold_session(world.panel)
    said = make_statement(session, "En til.", "named", member=world.member, themes=[theme])
    make_statement(session, "Uten svar.", themes=[theme])
    tell(make_change(statements=[said], themes=[theme]), world.panel)
    make_change(statements=[said], themes=[theme])
    make_book(themes=[theme])
