"""What a panel has not heard yet stands on the agenda of the development meeting, in words that quote nobody."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.agenda_factories import keys_of, make_agenda_meeting, seen_by
from tests.factories import make_user_in
from tests.intake_factories import make_team_member
from tests.meeting_factories import make_participant
from tests.pages import signed_in
from tests.panel_factories import hosted_panel, make_change, tell

pytestmark = pytest.mark.django_db


def test_what_is_not_told_back_stands_on_the_agenda_until_it_is():
    parents, research = hosted_panel("parents"), hosted_panel("research")
    change = make_change(what="Vi ringer dagen før.", panels=[parents, research])
    meeting, member = make_agenda_meeting("development"), make_team_member()
    key = f"change:{change.public_id}"
    (entry,) = (one for one in seen_by(meeting, member).entries if one.key == key)
    assert "Foresatte, Forskning og fagstøtte" in entry.words
    assert "Vi ringer" not in entry.words
    tell(change, parents)
    (entry,) = (one for one in seen_by(meeting, member).entries if one.key == key)
    assert "Foresatte" not in entry.words
    tell(change, research)
    assert key not in keys_of(seen_by(meeting, member))


def test_a_specialist_at_the_meeting_is_led_to_no_page_of_the_panels():
    change = make_change(panels=[hosted_panel("parents")])
    meeting, specialist, member = make_agenda_meeting("development"), make_user_in("specialist"), make_team_member()
    make_participant(meeting, specialist)
    item = reverse("agenda_item", args=[meeting.public_id, "change", change.public_id])
    link = reverse("panel_change", args=[change.public_id])
    assert link in signed_in(member).get(item).content.decode()
    assert link not in signed_in(specialist).get(item).content.decode()
