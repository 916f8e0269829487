"""Answers to the statements, and what the lead sets up. No field of them takes free words but the statements' own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skoleporten.rules.climate import ANSWERS, Axis, Items
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.rules.wording import in_language
from skoleporten.web.schools.forms import DayField

SHIPPED, OWN = "shipped", "own"
MOST_LETTERS = 2000


class AnswersForm(forms.Form):
    """One question a statement, in the order of the set."""

    hide_need = True

    def __init__(self, *given: Any, items: Items, **fields: Any) -> None:
        super().__init__(*given, **fields)
        choices = [(str(points), in_language(words)) for points, words in enumerate(ANSWERS)]
        self.names = [f"statement_{number}" for number in range(len(items.all))]
        for name, item in zip(self.names, items.all, strict=True):
            self.fields[name] = forms.TypedChoiceField(
                label=in_language(item.text), choices=choices, coerce=int, widget=forms.RadioSelect,
                error_messages={"required": _("Choose one of the five.")},
            )  # fmt: skip

    @property
    def answers(self) -> list[int]:
        return [self.cleaned_data[name] for name in self.names]


class AloneForm(AnswersForm):
    """`pulse`: the one that the statements on the page are of."""

    pulse = forms.UUIDField(widget=forms.HiddenInput)


class TogetherForm(OnceForm, AnswersForm):
    pass


class OpenForm(OnceForm):
    answer_by = DayField(
        label=_("Until which day may one answer?"), required=False,
        help_text=_("It is shown on the page. It is closed when you close it."),
    )  # fmt: skip


class CloseForm(forms.Form):
    pulse = forms.UUIDField(widget=forms.HiddenInput)


class StatementsForm(forms.Form):
    seen_version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)
    which = forms.ChoiceField(
        label=_("Which statements do you use?"), widget=forms.RadioSelect,
        choices=[(SHIPPED, _("Those that come with the product")), (OWN, _("Our own"))],
    )  # fmt: skip
    safety = forms.CharField(
        label=_("Psychological safety in the group"), required=False, max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("Three to six, one on each line. Begin a line with - where to agree points the other way."),
    )  # fmt: skip
    openness = forms.CharField(
        label=_("How you meet disagreement"), required=False, max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}), help_text=_("In the same way."),
    )  # fmt: skip

    @property
    def lines(self) -> dict[Axis, str]:
        return {axis: self.cleaned_data[axis.value] for axis in Axis}
