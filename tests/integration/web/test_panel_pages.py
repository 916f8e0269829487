"""The pages of the panels: honest numbers, names for few, and both texts where two write."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from skoleporten.access.models import Role, User
from skoleporten.audit.models import Event
from skoleporten.panels import members
from skoleporten.panels.models import Change, Member, Panel, Question, Session, ShelfItem, Statement, Theme
from tests.consent_factories import consent_in_force, years_ago
from tests.factories import make_pupil
from tests.intake_factories import make_case, make_lead, make_team_member
from tests.pages import signed_in
from tests.panel_factories import (
    YEAR,
    hold_session,
    host_of,
    hosted_panel,
    make_book,
    make_change,
    make_member,
    make_statement,
    make_theme,
    panel,
    plan_session,
    tell,
    today,
)

pytestmark = pytest.mark.django_db
NAME, CONTACT = "Turid Tangen", "turid@example.org"


class World:
    """A panel with a host, a colleague who is not, a session, and a statement of each kind."""

    def __init__(self) -> None:
        self.host, self.colleague, self.lead = make_team_member(), make_team_member(), make_lead()
        self.panel = hosted_panel("parents", host=self.host)
        self.member = make_member(self.panel, NAME, CONTACT)
        self.session = hold_session(self.panel, came_by_name=[self.member], notes="Vi snakket om mandager.")
        self.named = make_statement(self.session, "Ring dagen før.", "named", member=self.member)
        self.of_panel = make_statement(self.session, "Jeg gruet meg.", "panel", member=self.member, may_stay=True)
        self.change = make_change(statements=[self.named])


@pytest.fixture
def world() -> World:
    return World()


def page(user: User, name: str, *args: object, status: int = 200, query: str = "") -> str:
    answer = signed_in(user).get(reverse(name, args=args) + query)
    assert answer.status_code == status, answer
    return answer.content.decode()


def send(user: User, to: str, /, *args: object, status: int = 302, **values: object):
    answer = signed_in(user).post(reverse(to, args=args), {"client_id": uuid.uuid4(), **values})
    assert answer.status_code == status, answer.content.decode()
    return answer


# What each role reads -------------------------------------------------------------------------------------------------
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


# Filling it in --------------------------------------------------------------------------------------------------------
def test_a_lead_starts_a_panel_lets_it_rest_and_takes_it_up_again():
    lead, schools = make_lead(), panel("schools")
    page(make_team_member(), "panel_start", schools.public_id, status=404)
    send(lead, "panel_start", schools.public_id, host=lead.public_id)
    page(lead, "panel_start", schools.public_id, status=404)
    send(lead, "panel_move", schools.public_id, move="set_back")
    assert panel("schools").state == "not_started"
    send(lead, "panel_start", schools.public_id, host=lead.public_id)
    hold_session(panel("schools"))
    send(lead, "panel_rest", schools.public_id, why="Eksamen.")
    assert "Eksamen." in page(lead, "panel", schools.public_id)
    send(lead, "panel_move", schools.public_id, move="go_on")
    assert panel("schools").state == "running"
    send(lead, "panel_move", schools.public_id, move="fly", status=404)


def test_two_who_settle_a_panel_see_each_others_text(world):
    version = Panel.objects.get(pk=world.panel.pk).version
    first = {"host": world.host.public_id, "places": 8, "seen_version": version}
    send(world.lead, "panel_settle", world.panel.public_id, **first)
    second = first | {"host": world.lead.public_id}
    text = send(world.lead, "panel_settle", world.panel.public_id, status=409, **second).content.decode()
    assert str(world.host) in text
    assert panel().places == 8


def test_a_yes_is_written_down_with_the_words_it_was_given_to(world):
    text = page(world.host, "panel_member_new", world.panel.public_id)
    assert "Sier du ja til å være med i kildepanelet?" in text
    values = {"name": "Unni", "contact": "", "given_on": today(), "how": "paper", "valid_until": today() + YEAR}
    send(world.host, "panel_member_new", world.panel.public_id, **values)
    assert "Unni" in page(world.host, "panel_members", world.panel.public_id)
    wrong = values | {"valid_until": today() + 3 * YEAR}
    text = send(world.host, "panel_member_new", world.panel.public_id, status=200, **wrong).content.decode()
    assert "to år" in text


def test_a_contact_way_is_changed_by_whoever_has_seen_it(world):
    values = {"name": NAME, "contact": "99 99 99 99", "seen_version": world.member.version}
    send(world.host, "panel_member", world.member.public_id, **values)
    other = values | {"contact": "ny@example.org"}
    text = send(world.host, "panel_member", world.member.public_id, status=409, **other).content.decode()
    assert "99 99 99 99" in text


def test_a_member_who_withdraws_is_told_what_goes_before_it_goes(world):
    text = page(world.host, "panel_member_leave", world.member.public_id)
    assert "1 utsagn slettes" in text
    assert "1 utsagn blir stående" in text
    send(world.host, "panel_member_leave", world.member.public_id, because="withdrew")
    session = page(world.colleague, "panel_session", world.session.public_id)
    assert "Ring dagen før." not in session
    assert "ikke lenger i panelet" in session
    assert "Se over notatene" in session
    assert "Jeg gruet meg." in session
    assert "Vi ringer dagen før." in page(world.colleague, "panel_change", world.change.public_id)
    send(world.colleague, "panel_session_looked_over", world.session.public_id)
    assert not Session.objects.get(pk=world.session.pk).to_look_over
    page(world.colleague, "panel_statement_correct", world.named.public_id, status=404)


def test_a_session_is_planned_asked_in_held_and_written_down(world):
    send(world.colleague, "panel_session_new", world.panel.public_id, on=today(), about="Morgenene")
    session = Session.objects.latest("pk")
    theme = Theme.objects.get(code="understood")
    ask = {"words": "Når ble du trodd?", "theme": theme.public_id}
    send(world.colleague, "panel_question_new", session.public_id, **ask)
    send(world.colleague, "panel_question_new", session.public_id, words="Og ellers?", theme="")
    send(world.colleague, "panel_question_take_back", Question.objects.latest("pk").public_id)
    page(world.colleague, "panel_statement_new", session.public_id, status=404)
    held = {"came": 5, "notes": "De snakket om morgener.", "seen_version": session.version}
    send(world.colleague, "panel_session_held", session.public_id, **held)
    text = page(world.colleague, "panel_session", session.public_id)
    assert "Når ble du trodd?" in text
    assert "Og ellers?" not in text
    assert "5 personer" in text
    other = held | {"notes": "Noe annet."}
    text = send(world.host, "panel_session_held", session.public_id, status=409, **other).content.decode()
    assert "De snakket om morgener." in text
    for name in ("panel_session_change", "panel_session_cancel"):
        page(world.host, name, session.public_id, status=404)


def test_a_planned_session_is_moved_and_cancelled(world):
    session = plan_session(world.panel, today() + dt.timedelta(days=7))
    page(world.host, "panel_session_held", session.public_id, status=404)
    day = today() + dt.timedelta(days=9)
    send(world.host, "panel_session_change", session.public_id, on=day, about="Ny dag", seen_version=1)
    send(world.host, "panel_session_cancel", session.public_id, why="Verten er syk.")
    assert "Verten er syk." in page(world.colleague, "panel_session", session.public_id)


def test_the_member_chooses_and_nothing_is_chosen_beforehand(world):
    text = page(world.host, "panel_statement_new", world.session.public_id)
    assert "checked" not in text
    for wrong in ({"said_as": ""}, {"said_as": "panel"}, {"said_as": "panel", "member": world.member.public_id}):
        send(world.host, "panel_statement_new", world.session.public_id, status=200, words="Ring.", **wrong)
    whole = {"said_as": "panel", "member": world.member.public_id, "may_stay": "no", "words": "Ring."}
    send(world.host, "panel_statement_new", world.session.public_id, **whole)
    assert Statement.objects.latest("pk").member == world.member


def test_a_colleague_writes_without_any_name_and_cannot_put_one_in(world):
    send(world.colleague, "panel_statement_new", world.session.public_id, words="Det var stille.")
    values = {"words": "Ring.", "said_as": "named", "member": world.member.public_id, "may_stay": "yes"}
    send(world.colleague, "panel_statement_new", world.session.public_id, **values)
    assert {one.said_as for one in Statement.objects.order_by("-pk")[:2]} == {"anonymous"}


def test_words_are_corrected_by_whoever_has_seen_them_and_taken_away(world):
    args = (world.of_panel.public_id,)
    values = {"words": "Jeg gruet meg mye.", "said_as": "panel", "may_stay": "yes", "seen_version": 1}
    send(world.host, "panel_statement_correct", *args, **values)
    text = send(world.host, "panel_statement_correct", *args, status=409, **values | {"words": "x"}).content.decode()
    assert "Jeg gruet meg mye." in text
    send(world.colleague, "panel_statement_take_away", *args, because="names_somebody")
    assert "fortalte om noen" in page(world.colleague, "panel_statement", *args)


def test_a_text_that_seems_to_name_a_pupil_asks_first(world):
    make_case(make_pupil("Snorre"))
    values = {"words": "Snorre hadde det bedre etterpå.", "said_as": "anonymous"}
    args = (world.session.public_id,)
    text = send(world.host, "panel_statement_new", *args, status=200, **values).content.decode()
    assert "Snorre" in text
    assert "names_are_meant" in text
    send(world.host, "panel_statement_new", *args, **values, names_are_meant="on")
    assert Statement.objects.latest("pk").words.startswith("Snorre")


def test_words_that_shall_stand_without_a_name_ask_before_they_name_the_member(world):
    args, words = (world.session.public_id,), "Jeg, Turid, gruet meg."
    for said_as in ("panel", "anonymous"):
        values = {"words": words, "said_as": said_as, "member": world.member.public_id, "may_stay": "yes"}
        text = send(world.host, "panel_statement_new", *args, status=200, **values).content.decode()
        assert "nevne et medlem av panelet: Turid" in text
    send(world.host, "panel_statement_new", *args, **values | {"said_as": "named"})
    send(world.host, "panel_statement_new", *args, **values, names_are_meant="on")
    assert Statement.objects.filter(words=words).count() == 2
    text = page(world.colleague, "panel_statement_new", *args)
    assert "Turid" not in text, "whoever sees no members is asked about none"


def test_a_change_begins_in_a_statement_and_is_told_back_in_a_session(world):
    query = f"?statement={world.of_panel.public_id}"
    text = page(world.colleague, "panel_change_new", query=query)
    assert f'value="{world.of_panel.public_id}"' in text
    assert "checked" in text
    for odd in ("?statement=nei", f"?theme={uuid.uuid4()}"):
        page(world.colleague, "panel_change_new", query=odd)
    values = {
        "what": "Én voksen møter ved porten.", "outcome": "done", "on": today(), "owner": world.lead.public_id,
        "statements": [world.of_panel.public_id],
    }  # fmt: skip
    made = send(world.colleague, "panel_change_new", **values)
    change = Change.objects.latest("pk")
    assert made.url == reverse("panel_change", args=[change.public_id]), "from where it is told back"
    assert "Én voksen møter ved porten." in page(world.colleague, "panels")
    told = {"panel": world.panel.public_id, "how": "session", "session": world.session.public_id, "on": today()}
    send(world.colleague, "panel_tell_back", change.public_id, **told)
    text = page(world.colleague, "panel_change", change.public_id)
    assert "I en samling" in text
    assert "ikke fortalt tilbake ennå" not in text


def test_what_is_only_planned_is_neither_changed_nor_heard_of():
    lead, parents = make_lead(), hosted_panel("parents")
    make_change(what="Kortere brev.", outcome="planned", panels=[parents])
    assert "Kortere brev." not in page(lead, "panels")
    text = page(lead, "panel", parents.public_id)
    assert "Kortere brev." in text
    assert "Det er ingenting å fortelle ennå." in text
    assert "Panelet har hørt" not in text


def test_a_change_that_is_not_made_says_why_and_two_writers_see_each_other(world):
    change = world.change
    values = {
        "what": change.what, "outcome": "not_done", "on": today(), "owner": world.lead.public_id,
        "statements": [world.named.public_id], "seen_version": change.version,
    }  # fmt: skip
    send(world.host, "panel_change_change", change.public_id, status=200, **values)
    send(world.host, "panel_change_change", change.public_id, **values, why_not="Vi når det ikke.")
    other = values | {"what": "Vi skriver.", "outcome": "planned"}
    text = send(world.host, "panel_change_change", change.public_id, status=409, **other).content.decode()
    assert change.what in text
    assert "Vi når det ikke." in page(world.host, "panel_printed", world.panel.public_id)


def test_changing_a_change_keeps_the_statement_whose_words_are_gone(world):
    members.withdraw(by=host_of(world.panel), member=world.member)
    values = {
        "what": "Vi ringer kvelden før.", "outcome": "done", "on": today(), "owner": world.lead.public_id,
        "panels": [world.panel.public_id], "seen_version": world.change.version,
    }  # fmt: skip
    send(world.host, "panel_change_change", world.change.public_id, **values)
    assert list(world.change.statements.all()) == [world.named]


def test_what_is_not_told_back_waits_on_the_hosts_start_page_alone(world):
    assert "1 ting å fortelle tilbake til et panel" in page(world.host, "start")
    assert "å fortelle tilbake til et panel" not in page(world.colleague, "start")
    tell(world.change, world.panel)
    assert "å fortelle tilbake til et panel" not in page(world.host, "start")


def test_the_shelf_is_looked_through_and_judged_anew(world):
    theme = make_theme()
    mine = make_book(themes=[theme])
    lead = world.lead
    assert "Faste voksne gir ro." in page(lead, "shelf", query="?words=voksne")
    assert "Faste voksne gir ro." not in page(lead, "shelf", query="?strength=contested")
    assert "1 av 6" in page(lead, "shelf", query=f"?theme={theme.public_id}")
    assert "Liten studie." in page(lead, "shelf_item", mine.public_id)
    values = {"source": "Fonn (2025)", "claim": "Faste voksne gir ro.", "strength": "moderate", "seen_version": 1}
    send(lead, "shelf_item_change", mine.public_id, **values)
    assert "Ingen har lett etter innvendinger" in page(lead, "shelf_item", mine.public_id)
    text = send(lead, "shelf_item_change", mine.public_id, status=409, **values | {"claim": "y"}).content.decode()
    assert "Middels" in text
    send(lead, "shelf_item_use", mine.public_id, is_active="no")
    assert "Lagt bort" in page(lead, "shelf")
    send(lead, "shelf_new", source="Ås (2026)", claim="Ro hjelper.", strength="weak")
    assert ShelfItem.objects.get(source="Ås (2026)").claim == "Ro hjelper."


def test_a_theme_tells_what_was_said_known_and_changed(world):
    lead = world.lead
    send(lead, "panel_theme_new", question="Hva gir ro om kvelden?", about="", source="Teamet")
    theme = Theme.objects.latest("pk")
    make_statement(world.session, "En fast time.", themes=[theme])
    make_book(themes=[theme])
    change = make_change(what="Vi tar det opp hver høst.", themes=[theme], panels=[world.panel])
    tell(change, world.panel)
    text = page(lead, "panel_theme", theme.public_id)
    for words in ("En fast time.", "Faste voksne gir ro.", "Vi tar det opp hver høst."):
        assert words in text
    send(lead, "panel_theme_change", theme.public_id, question="Hva gir ro?", about="", seen_version=1)
    text = send(
        lead, "panel_theme_change", theme.public_id, status=409, question="Noe annet?", about="", seen_version=1
    ).content.decode()
    assert "Hva gir ro?" in text
    send(lead, "panel_theme_use", theme.public_id, is_active="no")
    assert "Lagt bort" in page(lead, "panel_themes")


def test_the_themes_of_uia_are_read_in_three_languages():
    client: Client = signed_in(make_lead())
    for language, words in (("nb", "forstått av det offentlige"), ("nn", "det offentlege"), ("en", "public services")):
        client.get(reverse("choose_language", args=[language]) + "?next=/")
        assert words in client.get(reverse("panel_themes")).content.decode()


# Who comes in ---------------------------------------------------------------------------------------------------------
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
