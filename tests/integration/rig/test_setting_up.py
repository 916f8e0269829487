"""What a lead sets up: functions and who holds them, rooms, services and capacity."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone, translation

from skoleporten.access.queries import actor_of as acting_as
from skoleporten.audit.models import Event
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.people.models import FamilyTie
from skoleporten.rig import capacity, queries, setting_up, shipping
from skoleporten.rig.capacity import Planned
from skoleporten.rig.models import Away, Booking, Capacity, Function, Holding, Room, Service
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.presence.places import Place
from tests.case_factories import make_named_case
from tests.factories import actor_of, make_guardian, make_guardianship, make_user_in
from tests.intake_factories import make_intake, make_lead, make_team_member
from tests.plan_factories import MONDAY, make_planned_case, make_step, week
from tests.rig_factories import make_away, make_booking, make_holding, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead():
    return actor_of(make_lead())


def add(lead, kind, **values):
    client_id = values.pop("client_id", uuid.uuid4())
    return setting_up.add(by=lead, kind=kind, values=values, client_id=client_id)


def today() -> dt.date:
    return timezone.localdate()


# What ships -----------------------------------------------------------------------------------------------------------
def test_what_ships_is_there_without_a_person_and_comes_back_unchanged():
    assert Function.objects.filter(code="social-educator").get().seats == 2
    assert Holding.objects.count() == 0
    Room.objects.filter(code="flat").get()
    room = Room.objects.get(code="flat")
    room.name_nb = "Hybelen"
    room.save()
    shipping.ship()
    assert Room.objects.get(code="flat").name == "Hybelen"
    assert Room.objects.count() == 4


def test_names_are_in_the_language_that_is_read_in_and_else_in_bokmal(lead):
    assert Room.objects.get(code="flat").name == "Leiligheten"
    with translation.override("nn"):
        assert Room.objects.get(code="flat").name == "Leilegheita"
        assert add(lead, Room, name_nb="Verkstedet").name == "Verkstedet"


# Functions and who holds them -----------------------------------------------------------------------------------------
def test_a_function_is_held_by_dates_by_a_user_or_in_words(lead):
    siri, teacher = make_team_member("siri"), Function.objects.get(code="teacher")
    add(lead, Holding, function=teacher, user=siri, words="", start=today())
    add(lead, Holding, function=teacher, words="Vikar fra skolen", start=today(), end=today())
    assert queries.staff_on(today(), ["teacher"]) == [siri]
    assert queries.functions_of([siri.pk], today()) == {siri.pk: [teacher]}
    assert queries.functions_of([siri.pk], today() - dt.timedelta(days=1)) == {siri.pk: []}
    assert Event.objects.filter(action="rig.holding_added").count() == 2


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"words": ""}, "Velg en som logger inn"),
        ({"words": "Vikar", "end": dt.date(2020, 1, 1)}, "før den første"),
        ({"words": "Vikar", "minutes_a_week": 60 * 60}, "timer i uken"),
    ],
)
def test_a_holding_that_says_nothing_true_is_refused(lead, values, why):
    teacher = Function.objects.get(code="teacher")
    with pytest.raises(RefusedError, match=why):
        add(lead, Holding, function=teacher, start=dt.date(2026, 1, 1), **values)


def test_a_family_holds_no_function_and_nobody_holds_one_twice_at_a_time(lead):
    guardian = make_user_in("guardian")
    teacher, siri = Function.objects.get(code="teacher"), make_team_member("siri")
    with pytest.raises(RefusedError, match="er ikke ansatt her"):
        add(lead, Holding, function=teacher, user=guardian, words="", start=today())
    row = add(lead, Holding, function=teacher, user=siri, words="", start=today() - dt.timedelta(days=9))
    with pytest.raises(RefusedError, match="har den funksjonen alt"):
        add(lead, Holding, function=teacher, user=siri, words="", start=today())
    setting_up.end_holding(by=lead, holding=row, last_day=today() - dt.timedelta(days=1))
    setting_up.end_holding(by=lead, holding=row, last_day=today())
    add(lead, Holding, function=teacher, user=siri, words="", start=today())
    row.refresh_from_db()
    assert row.end == today() - dt.timedelta(days=1)


def test_whoever_lost_the_account_holds_nothing():
    holding = make_holding()
    holding.user.is_active = False
    holding.user.save()
    assert queries.staff_on(today(), ["teacher"]) == []


def test_two_who_change_one_function_do_not_overwrite_each_other(lead):
    teacher = Function.objects.get(code="teacher")
    setting_up.change(by=lead, row=teacher, values={"seats": 2}, seen_version=1)
    with pytest.raises(ChangedMeanwhileError) as meanwhile:
        setting_up.change(by=lead, row=teacher, values={"seats": 3}, seen_version=1)
    assert meanwhile.value.now.seats == 2


def test_an_own_function_gets_a_code_that_never_changes_and_a_form_sent_twice_is_one(lead):
    same = uuid.uuid4()
    told = {"name_nb": "Miljøterapeut", "name_nn": "", "name_en": "", "group": "near_school", "seats": 1}
    row = add(lead, Function, client_id=same, **told)
    assert add(lead, Function, client_id=same, **told) == row
    assert add(lead, Function, **told).code == f"{row.code}-2"
    with pytest.raises(RefusedError, match="navn"):
        add(lead, Function, name_nb=" ", group="near_school", seats=1)


# Services -------------------------------------------------------------------------------------------------------------
def test_services_for_families_are_those_that_can_be_reached_and_are_in_use(lead):
    shipped = [one.code for one in queries.services_for_families()]
    assert shipped == ["helpline-116111", "out-of-hours-116117", "emergency-113"]
    own = add(lead, Service, name_nb="Helsesykepleier", what_for_nb="Noen å snakke med", phone="38 07 50 00",
              is_for_families=True)  # fmt: skip
    assert queries.services_for_families()[-1] == own
    setting_up.change(by=lead, row=own, values={"is_active": False}, seen_version=1)
    assert own not in queries.services_for_families()


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"is_for_families": True}, "kunne nås"),
        ({"phone": "ring oss"}, "sifre"),
        ({"email": "post@"}, "ikke fullstendig"),
        ({"web": "javascript:alert(1)"}, "https"),
        ({"web": "http://eksempel.no"}, "https"),
    ],
)
def test_a_way_to_reach_a_service_that_leads_nowhere_is_refused(lead, values, why):
    with pytest.raises(RefusedError, match=why):
        add(lead, Service, name_nb="Tjeneste", **values)


def test_a_service_says_nothing_about_a_pupil(lead):
    make_named_case(given_name="Ane", family_name="Holm")
    with pytest.raises(RefusedError, match="navn"):
        add(lead, Service, name_nb="BUP", what_for_nb="Ane Holm går her", phone="38 07 50 00")


def test_partners_are_those_who_take_part_in_the_work():
    make_service("Kantina")
    assert [one.code for one in queries.partners()] == ["ppt", "abup-ast", "statped"]


# Capacity -------------------------------------------------------------------------------------------------------------
def test_capacity_counts_everybody_and_names_nobody(lead):
    for state in ("active", "active", "handing_back"):
        make_named_case(state=state)
    make_intake(state="waiting", next_review=today() + dt.timedelta(days=3))
    make_intake(state="waiting", next_review=today() - dt.timedelta(days=1))
    make_intake(state="referred", pupil_is_known=False)
    make_intake(state="closed", ended_at=timezone.now())
    add(lead, Capacity, setting="all", start=today(), places=16)
    told = capacity.against_need(lead, today())
    assert (told.need.in_a_place, told.need.waiting, told.need.without_date, told.need.new) == (3, 2, 1, 1)
    assert (told.places, told.free) == (16, 13)


def test_whom_the_reader_is_barred_from_is_not_in_the_number():
    case, lead = make_named_case(), make_lead()
    make_guardianship(case.pupil, make_guardian(lead), barred_from=today(), barred_source="Barnevernet")
    assert capacity.against_need(actor_of(lead), today()).need.in_a_place == 0
    assert capacity.against_need(actor_of(make_team_member()), today()).need.in_a_place == 1


def test_the_newest_capacity_that_has_begun_holds_and_one_day_has_one(lead):
    add(lead, Capacity, setting="all", start=today() - dt.timedelta(days=9), places=12)
    add(lead, Capacity, setting="all", start=today(), places=16)
    add(lead, Capacity, setting="all", start=today() + dt.timedelta(days=9), places=20)
    assert capacity.in_force(today())["all"].places == 16
    with pytest.raises(RefusedError, match="finnes alt"):
        add(lead, Capacity, setting="all", start=today(), places=17)
    with pytest.raises(RefusedError, match="hvor mange"):
        add(lead, Capacity, setting="flat", start=today())


def test_hours_of_a_function_are_what_its_holders_said_and_open_seats_are_counted():
    make_holding(code="social-educator", minutes_a_week=30 * 60)
    told = {one.function.code: one for one in capacity.hours_of_functions(today())}
    assert (told["social-educator"].held, told["social-educator"].open_seats) == (1800, 1)
    assert (told["teacher"].held, told["teacher"].open_seats) == (None, 1)
    assert told["resource-team"].open_seats == 0


def test_planned_hours_are_those_of_the_plans_by_place_on_school_days():
    one, other = make_planned_case(), make_planned_case()
    make_step(one, week(30, place="flat"))
    make_step(other, week(60, days=range(2), place="flat"))
    told = capacity.planned(actor_of(one.owner), MONDAY, today())
    assert told == {Place.FLAT: Planned(pupils=2, minutes=5 * 30 + 2 * 60)}
    a_week_of_summer = dt.date(2025, 7, 7)
    assert capacity.planned(actor_of(one.owner), a_week_of_summer, today()) == {}


def test_what_is_planned_in_a_place_leaves_nobody_over_whom_the_reader_does_not_see():
    """The whole less those whom she sees would be the plan of her own nephew."""
    case, relative = make_planned_case(), make_team_member()
    make_step(case, week(30, place="flat"))
    assert Place.FLAT in capacity.planned(actor_of(relative), MONDAY, today())
    FamilyTie.objects.create(user=relative, pupil=case.pupil)
    assert capacity.planned(actor_of(relative), MONDAY, today()) == {}


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("team", {Function, Holding, Service, Room, Booking, Away, Capacity}),
        ("lead", {Function, Holding, Service, Room, Booking, Away, Capacity}),
        ("specialist", {Function, Holding, Service}),
        ("municipality", {Capacity}),
        ("school_leader", set()),
        ("administrator", set()),
        ("guardian", set()),
    ],
)
def test_each_role_sees_all_rows_of_its_part_and_none_of_the_others(role, seen):
    make_away(make_holding().user)
    make_booking()
    Capacity.objects.create(setting="all", start=today(), places=16)
    user = make_user_in(role)
    actor = acting_as(user, today())
    every = {Function, Holding, Service, Room, Booking, Away, Capacity}
    assert {one for one in every if one.objects.all().visible_to(actor).exists()} == seen
