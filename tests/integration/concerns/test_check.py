"""The check of the database: what it writes back, what it leaves alone, and what it opens."""

import dataclasses
import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from skoleporten.absence.models import AbsenceEvent
from skoleporten.analytics.check import MEASURES
from skoleporten.analytics.engines import reference
from skoleporten.audit.models import Event
from skoleporten.concerns import actions, checks, rule_sets, write_back
from skoleporten.concerns.checks import check
from skoleporten.concerns.models import CheckRun, Concern, PupilMeasure, RuleSetText, Signal
from skoleporten.rules.absence import AbsenceEvent as Registered
from skoleporten.rules.absence import CalendarDay as SchoolDay
from skoleporten.rules.absence import Enrolment as Stay
from skoleporten.rules.absence import Kind
from skoleporten.schools.models import CalendarDay
from tests.factories import actor_of, make_enrolment, make_pupil, make_school, make_school_leader
from tests.integration.concerns.conftest import school_days

pytestmark = pytest.mark.django_db

TRIGGER = CheckRun.Trigger.PERSON
DAYS = school_days(60)


def rules_of(pupil) -> list[str]:
    return sorted(Signal.objects.current().filter(pupil=pupil).values_list("rule_id", flat=True))


def test_every_column_of_the_as_of_table_is_a_measure():
    assert set(write_back.MEASURES) == set(MEASURES.names) - {"pupil_id", "school_id", "class_id", "grade"}


def test_an_empty_database_has_nothing_to_check(by):
    assert check(by=by, trigger=TRIGGER) is None


def test_a_pupil_with_absence_gets_a_signal_and_a_concern_with_the_dates(school, pupil, absent, by):
    dates = absent(pupil, *DAYS[50:60])
    run = check(by=by, trigger=TRIGGER)
    assert (run.as_of, run.pupils, run.pupils_with_signals) == (DAYS[59], 1, 1)
    signal = Signal.objects.current().filter(pupil=pupil).first()
    assert signal.rule_id.startswith("kristiansand/")
    assert set(signal.dates) <= {date.isoformat() for date in dates}
    assert signal.rule_set.sha256 == rule_sets.in_use()[0].sha256
    concern = Concern.objects.get(pupil=pupil)
    assert (concern.state, concern.kind, concern.school, concern.opened_by) == ("open", "signal", school, None)
    assert concern.last_signal_on == run.as_of


def test_a_pupil_without_absence_is_measured_and_not_concerning(pupil, absent, by):
    other = make_enrolment(pupil.enrolments.get().school).pupil
    absent(pupil, *DAYS[50:60])
    check(by=by, trigger=TRIGGER)
    measure = PupilMeasure.objects.get(pupil=other)
    assert (measure.minutes_absent, measure.absence_rate, measure.days_offered) == (0, 0.0, 60)
    assert not Concern.objects.filter(pupil=other).exists()


def test_measures_are_those_of_the_reference_engine(school, pupil, absent, by):
    absent(pupil, *DAYS[3:8], *DAYS[20:22], DAYS[40])
    absent(make_enrolment(school, start=DAYS[10], end=DAYS[30]).pupil, *DAYS[12:14])
    check(by=by, trigger=TRIGGER, as_of=DAYS[45])
    expected = reference.measure_all(*_plain(), [], DAYS[45])
    for measure in PupilMeasure.objects.select_related("pupil"):
        by_reference = dataclasses.asdict(expected[measure.pupil.source_id])
        for name in set(write_back.MEASURES) & set(by_reference):
            assert getattr(measure, name) == pytest.approx(by_reference[name]), name
    assert PupilMeasure.objects.count() == len(expected) == 2


