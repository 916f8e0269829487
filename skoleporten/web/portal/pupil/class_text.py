"""What the class may know: the text as it is proposed or agreed, and the answer of whoever must agree to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.people.models import Guardian, Pupil
from skoleporten.rules.supports import PUPIL, Says, Standing
from skoleporten.supports import class_texts
from skoleporten.supports.class_texts import Asked
from skoleporten.supports.models import ClassText
from skoleporten.supports.queries import agreed_text, newest_text
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.form_saving import Outcome, try_to_save
from skoleporten.web.portal.frame import Child, family_writes, open_child, show
from skoleporten.web.portal.pupil.forms import ClassAnswerForm
from skoleporten.web.portal.safety import Safety, safety
from skoleporten.web.requests import ActingRequest

HERE = "class"
SAYS = {
    Says.YES: gettext_lazy("Yes, this may be said"),
    Says.NOT_THIS: gettext_lazy("No, not like this"),
    Says.TAKES_BACK: gettext_lazy("I take back my yes"),
}


@dataclass(frozen=True)
class TextInWords:
    """`own` is what the reader has said; `others` says only whether anybody else is still to answer."""

    text: ClassText
    words: str
    is_agreed: bool
    own: str
    others: str


@family_writes
def page(request: ActingRequest, child: str) -> HttpResponse:
    mine = open_child(request, child)
    purpose = purpose_of(request.actor.role)
    text = newest_text(request.actor, purpose, request.today, mine.pupil)
    asked = class_texts.asked_of(_with(text, mine.pupil), request.today) if text else []
    own = _own(request, mine, asked)
    form = _form(request, mine, text, own) if text and own else None
    outcome = Outcome()
    if request.method == "POST":
        if form is None or text is None or own is None:
            raise Http404
        if form.is_valid():
            outcome = try_to_save(form, lambda: _save(request, text, own, form))
    if outcome.is_saved:
        messages.success(request, _("Your answer is written down."))
        return redirect("my_class_text", child=mine.pupil.public_id)
    agreed = agreed_text(request.actor, purpose, request.today, mine.pupil)
    context = {
        "shown": _in_words(text, own, asked) if text else None,
        "stands_now": agreed.words if agreed and text and agreed.pk != text.pk else "",
        "form": form,
        "safety": _safety(request),
    }
    return show(request, mine, HERE, "portal/pupil/class_text.html", context, action="portal.class_text_read")


def _with(text: ClassText, pupil: Pupil) -> ClassText:
    text.pupil = pupil
    return text


def _own(request: ActingRequest, mine: Child, asked: Sequence[Asked]) -> Asked | None:
    """None for a guardian who is not asked: from the age of own right the pupil decides alone."""
    key = PUPIL
    if request.actor.role == Role.GUARDIAN:
        guardian = Guardian.objects.filter(user=request.actor.user_id).first()
        key = str(guardian.public_id) if guardian else ""
    return next((one for one in asked if one.key == key and one.giver), None)


def _form(request: ActingRequest, mine: Child, text: ClassText, own: Asked) -> ClassAnswerForm:
    offered = (Says.TAKES_BACK,) if own.says == Says.YES else (Says.YES, Says.NOT_THIS)
    label = _("Do you want to change your answer?") if own.says == Says.YES else _("May this be said to the class?")
    about = _("Do you want to say more?") if mine.is_self else _("Do you want to add something?")
    choices = [(one.value, SAYS[one]) for one in offered]
    return drafted(
        request, ClassAnswerForm, "portal.class_text", text.public_id, choices=choices, label=label, about=about
    )


def _save(request: ActingRequest, text: ClassText, own: Asked, form: ClassAnswerForm) -> Any:
    given = form.cleaned_data
    return class_texts.answer(
        by=request.actor, text=text, key=own.key, says=Says(given["says"]), words=given["words"],
        client_id=given["client_id"],
    )  # fmt: skip


def _in_words(text: ClassText, own: Asked | None, asked: Sequence[Asked]) -> TextInWords:
    waiting = any(one.says is None for one in asked if one is not own)
    is_agreed = text.standing == Standing.AGREED
    others = _("Somebody else is still to answer.") if waiting and not is_agreed else ""
    said = str(SAYS[own.says]) if own and own.says else ""
    return TextInWords(text, text.words, is_agreed, said, others)


def _safety(request: ActingRequest) -> Safety:
    who = _("Only the adults at Skoleporten read what you write here. It is not said to the class.")
    return safety(request.actor.role, who=who)
