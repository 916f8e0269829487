"""What a reader sees when there is nothing to see. The same page whether a row is missing or not theirs to see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from skoleporten.web.documents.drafts import back_to_form, keep_what_was_sent
from skoleporten.web.layout import navigation


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """It marks no place in the navigation: not even that may differ between what is hidden and what is not there."""
    places = navigation(request, path="")
    frame = {"navigation": places, "rare_places": [one for one in places if one.is_rare], "is_in_rare_place": False}
    return render(request, "mistakes/404.html", frame, status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "mistakes/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "mistakes/403.html", status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF check lands here; most often a form that lay open through a log-out. A long text is kept.

    What proves that the form is the writer's own is then the signed ticket in it, which only her own page had.
    """
    if page := keep_what_was_sent(request):
        return back_to_form(request, page)
    return render(request, "mistakes/403.html", status=403)


def too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "mistakes/429.html", status=429)


def our_fault(request: HttpRequest) -> HttpResponse:
    """Without the frame: the frame may be what failed."""
    return HttpResponse(render_to_string("mistakes/500.html"), status=500)
