"""What the family of a case waits for from the team, each with the way there; what the pupil asks for has a panel."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.access.gate import Purpose
from skoleporten.access_requests import queries as access_requests
from skoleporten.agendas.models import Wish
from skoleporten.agendas.wishes import page_for_team as page_of_wish
from skoleporten.cases.models import Case
from skoleporten.on_call.queries import open_calls
from skoleporten.surveys import queries as surveys
from skoleporten.threads import queries as threads
from skoleporten.voices import queries as voices
from skoleporten.web import words
from skoleporten.web.requests import ActingRequest
from skoleporten.web.threads.presenters import state_to_team, title_of


def from_the_family(request: ActingRequest, case: Case) -> Iterator[tuple[str, str]]:
    """Who needs somebody now, then what has a promised day, then the rest: as on the start page."""
    for kind in (_calls, _messages, _own_words, _answers, _wishes, _asked_for_all):
        yield from kind(request, case)


def _calls(request: ActingRequest, case: Case) -> Iterator[tuple[str, str]]:
    for call in open_calls(request.actor, request.today).filter(pupil=case.pupil_id, taken_at__isnull=True):
        text = _("Somebody has asked for an adult, and nobody has answered yet")
        yield text, reverse("call_for_adult", args=[call.public_id])


def _messages(request: ActingRequest, case: Case) -> Iterator[tuple[str, str]]:
    rows = threads.waits_for_team(request.actor, request.today).filter(pupil=case.pupil_id)
    for thread in rows.order_by("answer_by", "pk"):
        told = f"{title_of(thread)}. {state_to_team(thread, request.today)}"
        yield f"{_('The family waits for an answer')}: {told}", reverse("thread", args=[thread.public_id])


def _own_words(request: ActingRequest, case: Case) -> Iterator[tuple[str, str]]:
    found = list(voices.to_read(request.actor, request.today).filter(pupil=case.pupil_id))
    if found:
        text = _("Own words to read: %(count)s") % {"count": len(found)}
        yield text, reverse("voice", args=[found[0].public_id])


def _answers(request: ActingRequest, case: Case) -> Iterator[tuple[str, str]]:
    found = list(surveys.to_read(request.actor, request.today).filter(pupil=case.pupil_id))
    text = ngettext("%(count)s answer from a family to read", "%(count)s answers from families to read", len(found))
    if found:
        yield text % {"count": len(found)}, reverse("survey", args=[found[0].public_id])


def _wishes(request: ActingRequest, case: Case) -> Iterator[tuple[str, str]]:
    visible = Wish.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).waiting()
    found = list(visible.filter(pupil=case.pupil_id).select_related("meeting").order_by("written_at", "pk"))
    text = ngettext(
        "%(count)s thing that a family wants to talk about", "%(count)s things that families want to talk about",
        len(found),
    )  # fmt: skip
    if found:
        yield text % {"count": len(found)}, page_of_wish(found[0])


def _asked_for_all(request: ActingRequest, case: Case) -> Iterator[tuple[str, str]]:
    for asked in access_requests.to_answer(request.actor, request.today).filter(pupil=case.pupil_id):
        text = ngettext(
            "%(count)s request for what is kept to answer, due %(day)s",
            "%(count)s requests for what is kept to answer, the first due %(day)s",
            1,
        )
        yield text % {"count": 1, "day": words.day(asked.due)}, reverse("access_request", args=[asked.public_id])
