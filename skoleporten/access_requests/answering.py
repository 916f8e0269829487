"""Sending the answer: one packet, kept exactly as it was sent; and what becomes of a complaint about it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from skoleporten.access import gate, languages
from skoleporten.access.actor import Actor
from skoleporten.access.reasons import purpose_of
from skoleporten.access_requests.answer_letter import AnswerLetter, held_back
from skoleporten.access_requests.choosing import to_decide
from skoleporten.access_requests.copy import Copy, Told, zipped
from skoleporten.access_requests.models import AccessRequest, Answer, Objection
from skoleporten.access_requests.reading import Kind, Listing, given
from skoleporten.access_requests.requests import MOST_LETTERS, locked, note
from skoleporten.access_requests.telling import tell_asker, tell_team
from skoleporten.documents.models import StoredFile
from skoleporten.documents.typesetting import pdf_of
from skoleporten.intake.transitions import somebody
from skoleporten.rules import access_requests as rules
from skoleporten.rules.access_requests import Verdict
from skoleporten.rules.errors import RefusedError


@transaction.atomic
def send(*, by: Actor, listing: Listing, beside: Sequence[Told], today: date) -> Answer:
    """When every thing is decided as it stands now, and whoever asked still may see the pupil."""
    request = to_decide(by, listing.request, today)
    kinds = list(listing.kinds())
    _refuse_unready(listing, kinds, today)
    language = languages.of(request.asked_by)
    counted = _counted(kinds)
    made = Answer.objects.create(
        request=request, number=request.answers.count() + 1, language=language, made_at=timezone.now(),
        made_by_id=somebody(by), file=StoredFile.keep(_packet(by, listing, kinds, beside, language)), **counted,
    )  # fmt: skip
    request.state, request.ended_at = AccessRequest.State.ANSWERED, made.made_at
    request.version += 1
    request.save()
    note(by, "access_requests.answered", request, number=made.number)
    tell_asker(by, request)
    return made


@transaction.atomic
def object_to(*, by: Actor, request: AccessRequest, words: str, client_id: uuid.UUID) -> Objection:
    """By whoever asked, once an answer is there. Sent twice it is one."""
    request = locked(request)
    if request.asked_by_id != by.user_id or request.role != by.role:
        raise RefusedError(_("Only whoever asked can complain."))
    if (sent := Objection.objects.filter(client_id=client_id).first()) is not None:
        if sent.request_id != request.pk:
            raise RefusedError(_("The form could not be sent."), do=_("Open the page again, and send it once more."))
        return sent
    if request.state != AccessRequest.State.ANSWERED or request.objections.filter(outcome="").exists():
        raise RefusedError(_("There is no answer to complain about, or we are looking at your complaint already."))
    if not words.strip() or len(words) > MOST_LETTERS:
        raise RefusedError(_("Write what you think is wrong, in at most 20,000 letters."))
    made = Objection(client_id=client_id, request=request, sent_at=timezone.now())
    made.write(words=words.strip())
    made.save()
    note(by, "access_requests.complained", request)
    tell_team(by, request)
    return made


@transaction.atomic
def answer_objection(*, by: Actor, objection: Objection, outcome: str, words: str, today: date) -> None:
    """Decided again: the request is open anew, for a month. Else the complaint goes on to Datatilsynet."""
    request = locked(objection.request)
    if not gate.may_see(by, request.pupil_id, purpose_of(by.role), today):
        raise RefusedError(_("Only those who work with the pupil can answer."))
    objection = Objection.objects.select_for_update().get(pk=objection.pk)
    if objection.outcome == outcome and objection.opened("answer") == words.strip():
        return
    if objection.outcome:
        raise RefusedError(_("The complaint is answered already."))
    if not words.strip():
        raise RefusedError(_("Say why. Whoever complained reads it."))
    objection.outcome, objection.answered_at = Objection.Outcome(outcome), timezone.now()
    objection.answered_by_id = by.user_id
    objection.write(answer=words.strip())
    objection.save()
    if outcome == Objection.Outcome.CHANGED:
        _open_again(request, today)
    note(by, "access_requests.complaint_answered", request, outcome=outcome)
    tell_asker(by, request)


def _refuse_unready(listing: Listing, kinds: Sequence[Kind], today: date) -> None:
    left = sum(kind.undecided for kind in kinds)
    if left:
        raise RefusedError(_("%(count)s things are not decided yet.") % {"count": left})
    asker = listing.asker
    if asker is None or not gate.may_see(asker, listing.pupil.pk, purpose_of(asker.role), today):
        raise RefusedError(_("Whoever asked may not see the pupil any more, and gets no answer here."))


def _counted(kinds: Sequence[Kind]) -> dict[str, int]:
    """What was told in confidence is in no number: nobody shall count her way to that there is any."""
    made = [(row.choice.verdict, row.facts) for kind in kinds for row in kind.rows if row.choice is not None]
    by_verdict = [one for one, facts in made if one != Verdict.WITHHOLD or not rules.is_in_confidence(facts)]
    return {
        "given": by_verdict.count(Verdict.GIVE),
        "masked": by_verdict.count(Verdict.MASK),
        "withheld": by_verdict.count(Verdict.WITHHOLD),
    }


def _packet(by: Actor, listing: Listing, kinds: Sequence[Kind], beside: Sequence[Told], language: str) -> bytes:
    request, now = listing.request, timezone.now()
    who = str(request.asked_by)
    with override(language):
        found = [(kind.source.key, kind.source.label, given(listing, kind)) for kind in kinds]
        copy = Copy(
            pupil=request.pupil, who=who, made_at=now, title=_("What is kept"),
            about=[_("This is the answer to your request. The letter beside it says what is left out, and why.")],
            kinds=[one for one in found if one[2]], beside=beside,
        )  # fmt: skip
        letter = AnswerLetter(request, by.name, timezone.localdate(now), held_back(kinds))
        answer = (_("answer.pdf"), pdf_of(letter, language))
    return zipped(copy, language, [answer])


def _open_again(request: AccessRequest, today: date) -> None:
    others = AccessRequest.objects.open().filter(pupil=request.pupil, asked_by=request.asked_by, role=request.role)
    if others.exists():
        raise RefusedError(_("The same person has asked again since. Answer that request."))
    request.state, request.ended_at = AccessRequest.State.OPEN, None
    request.due = request.due_at_first = rules.due(today)
    request.why_prolonged, request.prolonged_at, request.prolonged_by = "", None, None
    request.version += 1
    request.save()
