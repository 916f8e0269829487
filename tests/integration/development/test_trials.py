"""Trials of the offer: begun, changed, rested on something, looked at and ended."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone, translation

from skoleporten.access.actor import Actor
from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.development import actions, jobs, queries
from skoleporten.development.actions import Written
from skoleporten.development.models import Ground, Look, Trial
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.notices.models import Notice
from skoleporten.panels.models import ShelfItem, Theme
from skoleporten.rules.development import Kind, Lack, State, lacks
from skoleporten.rules.errors import RefusedError
from tests.climate_factories import make_group, make_picture, make_staff, open_pulse
from tests.development_factories import ABOUT, FOUR_WEEKS, TRIES, look_at, make_due, make_idea, make_trial
from tests.factories import actor_of

pytestmark = pytest.mark.django_db
NOBODYS = uuid.UUID("00000000-0000-4000-8000-000000000000")


@pytest.fixture(autouse=True)
def told_in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def me() -> Actor:
    return actor_of(make_staff())


def written(trial: Trial, **fields) -> Written:
    names = ("about", "observed", "hypothesis", "alternatives", "why", "noticed_by", "tries", "starts_on",
             "evaluate_on", "owner")  # fmt: skip
    return Written(**{name: getattr(trial, name) for name in names} | fields)


def test_a_trial_has_an_owner_a_start_and_a_day_to_look_at_it():
    user, today = make_staff(), timezone.localdate()
    trial = make_trial(user)
    assert (trial.owner, trial.starts_on, trial.evaluate_on) == (user, today, today + FOUR_WEEKS)
    assert trial.state_on(today) is State.TRYING
    assert list(Trial.objects.going_on()) == [trial]


def test_an_idea_needs_nothing_but_what_it_is_about(me: Actor):
    idea = actions.note_idea(by=me, about=ABOUT, client_id=uuid.uuid4())
    assert idea.state_on(timezone.localdate()) is State.IDEA
    assert list(Trial.objects.ideas()) == [idea]
    assert Lack.DATES in lacks(queries.standing_of(idea, [], is_looked_at=False))
    with pytest.raises(RefusedError, match="what it is about"):
        actions.note_idea(by=me, about=" ", client_id=uuid.uuid4())


@pytest.mark.parametrize("gone", ["tries", "evaluate_on", "owner"])
def test_with_a_date_goes_all_that_belongs_to_it(gone: str):
    trial = make_trial(make_staff())
    with pytest.raises(RefusedError, match="With a date"):
        actions.change(
            by=actor_of(trial.owner), trial=trial, written=written(trial, **{gone: "" if gone == "tries" else None}),
            seen_version=1,
        )  # fmt: skip


def test_nothing_is_looked_at_before_it_starts():
    today = timezone.localdate()
    with pytest.raises(RefusedError, match="before it starts"):
        make_trial(make_staff(), starts_on=today, evaluate_on=today - dt.timedelta(days=1))


def test_the_database_holds_what_must_hold():
    trial = make_trial(make_staff())
    for wrong in ({"tries": ""}, {"owner": None}, {"evaluate_on": None}, {"about": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Trial.objects.filter(pk=trial.pk).update(**wrong)


def test_a_form_sent_twice_is_one_trial_and_anothers_key_is_refused():
    user, key = make_staff(), uuid.uuid4()
    assert make_trial(user, client_id=key) == make_trial(user, client_id=key)
    with pytest.raises(RefusedError, match="something else"):
        make_trial(make_staff(), client_id=key)


def test_two_who_change_it_at_once_see_both():
    user = make_staff()
    trial, today = make_trial(user), timezone.localdate()
    assert actions.change(by=actor_of(user), trial=trial, written=written(trial, why="Først."), seen_version=1)
    with pytest.raises(ChangedMeanwhileError) as found:
        actions.change(by=actor_of(user), trial=trial, written=written(trial, why="Så."), seen_version=1)
    assert found.value.now.why == "Først."
    assert not actions.change(by=actor_of(user), trial=trial, written=written(trial, why="Først."), seen_version=1)
    assert trial.state_on(today) is State.TRYING


def test_an_idea_becomes_a_trial_when_it_gets_dates(me: Actor):
    idea = actions.note_idea(by=me, about=ABOUT, client_id=uuid.uuid4())
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    given = written(idea, tries=TRIES, starts_on=tomorrow, evaluate_on=tomorrow, owner=make_staff())
    actions.change(by=me, trial=idea, written=given, seen_version=1)
    idea.refresh_from_db()
    assert idea.state_on(timezone.localdate()) is State.AGREED


def test_what_goes_on_has_a_new_date_and_what_ends_has_none(me: Actor):
    trial = make_due(make_staff())
    looked = look_at(me, trial, "change", change="To voksne i stedet for én.")
    trial.refresh_from_db()
    assert (trial.evaluate_on, trial.ended_on, trial.version) == (looked.evaluate_on, None, 2)
    look_at(me, trial)
    trial.refresh_from_db()
    assert trial.ended_on == timezone.localdate()
    assert [one.next for one in trial.looks.all()] == ["change", "end"]
    with pytest.raises(RefusedError, match="has ended"):
        look_at(me, trial)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"seen": " "}, "what you saw"),
        ({"keep": ""}, "keep, change or stop"),
        ({"decided": "later"}, "what happens"),
        ({"decided": "change"}, "what you change"),
        ({"decided": "go_on", "evaluate_on": None}, "still to come"),
        ({"decided": "go_on", "evaluate_on": dt.date(2020, 1, 1)}, "still to come"),
    ],
)
def test_a_look_says_what_was_seen_and_what_comes_of_it(me: Actor, given: dict, said: str):
    with pytest.raises(RefusedError, match=said):
        look_at(me, make_due(make_staff()), **given)


def test_a_look_sent_twice_is_one_and_is_of_its_own_trial(me: Actor):
    trial, other, key = make_due(make_staff()), make_due(make_staff()), uuid.uuid4()
    assert look_at(me, trial, client_id=key) == look_at(me, trial, client_id=key)
    with pytest.raises(RefusedError, match="something else"):
        look_at(me, other, client_id=key)


def test_what_was_seen_is_never_changed(me: Actor):
    looked = look_at(me, make_due(make_staff()))
    with pytest.raises(TypeError):
        looked.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE development_look SET seen = 'noe annet'")


def test_an_idea_is_left_with_its_reason_and_is_looked_at_only_as_a_trial(me: Actor):
    idea = actions.note_idea(by=me, about=ABOUT, client_id=uuid.uuid4())
    with pytest.raises(RefusedError, match="an idea still"):
        look_at(me, idea)
    with pytest.raises(RefusedError, match="why"):
        actions.leave(by=me, trial=idea, why="", client_id=uuid.uuid4())
    actions.leave(by=me, trial=idea, why="Skoleruta er fast.", client_id=uuid.uuid4())
    idea.refresh_from_db()
    assert idea.state_on(timezone.localdate()) is State.ENDED
    assert idea.looks.get().seen == "Skoleruta er fast."


def test_the_loop_begins_anew_once_from_each_trial(me: Actor):
    trial = make_due(make_staff())
    look_at(me, trial)
    following = actions.begin(by=me, written=Written("Hva så?"), client_id=uuid.uuid4(), previous=trial)
    assert following.previous == trial
    with pytest.raises(RefusedError, match="gone on already"):
        actions.begin(by=me, written=Written("Og så?"), client_id=uuid.uuid4(), previous=trial)


def test_a_trial_rests_on_a_theme_a_picture_and_what_stands_on_the_shelf(me: Actor):
    theme, shelf = Theme.objects.in_use().first(), ShelfItem.objects.in_use().first()
    picture = make_picture(make_staff(Role.LEAD))
    trial = make_trial(make_staff(), origin="climate", origin_id=picture.public_id)
    for kind, thing in ((Kind.THEME, theme), (Kind.SHELF, shelf), (Kind.SHELF, shelf)):
        actions.rest_on(by=me, trial=trial, kind=kind, thing=thing.public_id)
    assert [ground.kind for ground in trial.grounds.all()] == ["climate", "theme", "shelf"]
    assert queries.of(me, Kind.CLIMATE, picture.public_id) == [trial]
    assert queries.of(actor_of(make_staff(Role.SPECIALIST)), Kind.CLIMATE, picture.public_id) == []


@pytest.mark.parametrize("kind", ["theme", "statement", "shelf", "climate"])
def test_a_trial_rests_on_nothing_that_is_not_there(me: Actor, kind: str):
    with pytest.raises(RefusedError, match="not there"):
        actions.rest_on(by=me, trial=make_trial(make_staff()), kind=kind, thing=NOBODYS)


def test_an_open_pulse_is_no_picture_to_rest_on(me: Actor):
    pulse = open_pulse(make_group()[0])
    with pytest.raises(RefusedError, match="not there"):
        make_trial(make_staff(), origin="climate", origin_id=pulse.public_id)
    assert not Trial.objects.exists()


def test_a_figure_says_what_it_is_of_and_as_of_when(me: Actor):
    trial, today = make_trial(make_staff()), timezone.localdate()
    with pytest.raises(RefusedError, match="A figure needs"):
        actions.rest_on_result(by=me, trial=trial, words="Flere kommer.", figure="4 dager")
    whole = {"figure": "4 av 5 dager", "of_what": "planlagte dager, 9 elever", "as_of": today}
    made = actions.rest_on_result(by=me, trial=trial, words="Flere kommer.", **whole)
    assert actions.rest_on_result(by=me, trial=trial, words="Flere kommer.", **whole) == made
    actions.rest_on_result(by=me, trial=trial, words="Foreldre sier at morgenene er roligere.")
    assert trial.grounds.count() == 2


def test_what_a_trial_rested_on_is_taken_off_and_the_history_keeps_it(me: Actor):
    theme = Theme.objects.in_use().first()
    trial = make_trial(make_staff(), origin="theme", origin_id=theme.public_id)
    ground = trial.grounds.get()
    actions.take_off(by=me, ground=ground)
    actions.take_off(by=me, ground=ground)
    assert not trial.grounds.exists()
    assert [row.history_type for row in Ground.history.filter(trial=trial)] == ["-", "+"]


def test_nobody_but_the_team_and_its_lead_sees_a_trial():
    trial = make_trial(make_staff(Role.LEAD), origin="theme", origin_id=Theme.objects.in_use().first().public_id)
    seen = {
        role for role in (Role.TEAM, Role.LEAD, Role.SPECIALIST, Role.MUNICIPALITY, Role.RESEARCHER, Role.ADMINISTRATOR)
        if Trial.objects.visible_to(actor_of(make_staff(role))).exists()
        and Ground.objects.visible_to(actor_of(make_staff(role))).exists()
    }  # fmt: skip
    assert seen == {Role.TEAM, Role.LEAD}
    assert {user.pk for user in queries.people(timezone.localdate())} >= {trial.owner_id}


def test_the_owner_is_told_once_on_the_morning_when_it_is_due(me: Actor):
    trial, today = make_due(make_staff()), timezone.localdate()
    make_idea(make_staff())
    assert jobs.remind(today) == jobs.remind(today) == 1
    notice = Notice.objects.get()
    assert (notice.user, notice.link) == (trial.owner, f"/development/{trial.public_id}/")
    look_at(me, trial)
    assert jobs.remind(today) == 0


def test_the_log_names_the_trial_and_none_of_its_words(me: Actor):
    trial = make_due(make_staff())
    look_at(me, trial)
    told = Event.objects.filter(object_type="trial").values_list("action", "object_id", "details")
    assert [action for action, _key, _details in told] == ["development.begun", "development.looked_at"]
    assert {key for _action, key, _details in told} == {str(trial.public_id)}
    assert Look.objects.get().seen not in str(list(told))


def test_what_the_group_decides_to_try_has_a_date():
    picture = make_picture(make_staff(Role.LEAD))
    undated = {"by": actor_of(make_staff()), "about": "Sier vi fra?", "client_id": uuid.uuid4()}
    with pytest.raises(RefusedError, match="has a date"):
        actions.note_idea(**undated, origin="climate", origin_id=picture.public_id)
    assert not Trial.objects.exists()
