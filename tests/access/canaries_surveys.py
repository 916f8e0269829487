"""Small forms that a family was asked, answered by the pupil and by another guardian: a word in each answer."""

from __future__ import annotations

import uuid

from django.utils import timezone

from skoleporten.access.models import Role, User
from skoleporten.cases.models import Case
from skoleporten.people.models import Guardian, Guardianship
from skoleporten.rules.surveys import Form, shipped_forms
from skoleporten.surveys.models import Answer, Asking, FormText
from tests.access.canary import THE_TEAM, Planted, Word
from tests.factories import make_user


def ask_the_family(planted: Planted, whose: str, case: Case) -> None:
    """What the pupil answered is for herself and the team; what another guardian answered for the team alone."""
    forms = shipped_forms()
    own = _answered(planted, case, forms["felt-understood-pupil"], f"Kanarielevsvar{whose}", THE_TEAM | {Role.PUPIL})
    user = make_user(f"svarer.{whose}")
    other = Guardian.objects.create(user=user, given_name="Annen", family_name=f"Kanarisvarer{whose}")
    Guardianship.objects.create(
        pupil=case.pupil, guardian=other, kind="parent", decides="parental_responsibility", verified_at=timezone.now(),
        start=timezone.localdate(),
    )  # fmt: skip
    _answered(planted, case, forms["felt-understood-guardian"], f"Kanariannensvar{whose}", THE_TEAM, other)
    planted.keep(whose, "asking", own.public_id)


def _answered(
    planted: Planted, case: Case, form: Form, word: str, readers: frozenset[str], guardian: Guardian | None = None
) -> Asking:
    asker: User = case.intake.owner
    values = {"form_id": form.id, "version": form.version, "text": form.text}
    text = FormText.objects.get_or_create(sha256=form.sha256, defaults=values)[0]
    asking = Asking.objects.create(
        client_id=uuid.uuid4(), pupil=case.pupil, guardian=guardian, form_text=text, asked_by=asker,
        sent_at=timezone.now(), may_count=True,
    )  # fmt: skip
    answer = Answer(asking=asking, question="change")
    answer.write(words=word)
    answer.save()
    for told in (word, str(asking.public_id)):
        planted.words.append(Word(told, pupil=case.pupil.pk, roles=readers))
    return asking
