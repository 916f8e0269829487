"""What whoever leads a meeting writes about its agenda."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.agendas.models import MOST_OF_WORDS
from skoleporten.agendas.queries import name_of
from skoleporten.intake.models import Intake
from skoleporten.rules.agenda import LONGEST
from skoleporten.web.intake.forms import OnceForm

WRITE = {"required": _("Write a few words.")}


def minutes_field(**fields: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(min_value=1, max_value=LONGEST, widget=widget, **fields)


class AddForm(OnceForm):
    about = forms.ChoiceField(label=_("Which pupil is it about?"), required=False)
    words = forms.CharField(
        label=_("What is to be talked about?"), max_length=MOST_OF_WORDS, error_messages=WRITE,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("Where no pupil is chosen, everybody who takes part reads it: write no child’s name."),
    )  # fmt: skip
    minutes = minutes_field(label=_("How many minutes?"), required=False)

    def __init__(self, *given: Any, intakes: Sequence[Intake], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.intakes = {str(one.public_id): one for one in intakes}
        nobody = [("", gettext("No pupil"))]
        named = sorted((name_of(one), key) for key, one in self.intakes.items())
        self.fields["about"].choices = nobody + [(key, name) for name, key in named]  # type: ignore[attr-defined]

    @property
    def intake(self) -> Intake | None:
        return self.intakes.get(self.cleaned_data["about"])


class SeenForm(forms.Form):
    """`seen_version`: the item as it stood on the page."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class MinutesForm(SeenForm):
    minutes = minutes_field(label=_("Minutes for this"))


class DropForm(SeenForm):
    why = forms.CharField(
        label=_("Why is it dropped?"), max_length=MOST_OF_WORDS, error_messages=WRITE,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )  # fmt: skip


class MoveForm(OnceForm):
    """The button says which item and which way: «up measure:<id>»."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
