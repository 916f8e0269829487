"""Who can see a pupil, who has looked, emergencies and unusual look-ups, as each person gets them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from skoleporten.access import break_glass, reasons
from skoleporten.access.roles import Role
from skoleporten.audit.actions import record
from skoleporten.audit.models import BreakGlass, Event
from skoleporten.people.models import Guardian, Guardianship, Involvement
from tests.factories import actor_of, make_enrolment, make_grant, make_pupil, make_user
from tests.made_up_school import pupils_at

PAGES = ("who_can_see", "who_has_looked")
NOBODY = "00000000-0000-4000-8000-000000000000"
REASON = "She called and said that she will hurt herself."


def somebody(role: Role, **grant):
    user = make_user(f"noen.{role}.{make_user().pk}")
    make_grant(user, role, **grant)
    return user


def guardian_of(pupil, **fields):
    user = make_user()
    guardian = Guardian.objects.create(user=user, given_name="Ada", family_name="Hansen")
    given = {"kind": "parent", "decides": "parental_responsibility", "verified_at": timezone.now(), **fields}
    Guardianship.objects.create(pupil=pupil, guardian=guardian, start=dt.date(2014, 1, 1), **given)
    return user


@pytest.mark.parametrize("page", PAGES)
def test_owner_colleague_and_guardian_open_it_and_the_stranger_and_everybody_else_do_not(made, signed_in, page):
    pupil = pupils_at(made.school)[0]
    address = reverse(page, args=[pupil.public_id])
    for user in (made.owner, made.colleague, guardian_of(pupil)):
        assert signed_in(user).get(address).status_code == 200, user
    others = [made.stranger, made.administrator, guardian_of(pupils_at(made.school)[1])]
    others += [somebody(role) for role in (Role.TEAM, Role.LEAD, Role.SPECIALIST, Role.MUNICIPALITY, Role.RESEARCHER)]
    others += [guardian_of(pupil, decides="suspended"), guardian_of(pupil, verified_at=None)]
    others += [guardian_of(pupil, barred_from=dt.date(2020, 1, 1), barred_source="Court")]
    for user in others:
        assert signed_in(user).get(address).status_code == 404, user


@pytest.mark.parametrize("page", PAGES)
def test_it_is_in_the_read_log_itself(made, signed_in, page):
    pupil = pupils_at(made.school)[0]
    signed_in(made.owner).get(reverse(page, args=[pupil.public_id]))
    event = Event.objects.latest("seq")
    assert event.action == f"looks.{page}"
    assert [row.pupil for row in event.pupils.all()] == [pupil.public_id]


def test_the_page_about_a_pupil_says_why_one_sees_it_and_links_to_both(made, signed_in):
    pupil = pupils_at(made.school)[0]
    shown = signed_in(made.owner).get(reverse("pupil", args=[pupil.public_id])).content.decode()
    assert "Du ser dette fordi" in shown
    assert f"eleven går på {made.school.name}" in shown
    assert all(reverse(page, args=[pupil.public_id]) in shown for page in PAGES)


def test_who_can_see_is_whom_the_gate_lets_in_and_nobody_else(made):
    pupil = pupils_at(made.school)[0]
    somebody(Role.TEAM)
    guardian = guardian_of(pupil)
    guardian_of(pupil, decides="none")
    teacher = somebody(Role.TEACHER, school=made.school)
    seers = reasons.who_can_see(pupil.pk, timezone.localdate())
    assert sorted(seer.name for seer in seers) == sorted(map(str, [made.owner, made.colleague, teacher, guardian]))
    assert all(seer.reasons for seer in seers)


def test_the_team_is_listed_while_the_pupil_is_with_skoleporten(made):
    pupil, today = pupils_at(made.school)[0], timezone.localdate()
    member = somebody(Role.TEAM)
    Involvement.objects.create(pupil=pupil, start=today)
    assert str(member) in {seer.name for seer in reasons.who_can_see(pupil.pk, today)}
    Involvement.objects.update(start=today - dt.timedelta(days=9), end=today - dt.timedelta(days=1))
    assert str(member) not in {seer.name for seer in reasons.who_can_see(pupil.pk, today)}


def test_no_kind_of_relation_is_told(made, signed_in):
    pupil = pupils_at(made.school)[0]
    guardian_of(pupil, kind="child_welfare", decides="care_taken_over")
    shown = signed_in(made.owner).get(reverse("who_can_see", args=[pupil.public_id])).content.decode()
    assert "barnevern" not in shown.lower()


@pytest.mark.parametrize("page", PAGES)
def test_names_stand_there_only_where_the_municipality_says_so(made, signed_in, settings, page):
    pupil = pupils_at(made.school)[0]
    signed_in(made.colleague).get(reverse("pupil", args=[pupil.public_id]))
    client = signed_in(guardian_of(pupil))
    for wants_names in (False, True):
        settings.NAMES_WHO_HAS_LOOKED = wants_names
        shown = client.get(reverse(page, args=[pupil.public_id])).content.decode()
        assert (str(made.colleague) in shown) is wants_names
        assert "Skoleleder" in shown


def test_a_look_is_told_with_role_unit_what_and_why(made, signed_in):
    pupil = pupils_at(made.school)[0]
    signed_in(made.colleague).get(reverse("pupil", args=[pupil.public_id]))
    table = signed_in(made.owner).get(reverse("who_has_looked", args=[pupil.public_id])).context["table"]
    _when, role, unit, what, why = table.rows[-1]
    assert (role, unit, what.text) == ("Skoleleder", made.school.name, "Åpnet siden om eleven")
    assert why == "For å følge opp fravær"


def test_a_look_for_child_welfare_is_never_told(made, signed_in):
    pupil, by = pupils_at(made.school)[0], actor_of(made.colleague)
    with transaction.atomic():
        record(by=by, action="pupils.opened", purpose="child_welfare", pupils=[pupil.public_id])
        record(by=by, action="child_welfare.reported", purpose="follow_up", pupils=[pupil.public_id])
    for user in (made.owner, guardian_of(pupil)):
        page = signed_in(user).get(reverse("who_has_looked", args=[pupil.public_id])).context["page"]
        assert [event.action for event in page] == ["looks.who_has_looked"] or user is not made.owner
        assert not [event for event in page if "child_welfare" in (event.purpose + event.action)]


def test_what_a_family_looks_at_is_told_to_nobody_else(made, signed_in):
    pupil = pupils_at(made.school)[0]
    one, other = guardian_of(pupil), guardian_of(pupil)
    signed_in(one).get(reverse("who_can_see", args=[pupil.public_id]))
    for user, expected in ((one, 1), (other, 0), (made.owner, 0)):
        page = signed_in(user).get(reverse("who_has_looked", args=[pupil.public_id]) + "?own=1").context["page"]
        assert len([event for event in page if event.action == "looks.who_can_see"]) == expected


def test_a_guardian_meets_what_others_have_opened_first_and_asks_for_her_own(made, signed_in):
    pupil = pupils_at(made.school)[0]
    mother = signed_in(guardian_of(pupil))
    address = reverse("who_has_looked", args=[pupil.public_id])
    mother.get(reverse("who_can_see", args=[pupil.public_id]))
    nobody = mother.get(address).content.decode()
    assert f"Hvem har sett det som gjelder {pupil.full_name}" in nobody
    assert "Ingen andre har sett noe ennå." in nobody
    signed_in(made.owner).get(reverse("pupil", args=[pupil.public_id]))
    with transaction.atomic():
        by = actor_of(somebody(Role.TEAM))
        record(by=by, action="cases.opened", purpose="follow_up", pupils=[pupil.public_id])
    table = mother.get(address).context["table"]
    assert table.caption == f"Hvem har sett det som gjelder {pupil.full_name}"
    assert [row[1:3] for row in table.rows] == [["Medlem av teamet", "Skoleporten"], ["Skoleleder", made.school.name]]
    assert "Så på hvem som kan se eleven" in mother.get(f"{address}?own=1").content.decode()


def hidden_pupil(made):
    pupil = make_pupil("Kari", "Redd", birth_date=dt.date(2014, 5, 2))
    make_enrolment(made.school, pupil)
    return pupil


def sent_for(pupil) -> dict[str, str]:
    return {
        "given_name": pupil.given_name, "family_name": pupil.family_name, "birth_date": "2014-05-02", "reason": REASON
    }  # fmt: skip


def test_an_emergency_is_opened_read_marked_told_and_reviewed(made, signed_in):
    pupil, member, lead = hidden_pupil(made), somebody(Role.TEAM), somebody(Role.LEAD)
    client = signed_in(member)
    answer = client.post(reverse("emergency"), sent_for(pupil))
    assert answer.status_code == 302
    assert client.get(answer.url).status_code == 200
    opened = BreakGlass.objects.get()
    assert Event.objects.latest("seq").details == {"break_glass": [str(opened.public_id)]}
    leads = signed_in(lead)
    assert leads.get(reverse("start")).context["emergencies"] == 1
    shown = leads.get(reverse("emergency_review")).content.decode()
    assert REASON in shown
    assert pupil.family_name not in shown
    sent = {"decision": "right", "note": "Snakket med."}
    assert leads.post(reverse("emergency_decide", args=[opened.public_id]), sent).status_code == 302
    opened.refresh_from_db()
    assert (opened.decision, opened.reviewed_by) == ("right", lead)
    assert leads.get(reverse("start")).context["emergencies"] == 0


def test_the_family_sees_that_it_was_in_an_emergency(made, signed_in):
    pupil, member = hidden_pupil(made), somebody(Role.TEAM)
    client = signed_in(member)
    client.get(client.post(reverse("emergency"), sent_for(pupil)).url)
    shown = signed_in(guardian_of(pupil)).get(reverse("who_has_looked", args=[pupil.public_id])).content.decode()
    assert "Åpnet eleven i en nødssituasjon" in shown
    assert "i en nødssituasjon" in shown


@pytest.mark.parametrize("role", [Role.TEACHER, Role.SCHOOL_LEADER, Role.SPECIALIST, Role.ADMINISTRATOR])
def test_the_emergency_page_is_for_the_team_only(made, signed_in, role):
    user = somebody(role, school=made.school if role in {Role.TEACHER, Role.SCHOOL_LEADER} else None)
    assert signed_in(user).post(reverse("emergency"), sent_for(hidden_pupil(made))).status_code == 404
    assert not BreakGlass.objects.exists()


def test_a_wrong_name_and_a_protected_pupil_get_the_same_words(made, signed_in):
    pupil, client = hidden_pupil(made), signed_in(somebody(Role.TEAM))
    type(pupil).objects.filter(pk=pupil.pk).update(protected=True)
    errors = [client.post(reverse("emergency"), sent_for(pupil)).context["form"].errors]
    pupil.given_name = "Nobody"
    errors.append(client.post(reverse("emergency"), sent_for(pupil)).context["form"].errors)
    assert errors[0] == errors[1] != {}


def test_only_a_lead_reviews(made, signed_in):
    pupil, member = hidden_pupil(made), somebody(Role.TEAM)
    signed_in(member).post(reverse("emergency"), sent_for(pupil))
    address = reverse("emergency_decide", args=[BreakGlass.objects.get().public_id])
    for user in (member, made.owner, made.administrator):
        assert signed_in(user).post(address, {"decision": "right"}).status_code == 404
    assert signed_in(somebody(Role.LEAD)).post(reverse("emergency_decide", args=[NOBODY])).status_code == 404
    assert break_glass.to_review().count() == 1


def test_the_weekly_report_tells_the_lead_who_asked_in_vain(made, signed_in):
    client = signed_in(made.stranger)
    for pupil in pupils_at(made.school)[:6]:
        client.get(reverse("pupil", args=[pupil.public_id]))
    lead = signed_in(somebody(Role.LEAD))
    table = lead.get(reverse("unusual_look_ups"), {"week": timezone.localdate().isoformat()}).context["table"]
    assert [row[:3] for row in table.rows] == [[str(made.stranger), "Ba om elever uten tilgang", "6 elever"]]
    assert lead.get(reverse("unusual_look_ups")).context["table"] is None
    assert lead.get(reverse("unusual_look_ups"), {"week": "x"}).status_code == 200
    assert signed_in(made.owner).get(reverse("unusual_look_ups")).status_code == 404


def test_more_than_fifty_pupils_in_an_hour_asks_for_the_second_factor_again(made, signed_in, time_machine):
    client, by = signed_in(made.owner), actor_of(made.owner)
    address = reverse("pupil", args=[pupils_at(made.school)[0].public_id])
    for number in range(50):
        with transaction.atomic():
            record(by=by, action="pupils.opened", purpose="follow_up", pupils=[f"{number:032x}"])
    assert client.get(address).status_code == 200
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.url == f"{reverse('mfa_reauthenticate')}?next={address}"
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": timezone.now().timestamp()}]
    session.save()
    assert client.get(address).status_code == 200


def test_fifty_in_lists_or_an_hour_ago_ask_for_nothing(made, signed_in, time_machine):
    client, by = signed_in(made.owner), actor_of(made.owner)
    time_machine.move_to(dt.datetime(2026, 3, 20, 9, 0, tzinfo=dt.UTC), tick=False)
    with transaction.atomic():
        keys = [f"{number:032x}" for number in range(60)]
        record(by=by, action="pupils.opened", purpose="follow_up", pupils=keys)
        time_machine.shift(3601)
        record(by=by, action="pupils.listed", purpose="follow_up", pupils=keys)
    client = signed_in(made.owner)
    assert client.get(reverse("pupil", args=[pupils_at(made.school)[0].public_id])).status_code == 200