def _plain():
    from skoleporten.people.models import Enrolment

    stays = [
        Stay(e.pupil.source_id, e.school.source_id, e.grade, e.start, e.end)
        for e in Enrolment.objects.select_related("pupil", "school")
    ]
    days = [
        SchoolDay(d.school.source_id, d.date, d.minutes_offered) for d in CalendarDay.objects.select_related("school")
    ]
    events = [
        Registered(a.pupil.source_id, a.school.source_id, a.date, Kind(a.kind), a.minutes, source_id=a.source_id)
        for a in AbsenceEvent.objects.select_related("pupil", "school")
    ]
    return stays, days, events


def test_checking_twice_changes_nothing_but_the_run(pupil, absent, by):
    absent(pupil, *DAYS[50:60])
    check(by=by, trigger=TRIGGER)
    ignored = {"id", "run_id"}

    def stored(model):
        return [{k: v for k, v in row.items() if k not in ignored} for row in model.objects.order_by("pk").values()]

    before = [stored(model) for model in (PupilMeasure, Signal, Concern)]
    check(by=by, trigger=TRIGGER)
    assert [stored(model) for model in (PupilMeasure, Signal, Concern)] == before


def test_there_is_one_row_a_pupil_of_the_latest_run_only(pupil, absent, by):
    absent(pupil, DAYS[3])
    check(by=by, trigger=TRIGGER)
    run = check(by=by, trigger=TRIGGER)
    assert list(PupilMeasure.objects.values_list("run", flat=True)) == [run.pk]


def test_a_standing_signal_follows_the_newest_run_and_keeps_its_first_evidence(pupil, absent, by):
    absent(pupil, *DAYS[30:36])
    check(by=by, trigger=TRIGGER)
    first = {signal.rule_id: signal for signal in Signal.objects.current()}
    absent(pupil, *DAYS[36:38])
    check(by=by, trigger=TRIGGER)
    for signal in Signal.objects.current().filter(rule_id__in=first):
        assert signal.pk == first[signal.rule_id].pk
        assert signal.first_seen == DAYS[35]
        assert signal.last_seen == DAYS[37]
        assert signal.first_evidence["dates"] == first[signal.rule_id].dates
        assert len(signal.dates) > len(signal.first_evidence["dates"])


def test_a_rule_that_fires_no_longer_leaves_its_signal_as_history(pupil, absent, by):
    absent(pupil, *DAYS[20:26])
    check(by=by, trigger=TRIGGER)
    assert rules_of(pupil)
    AbsenceEvent.objects.all().delete()
    absent(pupil, DAYS[59])
    check(by=by, trigger=TRIGGER)
    assert rules_of(pupil) == []
    assert Signal.objects.filter(pupil=pupil, is_current=False).exists()
    assert Concern.objects.get(pupil=pupil).state == "open", "a concern is closed by a decision only"


def test_a_closed_concern_does_not_come_back_by_the_same_signal(school, pupil, absent, by):
    absent(pupil, *DAYS[50:60])
    check(by=by, trigger=TRIGGER)
    leader = actor_of(make_school_leader(school))
    actions.close(
        by=leader, concern=Concern.objects.get(), decision="followed_up", reason="Back at school after an operation."
    )
    check(by=by, trigger=TRIGGER)
    assert [concern.state for concern in Concern.objects.all()] == ["closed"]


def test_a_new_signal_after_closing_opens_a_new_concern(school, pupil, absent, by):
    absent(pupil, *DAYS[15:21])
    check(by=by, trigger=TRIGGER)
    actions.close(
        by=actor_of(make_school_leader(school)),
        concern=Concern.objects.get(),
        decision="followed_up",
        reason="Well again.",
    )
    AbsenceEvent.objects.all().delete()
    absent(pupil, DAYS[40])
    check(by=by, trigger=TRIGGER)
    assert rules_of(pupil) == []
    absent(pupil, *DAYS[50:60])
    check(by=by, trigger=TRIGGER)
    assert sorted(Concern.objects.values_list("state", flat=True)) == ["closed", "open"]


