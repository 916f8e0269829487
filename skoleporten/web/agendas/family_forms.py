"""What the team writes to a family about a meeting: what it is told, and the answer to what it wished."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skoleporten.agendas.models import MOST_OF_WORDS
from skoleporten.meetings.models import Meeting
from skoleporten.web.agendas.forms import WRITE
from skoleporten.web.words import day

READERS = (("guardians", _("The guardians")), ("pupil", _("The pupil")))


def _words(**given: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    return forms.CharField(max_length=MOST_OF_WORDS, error_messages=WRITE, widget=widget, **given)


class TellForm(forms.Form):
    """`seen_version` 0: nobody was told of it yet."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    words = _words(
        label=_("What is the family told?"),
        help_text=_("Write it as you would say it to them. What stands on the agenda itself is not shown."),
    )
    readers = forms.MultipleChoiceField(
        label=_("Who is told?"),
        choices=READERS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose nobody, and it is taken away from their pages."),
    )


class PutUpForm(forms.Form):
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    meeting = forms.ChoiceField(label=_("On the agenda of which meeting?"))
    words = _words(
        label=_("As it stands on the agenda"),
        help_text=_("Everybody who sees the pupil and takes part in the meeting reads it."),
    )

    def __init__(self, *given: Any, meetings: Sequence[Meeting], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self._meetings = {str(one.public_id): one for one in meetings}
        choices = [(key, f"{one.name}, {day(one.date)}") for key, one in self._meetings.items()]
        self.fields["meeting"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Meeting:
        return self._meetings[self.cleaned_data["meeting"]]


class AnswerForm(forms.Form):
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    answer = _words(
        label=_("Your answer"),
        help_text=_("Whoever wrote it reads this, and nobody else in the family."),
    )
