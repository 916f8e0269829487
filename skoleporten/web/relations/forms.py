from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from skoleporten.people.models import Guardianship
from skoleporten.web.schools.forms import DayField, SpanForm


class RightForm(forms.Form):
    decides = forms.ChoiceField(label=_("Right to decide"), choices=Guardianship.Decides.choices)
    source = forms.CharField(
        label=_("Source"),
        max_length=64,
        help_text=_("For instance the population register, or a decision with its date."),
    )


class BarForm(SpanForm):
    first_name, last_name = "first", "last"

    first = DayField(label=_("Barred from"))
    last = DayField(label=_("Barred to"), required=False, help_text=_("Empty while it lasts."))
    barred_source = forms.CharField(
        label=_("Decided by, and why"), max_length=200, help_text=_("For instance a court, with the date.")
    )
