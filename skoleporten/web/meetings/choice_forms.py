"""The questions of a rhythm: of a day off or a planning day, and of the turn of a year with a week 53."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.rules.rhythm import Answer
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.meetings.forms import NO_NAMES
from skoleporten.web.schools.forms import DayField


class _ChoiceForm(OnceForm):
    answer = forms.ChoiceField(label=_("What do you choose?"), widget=forms.RadioSelect)
    own_date = DayField(label=_("The other date"), required=False)
    why = forms.CharField(label=_("Why, if it needs saying"), max_length=300, required=False, help_text=NO_NAMES)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("answer") == Answer.OWN_DATE and "own_date" in values and values["own_date"] is None:
            self.add_error("own_date", _("Give the date."))
        return values

    def _answers(self, answers: list[tuple[str, Any]]) -> None:
        self.fields["answer"].choices = answers  # type: ignore[attr-defined]


class DayChoiceForm(_ChoiceForm):
    def __init__(self, *given: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self._answers(
            [
                (Answer.SKIP.value, _("No meeting this time")),
                (Answer.HOLD.value, _("Hold it that day")),
                (Answer.OWN_DATE.value, _("Another date")),
            ]
        )


class TurnChoiceForm(_ChoiceForm):
    """`keep`: which weeks; `leads_to`: the dates of each answer in words; `between`: where an own date may lie."""

    def __init__(self, *given: Any, keep: str, leads_to: Mapping[Answer, str], between: str, **fields: Any) -> None:
        super().__init__(*given, **fields)
        parity, second = leads_to[Answer.KEEP_PARITY], leads_to[Answer.KEEP_EVERY_SECOND]
        every_second = gettext("Keep every second week")
        self._answers(
            [
                (Answer.KEEP_PARITY.value, f"{keep}: {parity}"),
                (Answer.KEEP_EVERY_SECOND.value, f"{every_second}: {second}"),
                (Answer.OWN_DATE.value, between),
            ]
        )
