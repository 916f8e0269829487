"""The list of work: who is on it, in which order, and what a person can do with one of them."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from skoleporten.audit.models import Event
from skoleporten.concerns.models import Concern, PupilMeasure, Signal
from skoleporten.people.models import Pupil
from tests.factories import make_grant
from tests.made_up_school import AS_OF, pupils_at


def concerns_at(school) -> list[Concern]:
    return list(Concern.objects.filter(school=school).select_related("pupil").order_by("opened_at", "pk"))


def names_on(page) -> list[str]:
    return [row.name for group in page.context["groups"] for row in group.rows]


def test_whom_nobody_has_acted_for_stands_first_and_the_longest_waiting_first_of_all(made, leader):
    first, second, *_ = concerns_at(made.school)
    leader.post(reverse("concern_act", args=[first.public_id]), {"kind": "meeting"})
    Concern.objects.filter(pk=second.pk).update(opened_at=timezone.now() - dt.timedelta(days=9))
    page = leader.get(reverse("concerns"))
    assert names_on(page)[0] == second.pupil.full_name
    assert names_on(page)[-1] == first.pupil.full_name
    assert "Har ventet i 9 dager" in page.content.decode()


def test_no_order_is_by_how_much_absence_there_is(made, leader):
    form = leader.get(reverse("concerns")).context["form"]
    assert {name for name, _ in form.fields["sort"].choices} == {"waiting", "newest", "name", "grade"}
    ordinary = names_on(leader.get(reverse("concerns")))
    for wish in ("absence_rate", "-days_absent", "pupil__measure__absence_rate"):
        assert names_on(leader.get(reverse("concerns"), {"sort": wish})) == ordinary


def test_a_reason_chosen_gives_those_it_meets(made, leader):
    rule = "kristiansand/term-10-lessons"
    page = leader.get(reverse("concerns"), {"rule": rule})
    met = Signal.objects.filter(rule_id=rule, is_current=True, pupil__enrolments__school=made.school)
    assert sorted(names_on(page)) == sorted(signal.pupil.full_name for signal in met)
    assert met


def test_a_grade_chosen_gives_that_grade(made, leader):
    grades = {measure.pupil.full_name: measure.grade for measure in PupilMeasure.objects.select_related("pupil")}
    page = leader.get(reverse("concerns"), {"grade": "6"})
    assert {grades[name] for name in names_on(page)} <= {6}


def test_nonsense_in_the_address_is_as_if_nothing_was_chosen(made, leader):
    everybody = leader.get(reverse("concerns")).context["total"]
    nonsense = {"grade": "99", "rule": "no/such", "state": "x", "school": "y", "page": "zz", "sort": ";--"}
    page = leader.get(reverse("concerns"), nonsense)
    assert page.status_code == 200
    assert page.context["total"] == everybody


def test_an_act_is_written_down_once_with_who_and_when(made, leader):
    concern = concerns_at(made.school)[0]
    sent = {"kind": "meeting", "note": "Ringte mor."}
    answer = leader.post(reverse("concern_act", args=[concern.public_id]), sent)
    assert answer.url == reverse("concern", args=[concern.public_id])
    concern.refresh_from_db()
    step = concern.steps.get()
    assert (concern.state, step.kind, step.note, step.by) == ("acted", "meeting", "Ringte mor.", made.owner)
    assert Event.objects.filter(action="concerns.acted", object_id=concern.public_id).count() == 1
    assert "Ringte mor." in leader.get(answer.url).content.decode()


def test_nothing_chosen_is_told_beside_the_form_and_nothing_is_saved(made, leader):
    concern = concerns_at(made.school)[0]
    answer = leader.post(reverse("concern_act", args=[concern.public_id]), {"note": "x"})
    assert answer.status_code == 200
    assert "Velg hva som er gjort." in answer.content.decode()
    assert not concern.steps.exists()


def test_a_concern_is_closed_with_a_reason_and_opened_again(made, leader):
    concern = concerns_at(made.school)[0]
    leader.post(
        reverse("concern_close", args=[concern.public_id]), {"decision": "followed_up", "reason": "Tilbake på skolen."}
    )
    concern.refresh_from_db()
    assert (concern.state, concern.closed_by, concern.closing_reason) == ("closed", made.owner, "Tilbake på skolen.")
    assert concern.pupil.full_name not in names_on(leader.get(reverse("concerns")))
    assert concern.pupil.full_name in names_on(leader.get(reverse("concerns"), {"state": "closed"}))
    leader.post(reverse("concern_reopen", args=[concern.public_id]))
    concern.refresh_from_db()
    assert concern.state != "closed"


@pytest.mark.parametrize("reason", ["", "   "])
def test_closing_needs_a_reason(made, leader, reason):
    concern = concerns_at(made.school)[0]
    answer = leader.post(
        reverse("concern_close", args=[concern.public_id]), {"decision": "followed_up", "reason": reason}
    )
    assert "Skriv hvorfor oppfølgingen kan avsluttes." in answer.content.decode()
    concern.refresh_from_db()
    assert concern.state == "open"


def test_acting_on_a_closed_concern_is_refused_with_what_to_do(made, leader):
    concern = concerns_at(made.school)[0]
    leader.post(reverse("concern_close", args=[concern.public_id]), {"decision": "nothing", "reason": "x"})
    answer = leader.post(reverse("concern_act", args=[concern.public_id]), {"kind": "meeting"})
    assert "Oppfølgingen er avsluttet." in answer.content.decode()
    assert concern.steps.count() == 1


def pupil_without_concern(made) -> Pupil:
    return next(pupil for pupil in pupils_at(made.school) if not pupil.concerns.exists())


def test_a_person_who_worries_needs_no_rule(made, leader):
    pupil = pupil_without_concern(made)
    sent = {"reason": "Virker utenfor i friminuttene."}
    answer = leader.post(reverse("pupil_open_concern", args=[pupil.public_id]), sent)
    concern = pupil.concerns.get()
    assert answer.url == reverse("concern", args=[concern.public_id])
    assert (concern.kind, concern.opened_by) == ("person", made.owner)
    assert "Virker utenfor" in leader.get(reverse("concerns")).content.decode()


def test_sending_the_same_form_twice_makes_one_concern(made, leader):
    pupil = pupil_without_concern(made)
    for _ in range(2):
        answer = leader.post(reverse("pupil_open_concern", args=[pupil.public_id]), {"reason": "Bekymret."})
    assert pupil.concerns.count() == 1
    assert "Eleven står allerede på listen." in answer.content.decode()


def test_the_file_has_the_rows_of_the_list_and_no_formulas(made, leader):
    concern = concerns_at(made.school)[0]
    Pupil.objects.filter(pk=concern.pupil_id).update(given_name="=HYPERLINK(1)", family_name="")
    answer = leader.get(reverse("concerns_file"), {"state": "open"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) - 1 == leader.get(reverse("concerns"), {"state": "open"}).context["total"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]
    assert "'=HYPERLINK(1)" in [row[0] for row in rows]


def test_the_rules_page_counts_own_pupils_only(made, leader):
    page = leader.get(reverse("rules"))
    rules = {rule.id: rule.pupils for rule_set in page.context["rule_sets"] for rule in rule_set.rules}
    own = Signal.objects.filter(is_current=True, pupil__enrolments__school=made.school)
    for rule_id, pupils in rules.items():
        assert pupils == own.filter(rule_id=rule_id).count()


def test_the_rules_page_shows_the_other_shipped_sets_apart_and_counts_nobody_by_them(made, leader):
    page = leader.get(reverse("rules"))
    assert {rule_set.id for rule_set in page.context["others"]} == {
        "attendance-works",
        "england",
        "kearney-2008",
        "ten-percent",
    }
    assert {rule.pupils for rule_set in page.context["others"] for rule in rule_set.rules} == {None}
    assert page.content.decode().count("ikke i bruk</") == 4


def test_a_set_that_is_taken_into_use_leaves_the_others(made, leader, settings):
    settings.RULE_SETS = ["england"]
    page = leader.get(reverse("rules"))
    assert [rule_set.id for rule_set in page.context["rule_sets"]] == ["england"]
    assert "kristiansand" in {rule_set.id for rule_set in page.context["others"]}


def test_the_list_says_since_when_in_the_data_a_rule_is_met(made, leader):
    assert "Regel slo til 20. mars" in leader.get(reverse("concerns")).content.decode()
    concern = concerns_at(made.school)[0]
    on_that_day = dt.datetime.combine(AS_OF, dt.time(12), tzinfo=dt.UTC)
    Concern.objects.exclude(pk=concern.pk).delete()
    Concern.objects.filter(pk=concern.pk).update(opened_at=on_that_day)
    assert "Regel slo til" not in leader.get(reverse("concerns")).content.decode()


def test_an_empty_school_is_told_what_to_do(made, client):
    from tests.factories import make_school, make_school_leader

    client.force_login(make_school_leader(make_school("Tom skole")))
    shown = client.get(reverse("concerns")).content.decode()
    assert "Ingenting å følge opp akkurat nå" in shown
    assert "Er du bekymret for en elev" in shown


def test_the_language_of_a_person_follows_her_and_a_choice_here_wins(made, leader):
    made.owner.language = "nn"
    made.owner.save()
    assert "Fråvær å følgje opp" in leader.get(reverse("concerns")).content.decode()
    leader.get(reverse("choose_language", args=["en"]))
    assert "Absence to follow up" in leader.get(reverse("concerns")).content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_choosing_a_language_leads_nowhere_else(client, elsewhere):
    assert client.get(reverse("choose_language", args=["nn"]), {"next": elsewhere}).url == "/"


def test_whoever_leads_two_schools_sees_the_one_she_acts_at(made, leader):
    make_grant(made.owner, school=made.other_school)
    for school in (made.school, made.other_school):
        leader.post(reverse("choose_role"), {"role": f"school_leader:{school.public_id}"})
        page = leader.get(reverse("concerns"))
        shown = {row.url for group in page.context["groups"] for row in group.rows}
        assert shown == {reverse("concern", args=[concern.public_id]) for concern in concerns_at(school)}
