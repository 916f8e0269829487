"""Notices: a question waits for the family, an answer has come to whoever asked, or it must be asked again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.consents.givers import Giver
from skoleporten.consents.models import AskAgain, Consent
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.people.models import PupilAccount


def family_is_asked(*, by: Actor, consent: Consent, givers: Iterable[Giver]) -> None:
    """Each of them who has a way in, once a question. Whether it may be sent is asked again when it is."""
    for role, user in _with_a_way_in(consent, givers):
        notify(
            by=by, to=user, kind=Kind.CONSENT_ASKED, link=f"/consents/mine/{consent.public_id}/", role=role,
            pupil_id=consent.pupil_id, once=f"consent-asked:{consent.public_id}",
        )  # fmt: skip


def asker_is_told(*, by: Actor, consent: Consent) -> None:
    """That it no longer waits, whatever the answer is; not of what one has done oneself."""
    if by.user_id != consent.asked_by_id:
        _tell_asker(by, consent, Kind.CONSENT_ANSWERED, f"consent-{consent.state}:{consent.public_id}")


def asker_is_to_ask_again(*, by: Actor, task: AskAgain) -> None:
    _tell_asker(by, task.consent, Kind.TO_REVIEW, f"consent-again-{task.why}:{task.consent.public_id}")


def _tell_asker(by: Actor, consent: Consent, kind: Kind, once: str) -> None:
    notify(
        by=by, to=consent.asked_by, kind=kind, link=f"/consents/{consent.public_id}/", pupil_id=consent.pupil_id,
        once=once,
    )  # fmt: skip


def _with_a_way_in(consent: Consent, givers: Iterable[Giver]) -> Iterator[tuple[str, User]]:
    for giver in givers:
        if giver.guardian is None:
            for account in PupilAccount.objects.filter(pupil=consent.pupil_id, ended_at__isnull=True):
                yield Role.PUPIL, account.user
        elif giver.guardian.user is not None:
            yield Role.GUARDIAN, giver.guardian.user
