"""Writing in the panels: members, sessions, statements, changes and the shelf, and both texts where two write."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from skoleporten.panels import members
from skoleporten.panels.models import Change, Panel, Question, Session, ShelfItem, Statement, Theme
from tests.factories import make_pupil
from tests.intake_factories import make_case, make_lead, make_team_member
from tests.integration.web.panels.asking import NAME, page, send
from tests.pages import signed_in
from tests.panel_factories import (
    YEAR,
    hold_session,
    host_of,
    hosted_panel,
    make_book,
    make_change,
    make_statement,
    make_theme,
    panel,
    plan_session,
    tell,
    today,
)

pytestmark = pytest.mark.django_db


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
