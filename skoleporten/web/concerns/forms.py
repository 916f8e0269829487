"""What a person says when she acts on a concern. Short on purpose: health and family belong in no free text here."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from skoleporten.concerns.actions import NOT_BY_ACT
from skoleporten.concerns.models import Concern, ConcernStep

MOST_LETTERS = 300
STEPS = [(kind.value, kind.label) for kind in ConcernStep.Kind if kind not in NOT_BY_ACT]
NO_DETAILS = _("One or two sentences. Leave out health and family matters; they belong in the pupil's case file.")


class ActForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What was done?"),
        choices=STEPS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was done.")},
    )
    note = forms.CharField(
        label=_("In short"),
        required=False,
        max_length=MOST_LETTERS,
        help_text=NO_DETAILS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CloseForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("What is decided?"),
        choices=Concern.Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was decided.")},
    )
    reason = forms.CharField(
        label=_("Why can it be closed?"),
        max_length=MOST_LETTERS,
        help_text=NO_DETAILS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give the reason for closing.")},
    )


class OpenForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you want to follow up?"),
        max_length=MOST_LETTERS,
        help_text=NO_DETAILS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say briefly why you worry.")},
    )
