"""The one who is asked answers a question at a time, goes on later, sends, or says no. Nobody else reads it before."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.reasons import purpose_of
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.surveys import Given, Lack, Question, lacks
from skoleporten.surveys.asking import note
from skoleporten.surveys.models import Answer, Asking


@transaction.atomic
def save(*, by: Actor, asking: Asking, question: str, given: Given) -> Answer:
    """In place of what she answered to it before. Not told in the log: nothing is said to anybody yet."""
    asking = _waiting(by, asking)
    asked = asking.form_text.form.question(question)
    if asked is None:
        raise RefusedError(_("There is no such question here."))
    _refuse_unanswered(asked, given)
    made = Answer.objects.filter(asking=asking, question=asked.id).first() or Answer(asking=asking, question=asked.id)
    made.level, made.is_passed, made.answered_at = given.level, given.is_passed, timezone.now()
    made.write(words=given.words.strip())
    made.save()
    return made


@transaction.atomic
def send(*, by: Actor, asking: Asking, may_count: bool) -> None:
    """Sent twice is once. `may_count`: whether results may count the levels, without a name."""
    if _now(by, asking).sent_at is not None:
        return
    asking = _waiting(by, asking)
    if not asking.answers.exists():
        raise RefusedError(_("Nothing is answered yet."), do=_("Answer at least one question, or say no to them all."))
    asking.sent_at, asking.may_count = timezone.now(), may_count
    asking.save()
    note(by, "sent", asking, counts=may_count)
    if asking.asked_by.is_active:
        link = f"/surveys/{asking.public_id}/"
        notify(by=by, to=asking.asked_by, kind=Kind.ANSWERED, link=link, pupil_id=asking.pupil_id)


@transaction.atomic
def decline(*, by: Actor, asking: Asking) -> None:
    """No reason is asked for, and what stood there half done goes."""
    if _now(by, asking).declined_at is not None:
        return
    asking = _waiting(by, asking)
    asking.answers.all().delete()
    asking.declined_at = timezone.now()
    asking.save()
    note(by, "declined", asking)


@transaction.atomic
def choose_counting(*, by: Actor, asking: Asking, may_count: bool) -> None:
    """Whenever she likes: figures made from then on follow it."""
    asking = _now(by, asking)
    if asking.sent_at is None:
        raise RefusedError(_("It is not sent yet."))
    if asking.may_count is not may_count:
        asking.may_count = may_count
        asking.save()
        note(by, "counting_chosen", asking, counts=may_count)


def _now(by: Actor, asking: Asking) -> Asking:
    """As the row stands, one at a time, and by the one who is asked while the child is in her view."""
    seen = gate.may_see(by, asking.pupil_id, purpose_of(by.role), timezone.localdate())
    if not seen or not asking.is_of(by):
        raise RefusedError(_("Only the one who is asked answers."))
    return Asking.objects.select_for_update().get(pk=asking.pk)


def _waiting(by: Actor, asking: Asking) -> Asking:
    asking = _now(by, asking)
    if asking.taken_back_at is not None:
        raise RefusedError(_("We have taken the questions back."))
    if not asking.is_waiting:
        raise RefusedError(_("You have answered these questions already."))
    return asking


def _refuse_unanswered(asked: Question, given: Given) -> None:
    lacking = lacks(asked, given)
    if lacking is None:
        return
    words = {
        Lack.NOTHING: _("Answer, or choose that you would rather not say."),
        Lack.TOO_LONG: _("That is longer than there is room for."),
        Lack.TWO_THINGS: _("You have both answered and chosen not to say. Choose one of them."),
    }
    raise RefusedError(words.get(lacking, _("That is no answer to this question.")))
