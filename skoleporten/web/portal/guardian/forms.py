"""What a guardian or a pupil writes about a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skoleporten.agendas.models import MOST_OF_WORDS
from skoleporten.meetings.models import Meeting
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.words import day

ANY = ""


class WishForm(OnceForm):
    """`meetings` are those ahead that the writer is told of; without any there is nothing to choose."""

    words = forms.CharField(
        label=_("What do you want us to talk about?"),
        max_length=MOST_OF_WORDS,
        error_messages={"required": _("Write what you want to talk about.")},
        help_text=_("A few words are enough. You need not explain why."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    meeting = forms.ChoiceField(label=_("In which meeting?"), required=False)

    def __init__(self, *given: Any, meetings: Sequence[Meeting], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self._meetings = {str(one.public_id): one for one in meetings}
        ahead = [(key, f"{one.name}, {day(one.date)}") for key, one in self._meetings.items()]
        self.fields["meeting"].choices = [(ANY, _("The next one that fits")), *ahead]  # type: ignore[attr-defined]
        if not ahead:
            del self.fields["meeting"]

    @property
    def chosen(self) -> Meeting | None:
        return self._meetings.get(self.cleaned_data.get("meeting", ANY))
