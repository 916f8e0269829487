"""From a panel that is not started to one that has been told what came of its words."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from skoleporten.access.models import User
from skoleporten.audit.models import Event
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.panels import changes, panels, queries, sessions, shelf, shipping, statements, themes
from skoleporten.panels.changes import Wanted
from skoleporten.panels.models import Change, Panel, Question, Session, ShelfItem, Statement, Theme, ToldBack
from skoleporten.panels.sessions import Held
from skoleporten.panels.shelf import Book
from skoleporten.panels.statements import Said
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.panels import State, Step, next_step
from tests.factories import actor_of, make_user_in
from tests.intake_factories import make_team_member
from tests.panel_factories import (
    hold_session,
    host_of,
    hosted_panel,
    lead,
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
TOMORROW = today() + dt.timedelta(days=1)


@pytest.fixture
def parents():
    return hosted_panel("parents")


def standing(one: Panel) -> queries.Standing:
    return queries.standing_of(lead(), one, today())


# A panel's way --------------------------------------------------------------------------------------------------------
def test_the_four_panels_are_there_as_the_slides_tell_and_shipping_again_changes_nothing():
    Panel.objects.filter(code="parents").update(places=8)
    shipping.ship()
    found = {one.code: (one.state, one.places) for one in Panel.objects.all()}
    assert found == {
        "parents": (State.GATHERING, 8),
        "pupils": (State.NOT_STARTED, None),
        "research": (State.GATHERING, None),
        "schools": (State.NOT_STARTED, None),
    }
    assert (Theme.objects.count(), ShelfItem.objects.count()) == (9, 5)


def test_a_panel_goes_its_way_from_not_started_to_told_back():
    one = panel("schools")
    assert next_step(standing(one).facts) is Step.HOST
    by = lead()
    one = panels.start(by=by, panel=one, host=User.objects.get(pk=by.user_id), today=today())
    assert next_step(standing(one).facts) is Step.MEMBERS
    make_member(one, "Rektor Ås")
    assert next_step(standing(one).facts) is Step.DATE
    session = plan_session(one, today())
    assert next_step(standing(one).facts) is Step.SESSION
    assert Panel.objects.get(pk=one.pk).state == State.GATHERING, "a date is no session"
    a_week_on = today() + dt.timedelta(days=7)
    assert next_step(queries.standing_of(by, one, a_week_on).facts) is Step.SESSION, "its day is over, not its date"
    sessions.hold(by=by, session=session, held=Held(3), seen_version=session.version, today=today())
    assert Panel.objects.get(pk=one.pk).state == State.RUNNING
    assert next_step(standing(one).facts) is Step.TOLD_BACK
    tell(make_change(panels=[one]), one)
    assert next_step(standing(one).facts) is None


def test_only_a_lead_starts_a_panel_and_the_host_is_on_the_team():
    member = make_team_member()
    with pytest.raises(RefusedError):
        panels.start(by=actor_of(member), panel=panel("schools"), host=member, today=today())
    with pytest.raises(RefusedError):
        panels.start(by=lead(), panel=panel("schools"), host=make_user_in("specialist"), today=today())
    started = panels.start(by=lead(), panel=panel("schools"), host=member, today=today())
    assert panels.start(by=lead(), panel=started, host=member, today=today()).version == started.version


def test_a_panel_rests_with_a_reason_and_goes_on(parents):
    hold_session(parents)
    with pytest.raises(RefusedError):
        panels.rest(by=lead(), panel=parents, why=" ", today=today())
    panels.rest(by=lead(), panel=parents, why="Verten er borte til jul.", today=today())
    assert panel().state == State.RESTING
    panels.go_on(by=lead(), panel=parents, today=today())
    assert (panel().state, panel().why) == (State.RUNNING, "")


def test_a_panel_that_was_started_too_early_is_set_back_while_nobody_has_said_yes(parents):
    member = make_member(parents)
    with pytest.raises(RefusedError):
        panels.set_back(by=lead(), panel=parents, today=today())
    member.panel.members.all()
    hold_session(hosted_panel("research"))
    with pytest.raises(RefusedError):
        panels.set_back(by=lead(), panel=panel("research"), today=today())
    started = hosted_panel("schools")
    panels.set_back(by=lead(), panel=started, today=today())
    assert (panel("schools").state, panel("schools").host) == (State.NOT_STARTED, None)


# Sessions -------------------------------------------------------------------------------------------------------------
def test_a_session_is_held_by_a_number_and_corrected_by_whoever_has_seen_it(parents):
    session = plan_session(parents)
    given = {"by": host_of(parents), "session": session, "seen_version": session.version, "today": today()}
    sessions.hold(held=Held(4, "Det ble stille."), **given)
    sessions.hold(held=Held(4, "Det ble stille."), **given)  # twice is once
    with pytest.raises(ChangedMeanwhileError) as told:
        sessions.hold(held=Held(5), **given)
    assert told.value.now.notes == "Det ble stille."
    assert Event.objects.filter(action="panels.session_held").count() == 1


@pytest.mark.parametrize("held", [Held(0), Held(201)])
def test_who_came_is_a_number_of_people(parents, held):
    session = plan_session(parents)
    with pytest.raises(RefusedError):
        sessions.hold(by=host_of(parents), session=session, held=held, seen_version=1, today=today())


def test_no_more_are_marked_by_name_than_came_and_only_this_panels(parents):
    mine, other = make_member(parents), make_member(hosted_panel("research"), "Rolf")
    for members, came in (([mine, other], 2), ([mine, make_member(parents, "Unni")], 1)):
        with pytest.raises(RefusedError):
            hold_session(parents, came=came, came_by_name=members)
    colleague = actor_of(make_team_member())
    session = hold_session(parents, came=2, came_by_name=[mine])
    again = {"session": session, "seen_version": session.version, "today": today()}
    with pytest.raises(RefusedError):
        sessions.hold(by=colleague, held=Held(2, "", [mine]), **again)
    sessions.hold(by=colleague, held=Held(3, "Vi var tre."), **again)
    assert queries.who_came(lead(), session) == [mine]
    assert queries.who_came(colleague, session) == []


def test_a_session_to_come_is_not_held_and_one_that_was_cancelled_says_why(parents):
    session = plan_session(parents, TOMORROW)
    with pytest.raises(RefusedError):
        sessions.hold(by=host_of(parents), session=session, held=Held(2), seen_version=1, today=today())
    with pytest.raises(RefusedError):
        sessions.cancel(by=host_of(parents), session=session, why="")
    sessions.cancel(by=host_of(parents), session=session, why="Verten er syk.")
    with pytest.raises(RefusedError):
        sessions.ask(by=lead(), session=session, words="Hva nå?", theme=None, client_id=uuid.uuid4())
    assert standing(parents).next_session is None


def test_a_question_that_somebody_has_answered_is_not_taken_back(parents):
    session = hold_session(parents)
    theme = Theme.objects.get(code="understood")
    asked = sessions.ask(by=lead(), session=session, words="Når ble du trodd?", theme=theme, client_id=uuid.uuid4())
    again = sessions.ask(by=lead(), session=session, words="Når ble du trodd?", theme=theme, client_id=asked.client_id)
    assert again == asked
    said = make_statement(session, question=asked)
    with pytest.raises(RefusedError):
        sessions.take_back_question(by=lead(), question=asked)
    said.question = None
    said.save()
    sessions.take_back_question(by=lead(), question=asked)
    assert not Question.objects.exists()


# Statements -----------------------------------------------------------------------------------------------------------
def test_nothing_is_said_before_the_session_is_held(parents):
    with pytest.raises(RefusedError):
        make_statement(plan_session(parents))


@pytest.mark.parametrize("said", [{"said_as": ""}, {"said_as": "panel"}, {"words": " "}])
def test_a_statement_without_words_or_without_a_choice_is_refused(parents, said):
    with pytest.raises(RefusedError):
        make_statement(hold_session(parents), **said)


def test_an_anonymous_statement_keeps_nobody_even_where_the_form_named_one(parents):
    said = make_statement(hold_session(parents), said_as="anonymous", member=make_member(parents))
    assert (said.member, said.may_stay) == (None, True)


def test_a_member_may_change_her_choice_and_the_words_before_are_gone(parents):
    member = make_member(parents)
    said = make_statement(hold_session(parents), "Ingen ringte.", "named", member=member)
    given = {"by": host_of(parents), "statement": said, "seen_version": said.version}
    statements.correct(said=Said("Ingen ringte oss.", "anonymous"), **given)
    said.refresh_from_db()
    assert (said.words, said.member, said.may_stay) == ("Ingen ringte oss.", None, True)
    with pytest.raises(ChangedMeanwhileError):
        statements.correct(said=Said("Noe annet.", "anonymous"), **given)
    assert not hasattr(Statement, "history"), "a history would keep what she took back"


def test_a_colleague_corrects_the_words_and_leaves_the_choice(parents):
    member = make_member(parents)
    said = make_statement(hold_session(parents), "Ingen ringte.", "panel", member=member)
    by = actor_of(make_team_member())
    statements.correct(by=by, statement=said, said=Said("Ingen ringte oss.", "anonymous"), seen_version=said.version)
    said.refresh_from_db()
    assert (said.words, said.said_as, said.member) == ("Ingen ringte oss.", "panel", member)


def test_words_that_are_taken_away_leave_a_row_that_says_why(parents):
    said = make_statement(hold_session(parents), "Om en som ikke er her.")
    with pytest.raises(RefusedError):
        statements.take_away(by=lead(), statement=said, because="left_panel")
    statements.take_away(by=lead(), statement=said, because="names_somebody")
    said.refresh_from_db()
    assert (said.words, said.removed_because) == ("", "names_somebody")
    with pytest.raises(RefusedError):
        statements.correct(by=lead(), statement=said, said=Said("x", "anonymous"), seen_version=said.version)


# What we changed, and telling ----------------------------------------------------------------------------------------
def test_what_is_done_is_owed_to_the_panel_until_it_is_told(parents):
    said = make_statement(hold_session(parents))
    change = make_change(statements=[said], outcome="planned")
    assert queries.not_told(lead()) == []
    tell(change, parents)
    done = changes.change(
        by=lead(), change=change, wanted=wanted(change, outcome="done"), seen_version=change.version, today=today()
    )
    assert queries.not_told(lead()) == [(done, parents)], "told as planned, and not yet that it is done"
    assert standing(parents).not_told == 1
    tell(done, parents)
    assert queries.not_told(lead(), parents) == []


def test_to_decide_against_it_needs_a_reason_and_is_told_back_too(parents):
    with pytest.raises(RefusedError):
        make_change(panels=[parents], outcome="not_done")
    change = make_change(panels=[parents], outcome="not_done", why_not="Rommet er for lite.")
    assert queries.not_told(lead()) == [(change, parents)]


def test_a_change_belongs_to_the_panels_that_its_statements_come_from(parents):
    research = hosted_panel("research")
    change = make_change(statements=[make_statement(hold_session(parents))], panels=[research])
    assert {one.code for one in change.panels.all()} == {"parents", "research"}
    with pytest.raises(RefusedError):
        make_change()
    with pytest.raises(RefusedError):
        make_change(panels=[parents], owner=make_user_in("specialist"))
    assert list(queries.unanswered(lead(), parents)) == []


def test_told_in_a_session_is_told_on_its_day_and_in_one_of_the_panels_own(parents):
    change = make_change(panels=[parents])
    session = hold_session(parents, on=today() - dt.timedelta(days=3))
    assert tell(change, parents, how="session", session=session).on == session.on
    elsewhere = hold_session(hosted_panel("research"))
    for wrong in (
        {"how": "session"},
        {"how": "session", "session": elsewhere},
        {"how": "letter", "session": session},
        {"how": "letter", "on": TOMORROW},
        {"how": "drum"},
    ):
        with pytest.raises(RefusedError):
            tell(change, parents, **wrong)
    with pytest.raises(RefusedError):
        tell(change, panel("research"))


def test_what_was_told_is_never_written_over(parents):
    told = tell(make_change(panels=[parents]), parents)
    with pytest.raises(DatabaseError), transaction.atomic():
        ToldBack.objects.filter(pk=told.pk).update(words="Noe annet")
    with pytest.raises(TypeError):
        told.save()


def test_two_who_change_a_change_at_once_do_not_overwrite_each_other(parents):
    change = make_change(panels=[parents])
    given = {"by": lead(), "change": change, "seen_version": change.version, "today": today()}
    changes.change(wanted=wanted(change, what="Vi ringer klokka seks."), **given)
    with pytest.raises(ChangedMeanwhileError):
        changes.change(wanted=wanted(change, what="Vi sender melding."), **given)


def test_a_form_sent_twice_is_one_and_anothers_is_refused_in_words(parents):
    once = uuid.uuid4()
    by, other = lead(), hosted_panel("research")
    given = {"by": by, "on": today(), "about": "", "client_id": once}
    assert sessions.plan(panel=parents, **given) == sessions.plan(panel=parents, **given)
    with pytest.raises(RefusedError):
        sessions.plan(panel=other, **given)
    assert Session.objects.count() == 1


# The shelf and the themes ---------------------------------------------------------------------------------------------
def test_the_shelf_is_searched_in_every_language_and_by_how_strong(parents):
    theme = make_theme()
    mine = make_book(themes=[theme])
    assert queries.shelf(lead(), "faste VOKSNE") == [mine]
    assert queries.shelf(lead(), theme=theme) == [mine]
    assert [one.code for one in queries.shelf(lead(), "phone", "contested")] == ["phone-based-childhood"]
    assert [one.code for one in queries.shelf(lead(), "telefon")] == ["phone-based-childhood"]
    shelf.set_in_use(by=lead(), item=mine, is_active=False)
    assert queries.shelf(lead(), "faste voksne") == []


def test_to_judge_a_shipped_book_anew_leaves_its_words_in_each_language():
    item = ShelfItem.objects.get(code="statped-steps")
    words = {name: item.texts(name)["nn"] for name in ShelfItem.TEXTS}
    book = Book(source=item.source, strength="weak", **words)
    shelf.change(by=lead(), item=item, book=book, seen_version=item.version)
    item.refresh_from_db()
    assert (item.strength, item.claim) == ("weak", "")
    own = Book(source=item.source, strength="weak", **words | {"claim": "Små steg hjelper noen."})
    shelf.change(by=lead(), item=item, book=own, seen_version=item.version)
    item.refresh_from_db()
    assert item.texts("claim") == {"nb": "Små steg hjelper noen."}


@pytest.mark.parametrize("wrong", [{"claim": ""}, {"source": " "}, {"strength": "9"}, {"link": "javascript:alert(1)"}])
def test_a_book_says_where_it_comes_from_and_how_much_it_rests_on(wrong):
    with pytest.raises(RefusedError):
        make_book(**wrong)


def test_a_shipped_theme_keeps_its_languages_until_somebody_writes_other_words():
    theme = Theme.objects.get(code="understood")
    same = {"question": theme.texts("question")["en"], "about": theme.texts("about")["en"]}
    themes.change(by=lead(), theme=theme, seen_version=1, **same)
    assert Theme.objects.get(pk=theme.pk).texts("question")["nb"].startswith("Hvorfor opplever noen")
    themes.change(by=lead(), theme=theme, question="Hva får oss til å føle oss trodd?", about="", seen_version=1)
    assert set(Theme.objects.get(pk=theme.pk).texts("question")) == {"nb"}
    themes.set_in_use(by=lead(), theme=theme, is_active=False)
    assert theme not in Theme.objects.in_use()


def test_the_database_refuses_a_change_without_words_and_a_held_session_without_a_number(parents):
    change, session = make_change(panels=[parents]), hold_session(parents)
    for rows, wrong in (
        (Change.objects.filter(pk=change.pk), {"what": ""}),
        (Session.objects.filter(pk=session.pk), {"came": None}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


def wanted(change: Change, **fields) -> Wanted:
    kept = {name: getattr(change, name) for name in ("what", "because", "outcome", "why_not", "on", "owner")}
    kept |= {name: list(getattr(change, name).all()) for name in ("statements", "themes", "panels")}
    return Wanted(**kept | fields)
