"""Forms of a municipality's own questions: in the talk, in the school's account, in its referral, and choosing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.rules.questions import Kind, Question
from skoleporten.web.intake.forms import SchoolForm
from skoleporten.web.intake.talk_forms import MOST_LETTERS, WrittenForm
from skoleporten.web.rules.wording import in_language
from skoleporten.web.schools.forms import DayField


class QuestionsForm(WrittenForm):
    """A municipality's own questions. The field's name is the question's id with a mark before it."""

    def __init__(self, *given: Any, questions: Sequence[Question], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.questions = questions
        for question in questions:
            self.fields[f"own-{question.id}"] = field_of(question)

    @property
    def answers(self) -> dict[str, str]:
        return {one.id: _as_text(self.cleaned_data.get(f"own-{one.id}")) for one in self.questions}


class SchoolsAccountForm(QuestionsForm):
    """What the school tells of the pupil, in its own words, and the municipality's questions to it."""

    seen_answers = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0, max_value=10**6)
    words = forms.CharField(
        label=_("What does the school see?"),
        help_text=_("What goes well, what is hard and since when, what you have tried, and what you hope for."),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        error_messages={"required": _("Write a few words.")},
    )

    def __init__(self, *given: Any, kept: Mapping[str, str], **fields: Any) -> None:
        """`kept`: what was answered before and is not shown again, by question id. Left empty it stands."""
        super().__init__(*given, **fields)
        self.kept = kept
        for question in kept:
            if field := self.fields.get(f"own-{question}"):
                field.required = False
                field.help_text = _("You have answered this. Leave it empty to keep your answer.")

    @property
    def answers(self) -> dict[str, str]:
        return {question: value or self.kept.get(question, "") for question, value in super().answers.items()}


class SchoolsReferralForm(QuestionsForm, SchoolForm):
    """The school's referral with the municipality's own questions after ours."""


class SetUpForm(forms.Form):
    file = forms.FileField(label=_("File with the questions (TOML)"), required=False)
    text = forms.CharField(
        label=_("Or write them here"), required=False, widget=forms.Textarea(attrs={"rows": 16}), max_length=200_000
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not values.get("file") and not values.get("text"):
            self.add_error("file", gettext("Choose a file, or write the questions."))
        return values

    @property
    def questions(self) -> str:
        """Raises UnicodeDecodeError for a file that is no text."""
        file = self.cleaned_data.get("file")
        return file.read().decode("utf-8-sig") if file else str(self.cleaned_data["text"])


def field_of(question: Question) -> forms.Field:
    """rules/questions.py checks the answer itself; the field only helps to write it."""
    told: dict[str, Any] = {"label": in_language(question.text), "required": question.is_required}
    match question.kind:
        case Kind.CHOICE:
            choices = [(one.id, in_language(one.text)) for one in question.choices]
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **told)
        case Kind.DATE:
            return DayField(**told)
        case Kind.NUMBER:
            return forms.IntegerField(min_value=question.least, max_value=question.most, **told)
        case _:
            widget = forms.Textarea(attrs={"rows": 4, "dir": "auto"})
            return forms.CharField(max_length=20_000, widget=widget, **told)


def _as_text(value: Any) -> str:
    return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
