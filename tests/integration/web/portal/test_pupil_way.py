"""My way: the path, the minutes in one's own measure, the goals, and what the pupil says to the next step."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from skoleporten.access.models import Role
from skoleporten.plans import answers
from skoleporten.plans.answers import Said
from skoleporten.plans.models import AnswerRead, PlanAnswer, PlanStep
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.ladder import Rung
from skoleporten.rules.plan import Answer
from skoleporten.web.portal.pupil.grown import WeekHere, grown_figure, weeks_here
from tests.factories import make_user_in
from tests.intake_factories import make_team_member
from tests.judgement_factories import make_goal
from tests.pages import signed_in
from tests.plan_factories import make_move, make_planned_case, make_pupil_at_school, make_step, week
from tests.presence_factories import MONDAY as MARKED_MONDAY
from tests.presence_factories import at, mark
from tests.support_factories import DAY, family_actor, make_family, make_week, not_asked, timezone

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2025, 9, 1)


@pytest.fixture
def family():
    """With a step that holds, and one ahead that nobody has asked her about."""
    family = make_family()
    make_week(family)
    make_week(family, 45, days_from_now=14, said=not_asked(), why="Fordi det går bra.")
    return family


def ahead(family) -> PlanStep:
    return PlanStep.objects.filter(case=family.case).latest("starts_on")


def sent(**fields) -> dict:
    return {
        "client_id": str(uuid.uuid4()),
        "answer": "does_not_agree",
        "words": "Jeg vil vente til jeg sover.",
    } | fields


def test_the_page_has_the_path_the_goals_and_what_comes_next(family):
    make_move(family.case, Rung.STRATEGY, on=timezone.localdate(), why="Hemmelig grunn til flyttingen.")
    make_goal(family.case, words="Jeg vil bli med på turen.")
    page = signed_in(family.user).get(family.mine("way/")).content.decode()
    for text in ("Finne en måte", "du er her", "Jeg vil bli med på turen.", "45\u00a0min", "Si hva du tenker"):
        assert text in page
    assert page.count('aria-current="step"') == 1
    assert "Hemmelig grunn" not in page
    assert "Vi sammenligner deg aldri med andre." not in page  # until a whole week has been


def test_the_pupil_says_not_yet_in_her_own_words_and_the_team_is_told(family):
    step, me, team = ahead(family), signed_in(family.user), signed_in(make_team_member())
    answer = me.post(family.mine(f"way/{step.public_id}/"), sent(readers=["guardians"]), follow=True)
    assert "Ingenting blir endret før vi har snakket sammen." in answer.content.decode()
    row = PlanAnswer.objects.by_the_pupil().get()
    assert (row.answer, row.for_guardians, row.for_school) == ("does_not_agree", True, False)
    assert "1 svar fra en elev som ingen har lest" in team.get("/").content.decode()
    case_page = team.get(family.cases()).content.decode()
    assert "Jeg vil vente til jeg sover." in case_page
    assert "Meldeplikten er din" in case_page
    team.post(family.cases(f"plan/steps/{step.public_id}/says/read/"))
    assert AnswerRead.objects.get().answer == row
    assert "En som jobber med deg, har lest det." in me.get(family.mine("way/")).content.decode()
    assert "som ingen har lest" not in team.get("/").content.decode()


@pytest.mark.parametrize(("code", "words"), [("agrees", "Ja"), ("something_else", "Noe annet")])
def test_yes_and_something_else_are_answers_as_good_and_change_no_plan(family, code, words):
    step, me = ahead(family), signed_in(family.user)
    before = PlanStep.objects.count()
    page = me.post(family.mine(f"way/{step.public_id}/"), sent(answer=code, words=""), follow=True).content.decode()
    assert f"Du sa «{words}»" in page
    assert PlanStep.objects.count() == before


def test_no_reader_is_chosen_beforehand_and_who_reads_is_said_before_one_writes(family):
    page = signed_in(family.user).get(family.mine(f"way/{ahead(family).public_id}/")).content.decode()
    assert "checked" not in page
    for text in ("116 111", "Det kan vi ikke holde hemmelig", "Alle tre er gode svar."):
        assert text in page


def test_an_answer_without_a_choice_is_asked_for_again_and_the_words_are_kept(family):
    answer = signed_in(family.user).post(family.mine(f"way/{ahead(family).public_id}/"), sent(answer=""))
    page = answer.content.decode()
    assert "Velg é" in page or "Velg e" in page
    assert "Jeg vil vente til jeg sover." in page


def test_nobody_but_the_pupil_answers_on_her_page_and_a_step_of_another_is_not_there(family):
    other = make_family()
    make_week(other)
    step = ahead(family)
    assert signed_in(family.guardian.user).get(family.mine(f"way/{step.public_id}/")).status_code == 404
    assert signed_in(family.guardian.user).get(family.mine("way/")).status_code == 404
    assert signed_in(other.user).get(family.mine("way/")).status_code == 404
    assert signed_in(family.user).get(family.mine(f"way/{ahead(other).public_id}/")).status_code == 404


def test_a_form_sent_twice_is_one_answer_and_of_another_step_it_is_refused(family):
    client_id, said = uuid.uuid4(), Said(Answer.AGREES, timezone.localdate(), "Ja.")
    for _time in range(2):
        answers.add(by=family.actor, step=ahead(family), said=said, client_id=client_id)
    assert PlanAnswer.objects.by_the_pupil().count() == 1
    first = PlanStep.objects.filter(case=family.case).earliest("starts_on")
    with pytest.raises(RefusedError):
        answers.add(by=family.actor, step=first, said=said, client_id=client_id)


def test_what_an_adult_wrote_down_of_an_answer_waits_for_nobody(family):
    owner = family_actor(family.case.owner, Role.LEAD)
    answers.add(
        by=owner, step=ahead(family), said=Said(Answer.AGREES, timezone.localdate(), "Ja."), client_id=uuid.uuid4()
    )
    assert not PlanAnswer.objects.by_the_pupil().exists()


# The minutes ------------------------------------------------------------------------------------------------------
def weeks(*minutes: int | None) -> list[WeekHere]:
    return [WeekHere(MONDAY + 7 * number * DAY, one, 5, 0) for number, one in enumerate(minutes)]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        ((25,), "Den første uka di var du her 25\u00a0min."),
        ((25, 120), "Det er 4 ganger så lenge."),
        ((60, 75), "Det er 15\u00a0min mer."),
        ((60, 30), "Det går opp og ned. Slik er en vei."),
        ((60, None), "Den første uka di var du her 1\u00a0t."),
    ],
)
def test_the_minutes_are_told_in_the_measure_of_ones_own_first_week(minutes, words):
    figure = grown_figure(weeks(*minutes))
    assert figure is not None
    assert figure.finding.endswith(words)


def test_a_week_that_nobody_has_marked_is_a_question_mark_and_no_bar():
    figure = grown_figure(weeks(25, None, 0))
    assert figure is not None
    chart = figure.charts[0]
    assert [rect.css_class for rect in chart.rects] == ["came", "none"]
    assert [mark.text for mark in chart.marks] == ["?"]
    assert [row[1] for row in figure.table.rows] == ["0\u00a0min", "ingen har skrevet det opp", "25\u00a0min"]


def test_nothing_is_drawn_before_the_first_whole_week():
    assert grown_figure([]) is None


def test_only_whole_weeks_count_and_they_begin_when_the_pupil_first_came():
    case = make_planned_case(make_pupil_at_school(MARKED_MONDAY - 14 * DAY, weeks=6))
    make_step(case, week(30), starts_on=max(MARKED_MONDAY, timezone.localdate(case.opened_at)))
    owner = family_actor(case.owner, Role.LEAD)
    mark(owner, case, "arrived", at("08:30"))
    mark(owner, case, "left", at("08:55"))
    assert weeks_here(case, MARKED_MONDAY + 3 * DAY) == []
    found = weeks_here(case, MARKED_MONDAY + 8 * DAY)
    assert [(one.monday, one.minutes) for one in found] == [(MARKED_MONDAY, 25)]


def test_a_teacher_reads_no_answer_that_the_pupil_did_not_let_the_school_read(family):
    me, step = signed_in(family.user), ahead(family)
    me.post(family.mine(f"way/{step.public_id}/"), sent(readers=["guardians"]))
    teacher = signed_in(make_user_in(Role.TEACHER, family.school))
    for address in (f"/pupils/{family.pupil.public_id}/", f"/supports/{family.pupil.public_id}/"):
        page = teacher.get(address)
        assert page.status_code == 200
        assert "Jeg vil vente til jeg sover." not in page.content.decode()
