"""What somebody decides about one thing that is kept, and what she writes to whoever asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skoleporten.access import languages
from skoleporten.access_requests.choosing import MOST_OF_A_REASON, Chosen
from skoleporten.access_requests.items import Item
from skoleporten.access_requests.models import Objection
from skoleporten.rules.access_request_words import BASES, VERDICTS
from skoleporten.rules.access_requests import Basis, Verdict
from skoleporten.web.schools.forms import DayField

MOST_LETTERS = 20_000
WRITE = {"required": _("Write a few words.")}


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class ChoiceForm(forms.Form):
    """`item` with its parts; a part that is emptied is left out of what is given."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        label=_("What is done with it?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is done with it.")},
    )  # fmt: skip
    basis = forms.ChoiceField(
        label=_("What does it rest on in law?"), required=False, widget=forms.RadioSelect,
        help_text=_("Not needed for what is given as it is."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why?"), required=False, max_length=MOST_OF_A_REASON, widget=_area(3),
        help_text=_("Whoever asked reads it. Name nobody, and tell nothing of what is held back."),
    )  # fmt: skip

    def __init__(self, *given: Any, item: Item, may_give: bool, masked: dict[str, str], **fields: Any) -> None:
        super().__init__(*given, **fields)
        verdicts = list(Verdict) if may_give else [Verdict.WITHHOLD]
        self._offer("verdict", [(one.value, languages.pick(VERDICTS[one])) for one in verdicts])
        self._offer("basis", [("", _("Nothing is held back")), *((b.value, languages.pick(BASES[b])) for b in Basis)])
        self.parts = {f"part_{number}": part for number, part in enumerate(item.parts)} if may_give else {}
        for name, part in self.parts.items():
            self.fields[name] = forms.CharField(
                label=part.label, required=False, widget=_area(1 + len(part.text) // 80), max_length=MOST_LETTERS * 5,
                initial=masked.get(part.name, ""),
            )  # fmt: skip

    @property
    def chosen(self) -> Chosen:
        values = self.cleaned_data
        basis = Basis(values["basis"]) if values["basis"] else None
        shown = {part.name: values[name] for name, part in self.parts.items()}
        return Chosen(Verdict(values["verdict"]), basis, values["reason"], shown)

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class ProlongForm(forms.Form):
    until = DayField(label=_("Until which day?"), error_messages={"required": _("Choose a date.")})
    why = forms.CharField(
        label=_("Why does it take longer?"), max_length=1000, widget=_area(3), error_messages=WRITE,
        help_text=_("Whoever asked reads it."),
    )  # fmt: skip


class ComplaintAnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What do you find?"), choices=Objection.Outcome.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you find.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("Why?"), max_length=MOST_LETTERS, widget=_area(5), error_messages=WRITE,
        help_text=_("Whoever complained reads it."),
    )  # fmt: skip
