"""Development work on screen: the list, one trial through the loop, and what it rests on."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.utils import timezone

from skoleporten.access.actor import Actor
from skoleporten.access.models import Role, User
from skoleporten.development import actions
from skoleporten.development.models import Trial
from skoleporten.panels import statements
from skoleporten.panels.models import ShelfItem, Theme
from tests.climate_factories import make_picture, make_staff
from tests.development_factories import ABOUT, FOUR_WEEKS, TRIES, look_at, make_due, make_idea, make_trial
from tests.factories import actor_of, make_pupil
from tests.intake_factories import make_case
from tests.pages import signed_in
from tests.panel_factories import hold_session, hosted_panel, make_statement

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return make_staff(display_name="Solveig Dahl")


@pytest.fixture
def me(user: User) -> Actor:
    return actor_of(user)


def sent(user: User, **fields) -> dict[str, object]:
    today = timezone.localdate()
    return {
        "client_id": uuid.uuid4(), "seen_version": 0, "about": ABOUT, "tries": TRIES, "owner": user.public_id,
        "starts_on": today.isoformat(), "evaluate_on": (today + FOUR_WEEKS).isoformat(),
    } | fields  # fmt: skip


def test_the_list_has_what_is_due_first_and_says_when(user: User, me: Actor):
    client = signed_in(user)
    assert "Ingenting er skrevet ennå" in client.get("/development/").content.decode()
    due, later = make_due(user, about="Den første"), make_trial(user, about="Den andre")
    idea, ended = make_idea(user, about="Den tredje"), make_due(user, about="Den fjerde")
    look_at(me, ended)
    page = client.get("/development/").content.decode()
    order = [page.index(str(one.public_id)) for one in (due, later, idea, ended)]
    assert order == sorted(order)
    assert re.findall(r'<h2[^>]*id="(due|going_on|ideas|ended)"', page) == ["due", "going_on", "ideas", "ended"]
    assert "Prøves nå · Solveig Dahl" in page


def test_a_trial_is_begun_from_a_picture_and_a_form_sent_twice_is_one(user: User):
    picture = make_picture(make_staff(Role.LEAD))
    client = signed_in(user)
    address = f"/development/new/?from=climate&id={picture.public_id}"
    shown = client.get(address).content.decode()
    assert "felt I, et støttende og også utfordrende læringsmiljø." in shown
    assert "ikke skriv navn på noe barn" in shown
    form = sent(user)
    first, again = (client.post(address, form) for _time in range(2))
    trial = Trial.objects.get()
    assert first["Location"] == again["Location"] == f"/development/{trial.public_id}/"
    page = client.get(first["Location"]).content.decode()
    assert f"/climate/#picture-{picture.public_id}" in page
    assert "Solveig Dahl" in page
    assert TRIES in page


@pytest.mark.parametrize("asked", ["from=climate&id=nothing", "from=pupil&id={key}", "from=theme&id={key}", ""])
def test_a_way_in_that_names_nothing_gives_an_empty_form(user: User, asked: str):
    client = signed_in(user)
    shown = client.get(f"/development/new/?{asked.format(key=uuid.uuid4())}")
    assert shown.status_code == 200
    assert "Utgangspunkt" not in shown.content.decode()


def test_an_idea_needs_its_question_alone_and_a_date_needs_the_rest(user: User):
    client = signed_in(user)
    idea = sent(user, tries="", owner="", starts_on="", evaluate_on="")
    assert client.post("/development/new/", idea).status_code == 302
    half = client.post("/development/new/", sent(user, evaluate_on=""))
    assert half.status_code == 200
    assert "Setter dere en dato, må dere også skrive" in half.content.decode()
    assert Trial.objects.count() == 1


def test_two_who_write_at_once_see_both_texts(user: User):
    trial = make_trial(user)
    client, address = signed_in(user), f"/development/{trial.public_id}/write/"
    first = sent(user, seen_version=1, hypothesis="De trenger ett ansikt.")
    assert client.post(address, first).status_code == 302
    other = client.post(address, sent(user, seen_version=1, hypothesis="De trenger ro."))
    assert other.status_code == 409
    page = other.content.decode()
    assert "De trenger ett ansikt." in page.split("own-words")[1].split("</div>")[0]
    assert "De trenger ro." in page
    assert 'name="seen_version" value="2"' in page
    assert client.post(address, sent(user, seen_version=2, hypothesis="Begge deler.")).status_code == 302
    trial.refresh_from_db()
    assert trial.hypothesis == "Begge deler."


def test_the_page_shows_the_loop_and_what_is_missing(user: User, me: Actor):
    trial = make_trial(user)
    page = signed_in(user).get(f"/development/{trial.public_id}/").content.decode()
    assert "Sløyfen: fem deler som begynner på nytt" in page or "loop-title" in page
    assert "Det står ikke hva dere har sett eller hørt." in page
    assert "Det viser ikke til noe" in page
    shelf = ShelfItem.objects.in_use().first()
    actions.rest_on(by=me, trial=trial, kind="shelf", thing=shelf.public_id)
    page = signed_in(user).get(f"/development/{trial.public_id}/").content.decode()
    assert "Det viser ikke til noe" not in page
    assert "Ingen som kjenner det fra innsiden, er hørt." in page
    assert shelf.source in page


def test_a_theme_and_a_book_tell_what_is_tried_because_of_them(user: User, me: Actor):
    theme, book = Theme.objects.in_use().first(), ShelfItem.objects.in_use().first()
    trial = make_trial(user, about="Hva sier vi i døra?", origin="theme", origin_id=theme.public_id)
    actions.rest_on(by=me, trial=trial, kind="shelf", thing=book.public_id)
    client = signed_in(user)
    for address in (f"/panels/themes/{theme.public_id}/", f"/panels/shelf/{book.public_id}/"):
        assert "Hva sier vi i døra?" in client.get(address).content.decode()


def test_a_trial_is_rested_on_a_theme_and_a_result_and_they_are_taken_off(user: User):
    trial, theme = make_trial(user), Theme.objects.in_use().first()
    client, address = signed_in(user), f"/development/{trial.public_id}/"
    choices = client.get(f"{address}grounds/").content.decode()
    assert "<optgroup" in choices
    assert client.post(f"{address}grounds/", {"thing": f"theme:{theme.public_id}"}).status_code == 302
    assert f"theme:{theme.public_id}" not in client.get(f"{address}grounds/").content.decode()
    assert client.post(f"{address}grounds/", {"thing": f"theme:{uuid.uuid4()}"}).status_code == 200
    told = {"words": "Flere kommer.", "figure": "4 av 5 dager", "of_what": "planlagte dager", "as_of": "2026-11-20"}
    assert "hva tallet gjelder" in client.post(f"{address}results/", told | {"of_what": ""}).content.decode()
    assert client.post(f"{address}results/", told).status_code == 302
    assert client.post(f"{address}results/", {"words": "Roligere morgener.", "as_of": "2026-11-20"}).status_code == 302
    page = client.get(address).content.decode()
    assert "4 av 5 dager (planlagte dager), per 20. november 2026." in page
    off = re.findall(rf"{address}grounds/[\w-]+/take-off/", page)
    assert len(off) == 3
    assert client.get(off[0]).status_code == 405
    assert client.post(off[0]).status_code == 302
    assert trial.grounds.count() == 2


def test_a_statement_that_is_taken_back_leaves_no_word_on_the_page(user: User, me: Actor):
    statement = make_statement(hold_session(hosted_panel()), words="De spurte meg aldri.")
    trial = make_trial(user, origin="statement", origin_id=statement.public_id)
    client, address = signed_in(user), f"/development/{trial.public_id}/"
    assert "«De spurte meg aldri.»" in client.get(address).content.decode()
    statements.take_away(by=me, statement=statement, because="asked_to")
    page = client.get(address).content.decode()
    assert trial.about in client.get(f"/panels/statements/{statement.public_id}/").content.decode()
    assert "De spurte meg aldri." not in page
    assert "Det finnes ikke lenger" in page
    other = make_trial(user)
    assert "De spurte meg aldri." not in client.get(f"/development/{other.public_id}/grounds/").content.decode()


def test_it_is_looked_at_gone_on_with_and_ended_and_begins_anew(user: User):
    trial = make_due(user)
    client, address = signed_in(user), f"/development/{trial.public_id}/"
    assert "Skal ses på" in client.get(address).content.decode()
    look = {
        "client_id": uuid.uuid4(),
        "seen": "To av tre kom inn.",
        "decided": "go_on",
        "keep": "Én voksen.",
        "seen_version": 1,
    }
    wrong = client.post(f"{address}look/", look)
    assert "Skriv når dere ser på det neste gang" in wrong.content.decode()
    next_day = timezone.localdate() + dt.timedelta(days=7)
    assert client.post(f"{address}look/", look | {"evaluate_on": next_day.isoformat()}).status_code == 302
    end = {
        "client_id": uuid.uuid4(),
        "seen": "Alle kom inn.",
        "decided": "end",
        "stop": "Å vente ute.",
        "seen_version": 2,
    }
    assert client.post(f"{address}look/", end).status_code == 302
    page = client.get(address).content.decode()
    assert page.index("To av tre kom inn.") < page.index("Alle kom inn.")
    assert "Vi slutter med" in page
    assert f"{address}look/" not in page
    assert {client.get(f"{address}{part}/").status_code for part in ("look", "write", "leave", "grounds")} == {404}
    anew = client.get(f"/development/new/?previous={trial.public_id}").content.decode()
    assert trial.about in anew
    form = sent(user, about="Og nå?")
    assert client.post(f"/development/new/?previous={trial.public_id}", form).status_code == 302
    assert Trial.objects.get(about="Og nå?").previous == trial


def test_two_who_look_at_once_see_both(user: User):
    trial = make_due(user)
    client, address = signed_in(user), f"/development/{trial.public_id}/look/"
    next_day = (timezone.localdate() + FOUR_WEEKS).isoformat()
    look = {
        "seen": "Færre venter.",
        "decided": "go_on",
        "keep": "Én voksen.",
        "evaluate_on": next_day,
        "seen_version": 1,
    }
    assert client.post(address, look | {"client_id": uuid.uuid4()}).status_code == 302
    other = client.post(address, look | {"client_id": uuid.uuid4(), "seen": "Flere venter."})
    assert other.status_code == 409
    page = other.content.decode()
    assert "Færre venter." in page.split("Dette står der nå:")[1].split("</div>")[0]
    assert "Flere venter." in page
    assert trial.looks.count() == 1


def test_a_pupils_name_is_saved_after_a_yes_only(user: User):
    case = make_case(make_pupil("Synnøve", "Aasgaard"))
    assert case.pupil.given_name == "Synnøve"
    client = signed_in(user)
    form = sent(user, observed="Synnøve Aasgaard ventet ute.")
    asked = client.post("/development/new/", form)
    assert asked.status_code == 200
    assert "Synnøve Aasgaard" in asked.content.decode()
    assert 'name="names_are_meant"' in asked.content.decode()
    assert not Trial.objects.exists()
    assert client.post("/development/new/", form | {"names_are_meant": "on"}).status_code == 302


def test_an_idea_is_left_with_its_reason(user: User):
    idea = make_idea(user)
    client, address = signed_in(user), f"/development/{idea.public_id}/"
    assert client.get(f"{address}look/").status_code == 302
    assert client.post(f"{address}leave/", {"client_id": uuid.uuid4(), "why": "Skoleruta er fast."}).status_code == 302
    assert "Skoleruta er fast." in client.get(address).content.decode()


def test_what_is_due_waits_on_the_start_page_of_whoever_is_in_charge(user: User):
    trial = make_due(user)
    assert f"/development/{trial.public_id}/" in signed_in(user).get("/").content.decode()
    assert f"/development/{trial.public_id}/" not in signed_in(make_staff()).get("/").content.decode()


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.MUNICIPALITY, Role.ADMINISTRATOR, Role.RESEARCHER])
def test_nobody_but_the_team_and_its_lead_finds_a_trial(user: User, role: Role):
    trial = make_trial(user)
    client = signed_in(make_staff(role))
    addresses = ("/development/", "/development/new/", f"/development/{trial.public_id}/")
    assert {client.get(address).status_code for address in addresses} == {404}
    assert client.post(f"/development/{trial.public_id}/look/", {}).status_code == 404


def test_a_ground_of_another_trial_is_not_taken_off_through_ones_own(user: User):
    theme = Theme.objects.in_use().first()
    mine, other = make_trial(user), make_trial(user, origin="theme", origin_id=theme.public_id)
    ground = other.grounds.get()
    client = signed_in(user)
    assert client.post(f"/development/{mine.public_id}/grounds/{ground.public_id}/take-off/").status_code == 404
    assert other.grounds.exists()
