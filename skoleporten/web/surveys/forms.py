"""Which questions, and to whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skoleporten.people.models import Guardian
from skoleporten.rules.surveys import Form, Receiver, shipped_forms
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.surveys import words

TO_PUPIL = "pupil"


class AskForm(OnceForm):
    """`guardians` and the pupil's name (empty without a log-in) are those who can be asked today."""

    field_order = ("receiver", "form_id")

    receiver = forms.ChoiceField(
        label=_("Who is asked?"), widget=forms.RadioSelect, error_messages={"required": _("Choose who is asked.")}
    )
    form_id = forms.ChoiceField(
        label=_("Which questions?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which questions.")},
    )

    def __init__(self, *given: Any, guardians: Sequence[Guardian], pupil: str, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.guardians = {str(one.public_id): one for one in guardians}
        people = [(TO_PUPIL, pupil)] if pupil else []
        people += [(key, str(one)) for key, one in self.guardians.items()]
        kinds = {Receiver.PUPIL} if pupil else set()
        kinds |= {Receiver.GUARDIAN} if guardians else set()
        asked = [form for form in shipped_forms().values() if form.receiver in kinds]
        self.fields["receiver"].choices = people  # type: ignore[attr-defined]
        self.fields["form_id"].choices = [(form.id, _name(form)) for form in asked]  # type: ignore[attr-defined]

    @property
    def guardian(self) -> Guardian | None:
        return self.guardians.get(self.cleaned_data["receiver"])


def _name(form: Form) -> str:
    to = _("to the pupil") if form.receiver == Receiver.PUPIL else _("to a guardian")
    return f"{words.name_of(form)} ({to})"
