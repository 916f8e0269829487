"""One question on a page: levels to choose among or room for words, and the choice not to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skoleporten.access import languages
from skoleporten.rules.surveys import Given, Kind, Question
from skoleporten.rules.surveys.answers import LONGEST_WORDS


class QuestionForm(forms.Form):
    """Neither is required here: what an answer may be stands in rules.surveys. One skips by a button of its own, so
    that «optional» beside the field would promise what "keep it" then refuses."""

    hide_need = True
    is_passed = forms.BooleanField(label=_("I would rather not say"), required=False)

    def __init__(self, data: Any, *, question: Question, before: Given | None) -> None:
        told = before or Given()
        super().__init__(data, initial={"level": told.level, "words": told.words, "is_passed": told.is_passed})
        name, field = _field(question)
        self.fields = {name: field, "is_passed": self.fields["is_passed"]}

    @property
    def given(self) -> Given:
        values = self.cleaned_data
        return Given(values.get("level"), values.get("words", ""), values["is_passed"])


class SendForm(forms.Form):
    """Not chosen beforehand."""

    may_count = forms.TypedChoiceField(
        label=_("May we count your answers when we find out if we do a good job?"),
        help_text=_("We count without names. Your own words are not counted. You can change it later."),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )


def _field(question: Question) -> tuple[str, forms.Field]:
    label = languages.pick(question.text)
    if question.kind is Kind.SCALE:
        levels = [(one.value, languages.pick(one.text)) for one in question.levels]
        field = forms.TypedChoiceField(
            label=label, choices=levels, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
        )
        return "level", field
    area = forms.Textarea(attrs={"rows": 5, "dir": "auto"})
    return "words", forms.CharField(label=label, required=False, max_length=LONGEST_WORDS, widget=area)
