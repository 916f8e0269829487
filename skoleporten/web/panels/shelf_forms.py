"""What stands on the knowledge shelf, and what is looked for there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.panels.models import Theme
from skoleporten.panels.shelf import Book
from skoleporten.rules.panels import words
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.judgement.forms import WRITE, choices_of, text_field
from skoleporten.web.panels.forms import CHOOSE, SeenForm
from skoleporten.web.panels.rows import (
    RowField,
    ThemesField,
    theme_label,
)


class BookForm(forms.Form):
    source = forms.CharField(
        label=_("Source"), max_length=300, error_messages=WRITE, help_text=_("Who wrote it, when, and its name.")
    )
    link = forms.URLField(label=_("Address of a page"), max_length=500, required=False, assume_scheme="https")
    claim = text_field(3, label=_("What is claimed?"), max_length=1000, help_text=_("In plain words, as one sentence."))
    strength = forms.ChoiceField(
        label=_("How much does it rest on?"), widget=forms.RadioSelect, error_messages=CHOOSE
    )  # fmt: skip
    objections = text_field(3, label=_("What speaks against it?"), required=False, max_length=4000)
    our_use = text_field(3, label=_("What do we use it for?"), required=False, max_length=4000)
    themes = ThemesField()

    def __init__(self, *given: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.fields["strength"].choices = choices_of(words.STRENGTHS)  # type: ignore[attr-defined]
        self.fields["themes"].offer()  # type: ignore[attr-defined]

    @property
    def book(self) -> Book:
        plain = ("source", "link", "claim", "strength", "objections", "our_use")
        return Book(**{name: self.cleaned_data[name] for name in plain}, themes=list(self.cleaned_data["themes"]))


class NewBookForm(BookForm, OnceForm):
    pass


class ChangeBookForm(BookForm, SeenForm):
    pass


class ShelfFilter(forms.Form):
    words = forms.CharField(label=_("Words"), required=False, max_length=100)
    strength = forms.ChoiceField(label=_("How strong"), required=False)
    theme = RowField(Theme, theme_label, label=_("Theme"), required=False, empty_label=_("Every theme"))

    def __init__(self, *given: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        every = [("", gettext("Every strength")), *choices_of(words.STRENGTHS)]
        self.fields["strength"].choices = every  # type: ignore[attr-defined]
        self.fields["theme"].queryset = Theme.objects.in_use()  # type: ignore[attr-defined]
