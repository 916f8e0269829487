"""What a guardian or a pupil is asked: read, answered and withdrawn in one place."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.consents import actions, standing, texts
from skoleporten.consents.actions import own_giver
from skoleporten.consents.givers import THE_PUPIL
from skoleporten.consents.models import Answer, Consent
from skoleporten.consents.queries import waits_for
from skoleporten.consents.standing import Standing
from skoleporten.rules.errors import RefusedError
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.consents import presenters
from skoleporten.web.consents.forms import AnswerForm
from skoleporten.web.consents.visible import family_read, family_write, visible_consent
from skoleporten.web.requests import ActingRequest


@family_read
def mine(request: ActingRequest) -> HttpResponse:
    purpose = purpose_of(request.actor.role)
    found = Consent.objects.visible_to(request.actor, purpose, request.today)
    consents = list(found.with_what_a_row_needs())
    read_log.shown(request, {one.pupil.public_id for one in consents}, action="consents.listed", purpose=purpose)
    waits: list[presenters.ConsentRow] = []
    others: list[presenters.ConsentRow] = []
    for one in consents:
        row = presenters.row_of(one, "my_consent", request.today)
        (waits if waits_for(request.actor, one, request.today) else others).append(row)
    context = {"waits": waits, "others": others, "with_names": request.actor.role == Role.GUARDIAN}
    return render(request, "consents/mine.html", context)


@family_write
def one(request: ActingRequest, public_id: str) -> HttpResponse:
    consent = visible_consent(request, public_id)
    found = standing.of(consent, request.today)
    form = AnswerForm(request.POST or None, question=presenters.question_to(request.actor, consent))
    if request.method == "POST" and form.is_valid() and _is_answered(request, consent, form):
        return _back(consent)
    pupil, purpose = consent.pupil, purpose_of(request.actor.role)
    read_log.shown(request, [pupil.public_id], action="consents.opened", purpose=purpose)
    given = presenters.own_answer(request.actor, consent)
    context = {
        "consent": consent,
        "words": texts.words_of(consent),
        "asked": presenters.covered(consent, request.today, request.actor.user_id),
        "question": presenters.question_to(request.actor, consent),
        "state": presenters.state_in_words(consent, found),
        "color": presenters.COLORS.get(found.state, "neutral"),
        "form": form if waits_for(request.actor, consent, request.today) else None,
        "why_not": _why_not(request, consent, found),
        "given": given,
        "may_withdraw": _may_withdraw(consent, given),
        "answers": presenters.answers_for_family(request.actor, found),
        "is_in_force": found.is_in_force,
        "until": found.until or consent.valid_until,
        "with_names": request.actor.role == Role.GUARDIAN,
        "trail": [Crumb(_("Consents"), reverse("my_consents")), Crumb(texts.words_of(consent).title)],
    }
    return render(request, "consents/my_one.html", context)


@family_write
@require_POST
def withdraw(request: ActingRequest, public_id: str) -> HttpResponse:
    consent = visible_consent(request, public_id)
    given = presenters.own_answer(request.actor, consent)
    if given is not None:
        try:
            actions.withdraw(by=request.actor, answer=given, today=request.today)
            messages.success(request, _("Your consent is withdrawn. It counts from now on."))
        except RefusedError as error:
            messages.warning(request, str(error))
    return _back(consent)


def _is_answered(request: ActingRequest, consent: Consent, form: AnswerForm) -> bool:
    values = form.cleaned_data
    try:
        actions.answer(
            by=request.actor, consent=consent, says=values["says"], client_id=values["client_id"], today=request.today
        )
    except RefusedError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Thank you. Your answer is recorded."))
    return True


def _why_not(request: ActingRequest, consent: Consent, found: Standing) -> str:
    """To whom it is shown without being asked: the pupil who is too young, or the guardian of one who decides alone."""
    giver = own_giver(request.actor, consent.pupil, request.today)
    if giver is None or giver.key in found.must:
        return ""
    if giver == THE_PUPIL:
        return _("You are not asked to decide this yet. What you think still counts: tell an adult whom you trust.")
    return _("The pupil is old enough to decide this alone. You see it so that you know what is asked.")


def _may_withdraw(consent: Consent, given: Answer | None) -> bool:
    if given is None or consent.closed_at is not None:
        return False
    return given.says == Answer.Says.YES and given.withdrawn_at is None


def _back(consent: Consent) -> HttpResponse:
    return HttpResponseRedirect(reverse("my_consent", args=[consent.public_id]))
