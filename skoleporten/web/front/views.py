"""The open page, as families and pupils meet it. Nobody signs in, nothing is asked for and no cookie is set."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import translation
from django.views.decorators.gzip import gzip_page

from skoleporten.front import catalogues
from skoleporten.front.models import Picture
from skoleporten.rules.open_page import Catalogue
from skoleporten.web.front.presenters import page_in
from skoleporten.web.policy import public

FALLBACK = "nb"
FOUND_BY_ALL = "index, follow"


@gzip_page
@public(reason="Families and pupils read it without signing in.")
def welcome(request: HttpRequest) -> HttpResponse:
    """In the language that was chosen on some page of ours before, else bokmål."""
    languages = catalogues.languages()
    return _shown(request, languages, languages.get(translation.get_language() or "", languages[FALLBACK]))


@gzip_page
@public(reason="Families and pupils read it without signing in; the language stands in the address, so no cookie is.")
def welcome_in(request: HttpRequest, language: str) -> HttpResponse:
    languages = catalogues.languages()
    if language not in languages:
        raise Http404
    return _shown(request, languages, languages[language])


@public(reason="A picture of the open page. One that is not published, or not any more, does not exist.")
def picture(request: HttpRequest, picture: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Picture.objects.published().select_related("file"), public_id=picture)
    assert found.file is not None  # the published ones have one
    return HttpResponse(found.file.content, content_type="image/webp")


def _shown(request: HttpRequest, languages: dict[str, Catalogue], catalogue: Catalogue) -> HttpResponse:
    with translation.override(catalogue.code if translation.check_for_language(catalogue.code) else FALLBACK):
        response = render(request, "front/welcome.html", page_in(request, languages, catalogue))
    response.headers["X-Robots-Tag"] = FOUND_BY_ALL
    response.headers["Content-Language"] = catalogue.code
    return response
