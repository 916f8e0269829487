"""Asking for everything that is kept, complaining about the answer, and a pupil's yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skoleporten.access_requests.models import PupilAsked
from skoleporten.web.intake.forms import OnceForm

MOST_LETTERS = 20_000


def _words(**fields: Any) -> forms.CharField:
    return forms.CharField(max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}), **fields)


class AskForm(OnceForm):
    words = _words(
        label=_("Is there something you want to see most?"), required=False,
        help_text=_("You need not write anything. You get all that the law lets us give."),
    )  # fmt: skip


class ComplaintForm(OnceForm):
    words = _words(
        label=_("What do you think is wrong?"), error_messages={"required": _("Write a few words.")}
    )  # fmt: skip


class YesForm(forms.Form):
    """One answer for each thing that the pupil is asked about. A field bears the id of what it is about, so that an
    answer is never taken for one about another thing that has come to stand in its place.
    """

    def __init__(self, *given: Any, asked: Sequence[tuple[PupilAsked, str]], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.asked = {f"says_{row.public_id}": row for row, _label in asked}
        for (name, row), (_row, label) in zip(self.asked.items(), asked, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=label, choices=PupilAsked.Says.choices, widget=forms.RadioSelect, required=False,
                initial=row.says,
            )  # fmt: skip
            self.fields[f"seen_{name}"] = forms.IntegerField(widget=forms.HiddenInput, initial=row.version)

    def answers(self) -> list[tuple[PupilAsked, str, int]]:
        """Those that were answered now."""
        values = self.cleaned_data
        said = [(row, values[name], values[f"seen_{name}"]) for name, row in self.asked.items()]
        return [one for one in said if one[1]]
