"""What the staff write down of an answer: on paper, withdrawn, taken back; and who sees a pupil by it."""

from __future__ import annotations

from collections.abc import Callable

from django.forms import Form
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.consents import actions, sharing, standing
from skoleporten.consents.models import Consent
from skoleporten.documents.attachment_kinds import read_to_the_limit
from skoleporten.web.consents.forms import SpecialistForm
from skoleporten.web.consents.views import MAY_NAME, consent_page, paper_form, specialists
from skoleporten.web.consents.visible import staff_write, visible_consent
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import is_saved, tell

may_name = policy(roles=MAY_NAME, purpose=Purpose.FOLLOW_UP, writes=True)


@staff_write
@require_POST
def record_paper(request: ActingRequest, public_id: str) -> HttpResponse:
    """Sent twice, the second finds nobody left to answer, and shows the page as it then is."""
    consent = visible_consent(request, public_id)
    form = paper_form(consent, standing.of(consent, request.today), request.POST, request.FILES)
    if form is None:
        return _back(consent)

    def save() -> None:
        values = dict(form.cleaned_data)
        key, file = values.pop("giver"), values.pop("scan")
        scan = actions.Scan(file.name, read_to_the_limit(file)) if file else None
        actions.record_paper(
            by=request.actor, consent=consent, giver_key=key, today=request.today, **values | {"scan": scan}
        )

    return _saved(request, consent, form, "paper_form", save, _("The answer is recorded."))


@staff_write
@require_POST
def withdraw(request: ActingRequest, public_id: str, answer: str) -> HttpResponse:
    consent = visible_consent(request, public_id)
    found = consent.answers.select_related("guardian", "consent").filter(public_id=answer).first()
    if found is None:
        raise Http404
    return _done(
        request,
        consent,
        lambda: actions.withdraw(by=request.actor, answer=found, today=request.today),
        _("The consent is withdrawn. It counts from now on."),
    )


@staff_write
@require_POST
def take_back(request: ActingRequest, public_id: str) -> HttpResponse:
    consent = visible_consent(request, public_id)
    return _done(
        request,
        consent,
        lambda: actions.take_back(by=request.actor, consent=consent, today=request.today),
        _("The question is taken back."),
    )


@may_name
@require_POST
def name_specialist(request: ActingRequest, public_id: str) -> HttpResponse:
    consent = visible_consent(request, public_id)
    form = SpecialistForm(request.POST, users=specialists(request))

    def save() -> None:
        user = form.cleaned_data["user"]
        sharing.name_by_consent(by=request.actor, consent=consent, user=user, today=request.today)

    return _saved(request, consent, form, "specialist_form", save, _("The specialist can see the pupil from now on."))


@may_name
@require_POST
def end_specialist(request: ActingRequest, public_id: str, member: str) -> HttpResponse:
    consent = visible_consent(request, public_id)
    found = consent.sharings.filter(member__public_id=member).select_related("member__user").first()
    if found is None:
        raise Http404
    return _done(
        request,
        consent,
        lambda: sharing.end_membership(by=request.actor, consent=consent, member=found.member),
        _("The specialist no longer sees the pupil."),
    )


def _saved(
    request: ActingRequest, consent: Consent, form: Form, name: str, save: Callable[[], None], done: str
) -> HttpResponse:
    """A mistake shows the page again with the form as it was filled in."""
    if is_saved(request, form, save, done):
        return _back(consent)
    return consent_page(request, consent, {name: form})


def _done(request: ActingRequest, consent: Consent, save: Callable[[], None], done: str) -> HttpResponse:
    tell(request, save, done)
    return _back(consent)


def _back(consent: Consent) -> HttpResponse:
    return HttpResponseRedirect(reverse("consent", args=[consent.public_id]))
