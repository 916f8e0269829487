"""All days of a case: who marked what, and what its owner decides."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse

from skoleporten.access.models import Role
from skoleporten.cases.models import Case
from skoleporten.presence.models import Mark
from tests.factories import (
    actor_of,
    make_case_team_member,
    make_user_in,
)
from tests.intake_factories import make_lead, make_team_member
from tests.integration.web.board.asking import page, signed_in, tap, visit_form
from tests.presence_factories import MONDAY, at, day_of, make_plan, mark

pytestmark = pytest.mark.django_db


# The history ----------------------------------------------------------------------------------------------------------
def history(client, case) -> str:
    return re.sub(r"\s+", " ", page(client, reverse("case_presence", args=[case.public_id])))


def test_the_history_tells_who_marked_and_corrected_what(client, case, member):
    tap(client, case, "arrived", place="flat")
    client.post(reverse("board_pupil", args=[case.public_id]), visit_form(case, arrived="08:05", place="flat"))
    text = history(client, case)
    assert "Kom, 08.20, Leiligheten – Vakt" in text
    assert "Rettet: mandag 23. november 2026 08.05 – Vakt" in text


def test_both_times_are_shown_where_a_device_was_an_hour_off(client, case, member):
    mark(actor_of(member), case, "arrived", at("09.10"), now=at("08.15"), sent_at=at("09.15"))
    assert "enheten sa 09.10" in history(client, case)


def test_the_owner_decides_between_two_people_who_said_different_things(client, case, member):
    mark(actor_of(member), case, "arrived", at("08.00"), place="flat")
    mark(actor_of(make_team_member()), case, "arrived", at("08.03"), place="outing")
    assert "To personer førte to ulike steder" in history(client, case)
    assert "Dette stemmer" not in history(client, case)
    owner = signed_in(case.owner)
    assert "Dette stemmer" in history(owner, case)
    wrong, right = Mark.objects.order_by("at")
    decide = reverse("case_presence_decide", args=[case.public_id])
    sent = {"keep": str(right.mark_id), "other": str(wrong.mark_id), "client_id": str(uuid.uuid4())}
    client.post(decide, sent)
    assert day_of(case).needs_look
    owner.post(decide, sent)
    assert not day_of(case).needs_look
    assert day_of(case).visits.get().place == "outing"
    assert Mark.objects.filter(kind="kept", about=right.mark_id).exists()


def test_a_mark_that_is_held_counts_when_the_owner_keeps_it(case, member):
    mark(actor_of(member), case, "arrived", at("09.00"), now=at("08.15"))
    held = Mark.objects.get()
    owner = signed_in(case.owner)
    assert "Klokken på enheten kan ha gått feil" in history(owner, case)
    owner.post(reverse("case_presence_decide", args=[case.public_id]), {"keep": str(held.mark_id)})
    assert day_of(case).is_told


def test_a_held_mark_may_be_left_out(case, member):
    mark(actor_of(member), case, "arrived", at("09.00"), now=at("08.15"))
    owner = signed_in(make_lead())
    held = Mark.objects.get()
    owner.post(reverse("case_presence_decide", args=[case.public_id]), {"leave_out": str(held.mark_id)})
    assert day_of(case) is None


def test_not_left_is_looked_at_the_day_after_and_corrected(client, case, clock):
    tap(client, case, "arrived")
    assert "ikke ført den dagen" not in history(client, case)
    clock.move_to(at("08.00", MONDAY + dt.timedelta(days=1)))
    client = signed_in(make_team_member())
    assert "«Gikk» er ikke ført den dagen" in history(client, case)
    address = reverse("board_pupil", args=[case.public_id]) + f"?day={MONDAY.isoformat()}"
    client.post(address, visit_form(case, left="09:00"))
    assert day_of(case).minutes == 40
    assert "ikke ført den dagen" not in history(client, case)


def test_the_two_numbers_say_of_what_they_are_and_what_is_missing(client, case, clock):
    make_plan(case, 30)
    Case.objects.filter(pk=case.pk).update(opened_at=at("08.00") - dt.timedelta(days=14))
    tap(client, case, "arrived")
    clock.move_to(at("08.35"))
    tap(client, case, "left")
    assert "15 min av 30 min" not in history(client, case)
    clock.move_to(at("08.35") + dt.timedelta(days=1))
    text = history(client, case)
    assert "Av den avtalte planen" in text
    assert "15 min av 30 min på 1 dag; 10 dager er ikke ført" in text
    assert "Av den vanlige timeplanen" in text
    assert "I dag er med i de to tallene når dagen er over" in text


def test_a_specialist_who_is_named_reads_the_history_and_changes_nothing(case, member):
    mark(actor_of(member), case, "arrived", at("08.00"), place="flat")
    mark(actor_of(make_team_member()), case, "arrived", at("08.03"), place="outing")
    named = make_user_in(Role.SPECIALIST)
    make_case_team_member(case.pupil, named)
    client = signed_in(named)
    text = history(client, case)
    assert "Kom, 08.00" in text
    assert "Rett tidene" not in text
    assert "To personer" not in text
    decide = reverse("case_presence_decide", args=[case.public_id])
    assert client.post(decide, {"keep": str(Mark.objects.first().mark_id)}).status_code == 404
    stranger = signed_in(make_user_in(Role.SPECIALIST))
    assert stranger.get(reverse("case_presence", args=[case.public_id])).status_code == 404
