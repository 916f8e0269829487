"""Letting a guardian read what a pupil kept to the adults here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skoleporten.people.models import Guardian
from skoleporten.rules.voices import MayOpen
from skoleporten.web.intake.forms import OnceForm

MOST_LETTERS = 2000


class OpenForm(OnceForm):
    """Nobody is chosen beforehand. From 12 what the pupil said is asked for."""

    guardian = forms.ChoiceField(
        label=_("Which guardian?"), widget=forms.RadioSelect, error_messages={"required": _("Choose one.")}
    )
    pupils_view = forms.CharField(
        label=_("What did the pupil say when you asked?"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _("From the age of 12 the pupil is asked first. Write what the pupil said.")},
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("The pupil reads this, word by word. Write it to her or him."),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Say why. The pupil reads it.")},
    )

    def __init__(self, *given: Any, guardians: Sequence[Guardian], may: MayOpen, **more: Any) -> None:
        super().__init__(*given, **more)
        self.guardians = {str(one.public_id): one for one in guardians}
        choices = [(key, str(one)) for key, one in self.guardians.items()]
        self.fields["guardian"].choices = choices  # type: ignore[attr-defined]
        self.fields["pupils_view"].required = may is MayOpen.AFTER_ASKING

    @property
    def chosen(self) -> Guardian:
        return self.guardians[self.cleaned_data["guardian"]]