def test_a_concern_goes_with_a_pupil_who_moves(school, pupil, absent, by):
    absent(pupil, *DAYS[40:50])
    check(by=by, trigger=TRIGGER)
    other = make_school("Fagerlund")
    CalendarDay.objects.bulk_create(CalendarDay(school=other, date=d, minutes_offered=300) for d in DAYS)
    enrolment = pupil.enrolments.get()
    enrolment.end = DAYS[54]
    enrolment.save()
    make_enrolment(other, pupil, start=DAYS[55])
    absent(pupil, DAYS[59])
    check(by=by, trigger=TRIGGER)
    concern = Concern.objects.get()
    assert concern.school == other
    assert concern.history.count() == 2


def test_superseded_rows_count_no_longer(pupil, absent, by):
    absent(pupil, DAYS[3], DAYS[4])
    event = AbsenceEvent.objects.first()
    AbsenceEvent.objects.filter(pk=event.pk).update(superseded_by=event.imported_by)
    check(by=by, trigger=TRIGGER)
    assert PupilMeasure.objects.get(pupil=pupil).days_absent == 1


def test_a_pupil_without_school_days_has_no_rate_and_is_not_hidden(absent, by, pupil):
    absent(pupil, DAYS[3])
    lonely = make_enrolment(make_school("Uten skolerute"), make_pupil()).pupil
    run = check(by=by, trigger=TRIGGER)
    assert PupilMeasure.objects.get(pupil=lonely).absence_rate is None
    assert run.counts["pupils_without_offered_days"] == 1


def test_what_changes_while_it_is_checked_is_checked_anew(pupil, absent, by, monkeypatch):
    absent(pupil, DAYS[3])
    read, late = checks.read_tables, [DAYS[4]]

    def read_and_be_overtaken():
        tables = read()
        if late:
            absent(pupil, late.pop())
        return tables

    monkeypatch.setattr(checks, "read_tables", read_and_be_overtaken)
    check(by=by, trigger=TRIGGER)
    assert PupilMeasure.objects.get(pupil=pupil).days_absent == 2
    assert CheckRun.objects.count() == 1


def test_the_rule_sets_in_use_are_a_setting(pupil, absent, by, settings):
    settings.RULE_SETS = ["ten-percent", "kearney-2008"]
    absent(pupil, *DAYS[50:60])
    check(by=by, trigger=TRIGGER)
    assert {rule.partition("/")[0] for rule in rules_of(pupil)} <= {"ten-percent", "kearney-2008"}
    assert set(RuleSetText.objects.values_list("set_id", flat=True)) == {"ten-percent", "kearney-2008"}


def test_a_rule_set_is_stored_once_and_can_not_be_changed(pupil, absent, by):
    absent(pupil, DAYS[3])
    check(by=by, trigger=TRIGGER)
    check(by=by, trigger=TRIGGER)
    kept = RuleSetText.objects.get()
    assert rule_sets.read_stored(kept).sha256 == kept.sha256
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE concerns_rulesettext SET text = 'softer'")


def test_a_check_is_logged_with_numbers_only(pupil, absent, by):
    absent(pupil, *DAYS[50:60])
    check(by=by, trigger=TRIGGER)
    event = Event.objects.get(action="concerns.checked")
    assert event.details == {"as_of": DAYS[59].isoformat(), "pupils": 1, "signals": Signal.objects.count(), "opened": 1}


def test_a_check_does_not_look_beyond_its_date(pupil, absent, by):
    absent(pupil, DAYS[3], DAYS[30])
    check(by=by, trigger=TRIGGER, as_of=DAYS[10])
    measure = PupilMeasure.objects.get(pupil=pupil)
    assert (measure.days_absent, measure.days_offered) == (1, 11)


def test_nightly_work_is_given_to_the_worker_once_a_date():
    from django_tasks_db.models import DBTaskResult

    from skoleporten.concerns.jobs import enqueue_nightly

    today = timezone.localdate()
    assert enqueue_nightly(today)
    assert not enqueue_nightly(today)
    assert enqueue_nightly(today + dt.timedelta(days=1))
    assert DBTaskResult.objects.count() == 4, "the check and what follows it, for two dates"
