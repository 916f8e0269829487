"""A guardian withdraws the consent on her telephone while the meeting about her child is on."""

from __future__ import annotations

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.consents import sharing
from skoleporten.people.models import CaseTeamMember
from skoleporten.rules.errors import RefusedError
from tests.consent_factories import guardian_of, make_consent, say, years_ago
from tests.factories import actor_of, make_user_in
from tests.intake_factories import make_case
from tests.meeting_factories import make_participant
from tests.minutes_factories import make_begun, make_minutes_note
from tests.pages import content_of, signed_in

pytestmark = pytest.mark.django_db
NOTE = "Kanarinotat: hun vil begynne med musikk."


@pytest.fixture
def scene():
    """The meeting is on; the specialist of another service sits there by a consent of the mother."""
    case = make_case()
    case.pupil.given_name, case.pupil.birth_date = "Kanarine", years_ago(10)
    case.pupil.save()
    mother, relation = guardian_of(case.pupil)
    consent = make_consent(case.pupil, "share_with_service")
    say(mother, consent)
    consent.refresh_from_db()
    begun = make_begun(case=case)
    make_minutes_note(begun, NOTE)
    specialist = make_user_in(Role.SPECIALIST)
    make_participant(begun.minutes.meeting, specialist)
    sharing.name_by_consent(by=actor_of(begun.owner), consent=consent, user=specialist, today=timezone.localdate())
    return begun, consent, relation.guardian.user, specialist


def pages(begun) -> list[str]:
    meeting = begun.minutes.meeting.public_id
    return [reverse(name, args=[meeting]) for name in ("meeting_now", "agenda", "minutes")]


def shown(user, addresses) -> str:
    client = signed_in(user)
    return " ".join(content_of(answer) for answer in map(client.get, addresses) if answer.status_code == 200)


def test_consent_withdrawn_in_the_middle_of_a_meeting_takes_the_child_from_the_specialists_screen_at_once(scene):
    begun, consent, mother, specialist = scene
    before = shown(specialist, pages(begun))
    assert "Kanarine" in before or begun.item.words in before
    answer = signed_in(mother).post(reverse("my_consent_withdraw", args=[consent.public_id]))
    assert answer.status_code == 302
    after = shown(specialist, [*pages(begun), reverse("pupils"), reverse("cases"), reverse("start")])
    assert not [word for word in ("Kanarine", NOTE, begun.item.words) if word in after]
    assert not CaseTeamMember.objects.filter(user=specialist, ended_at=None).exists()


def test_the_meeting_goes_on_for_the_team_which_has_the_case_still(scene):
    begun, consent, mother, _specialist = scene
    signed_in(mother).post(reverse("my_consent_withdraw", args=[consent.public_id]))
    assert NOTE in shown(begun.owner, pages(begun))


def test_nobody_is_named_anew_by_the_consent_that_was_withdrawn(scene):
    begun, consent, mother, _specialist = scene
    signed_in(mother).post(reverse("my_consent_withdraw", args=[consent.public_id]))
    consent.refresh_from_db()
    another = make_user_in(Role.SPECIALIST)
    with pytest.raises(RefusedError):
        sharing.name_by_consent(by=actor_of(begun.owner), consent=consent, user=another, today=timezone.localdate())


def test_what_the_specialist_wrote_meanwhile_is_not_taken_in(scene):
    begun, consent, mother, specialist = scene
    signed_in(mother).post(reverse("my_consent_withdraw", args=[consent.public_id]))
    meeting, item = begun.minutes.meeting.public_id, begun.item.public_id
    address = reverse("meeting_note_of_item", args=[meeting, item])
    sent = {"text": "x", "seen_version": 1, "client_id": str(uuid.uuid4())}
    assert signed_in(specialist).post(address, sent).status_code == 404
