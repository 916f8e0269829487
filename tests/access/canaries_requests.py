"""A request for everything that somebody in the family has made: for her and the team alone."""

from __future__ import annotations

from skoleporten.access.models import Role
from skoleporten.access_requests.models import AccessRequest, ItemChoice, Objection
from skoleporten.cases.models import Case
from skoleporten.people.models import Guardian
from tests.access.canary import THE_TEAM, Planted
from tests.access.canary import Word as Canary
from tests.factories import make_user


def ask_for_everything(planted: Planted, whose: str, case: Case) -> None:
    """The guardians who did not ask see the child too, and read nothing of it."""
    guardian = Guardian.objects.create(user=make_user(), given_name=f"Kanarispør{whose}krav")
    asked = AccessRequest(
        client_id=case.public_id, pupil=case.pupil, role=Role.GUARDIAN, guardian=guardian, asked_at=case.opened_at,
        asked_by=guardian.user, due=case.opened_at.date(), due_at_first=case.opened_at.date(),
    )  # fmt: skip
    asked.write(words=f"Kanarikrav{whose}krav")
    asked.save()
    choice = ItemChoice(
        request=asked, source="people.pupil", item=str(case.pupil.public_id), number=1, verdict="withhold",
        basis="harm", seen="", at=case.opened_at, by=case.owner,
    )  # fmt: skip
    choice.write(reason=f"Kanarikravgrunn{whose}")
    choice.save()
    complaint = Objection(client_id=case.public_id, request=asked, sent_at=case.opened_at)
    complaint.write(words=f"Kanariklage{whose}krav")
    complaint.save()
    planted.keep(whose, "access_request", asked.public_id)
    words = (asked.opened("words"), choice.opened("reason"), complaint.opened("words"), str(asked.public_id))
    planted.words += [Canary(text, pupil=case.pupil_id, roles=THE_TEAM) for text in words]
