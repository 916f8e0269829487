"""A consent on paper, in the language of the family: a page to print, and a PDF to send."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.consents import standing, texts
from skoleporten.consents.models import Consent
from skoleporten.consents.texts import Words
from skoleporten.documents.letters.consent_form import ConsentForm
from skoleporten.documents.letters.letter import Contact
from skoleporten.documents.typesetting import pdf_of
from skoleporten.rules.toml_files import LANGUAGES
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.consents import presenters
from skoleporten.web.consents.presenters import Covered
from skoleporten.web.consents.visible import staff_read, visible_consent
from skoleporten.web.requests import ActingRequest


@staff_read
def paper(request: ActingRequest, public_id: str) -> HttpResponse:
    consent = _printed(request, public_id)
    language = _language(request)
    with override(language):
        context = {
            "consent": consent,
            "language": language,
            "words": texts.words_of(consent),
            "asked": presenters.covered(consent, request.today),
            "parties": _signers(request, consent),
            "trail": presenters.trail(consent, Crumb(_("On paper"))),
        }
        return render(request, "consents/paper.html", context)


@staff_read
def paper_file(request: ActingRequest, public_id: str) -> HttpResponse:
    """Made anew each time and kept nowhere: what somebody has signed is kept, when it comes back."""
    consent = _printed(request, public_id)
    language = _language(request)
    with override(language):
        words = texts.words_of(consent)
        form = ConsentForm(
            pupil=consent.pupil.full_name,
            asked=words.question,
            sections=tuple(_sections(consent, words, presenters.covered(consent, request.today))),
            givers=tuple(name for name, _is_pupil in _signers(request, consent)),
            valid_until=consent.valid_until,
            contact=Contact(request.actor.name, email=request.user.email),
            written_on=request.today,
            reference=f"{consent.purpose} {consent.text.version}",
        )
    answer = HttpResponse(pdf_of(form, language), content_type="application/pdf")
    asked_on = timezone.localdate(consent.asked_at)
    answer["Content-Disposition"] = f'attachment; filename="{asked_on}-{consent.public_id.hex[:6]}.pdf"'
    return answer


def _printed(request: ActingRequest, public_id: str) -> Consent:
    consent = visible_consent(request, public_id)
    pupils = [consent.pupil.public_id]
    read_log.shown(request, pupils, action="consents.printed", purpose=Purpose.FOLLOW_UP)
    return consent


def _language(request: ActingRequest) -> str:
    wished = request.GET.get("language", "")
    own = (get_language() or "nb")[:2]
    return next(one for one in (wished, own, "nb") if one in LANGUAGES)


def _signers(request: ActingRequest, consent: Consent) -> list[tuple[str, bool]]:
    """Each who must agree, and whether it is the pupil."""
    found = standing.of(consent, request.today)
    givers = [party.giver for party in found.parties]
    return [(str(one.guardian or consent.pupil.full_name), one.guardian is None) for one in givers]


def _sections(consent: Consent, words: Words, asked: Covered) -> Iterator[tuple[str, str]]:
    yield _("What is asked"), words.what
    if asked.scope:
        yield _("This may be shared") if consent.service else _("It covers"), asked.scope
    if asked.withheld:
        yield _("This is held back"), asked.withheld
    yield _("Who sees what"), words.who
    yield _("If you say no"), words.no
    yield _("If you change your mind"), words.withdraw
