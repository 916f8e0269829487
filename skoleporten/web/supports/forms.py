"""What the staff write: a line that a pupil has said, an answer to a wish to talk, and a text for the class."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skoleporten.rules.supports import LONGEST_CLASS_TEXT, LONGEST_ITEM, Kind, Says
from skoleporten.supports.class_texts import LONGEST_ANSWER
from skoleporten.supports.lists import Said
from skoleporten.supports.talks import LONGEST
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.supports.words import READERS

CHOOSE = {"required": _("Choose one.")}


def text_field(rows: int, most: int, **given: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), max_length=most, **given)


class LineForPupilForm(OnceForm):
    kind = forms.ChoiceField(
        label=_("What is it about?"),
        widget=forms.RadioSelect,
        choices=[(Kind.HELPS.value, _("What helps")), (Kind.HARD.value, _("What makes it hard"))],
        error_messages=CHOOSE,
    )
    words = text_field(
        2, LONGEST_ITEM, label=_("As the pupil said it"),
        help_text=_("The pupil sees who wrote it down, and may change it."),
    )  # fmt: skip
    readers = forms.MultipleChoiceField(
        label=_("Who else may read it?"),
        choices=lambda: list(READERS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ask the pupil. Without an answer: nobody else."),
    )

    @property
    def said(self) -> Said:
        return Said(self.cleaned_data["words"], frozenset(self.cleaned_data["readers"]))


class TalkAnswerForm(forms.Form):
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    words = text_field(
        3, LONGEST, label=_("Your answer to the pupil"),
        help_text=_("When and where you talk. The pupil reads it at once."),
    )  # fmt: skip


class ClassTextForm(OnceForm):
    words = text_field(
        4, LONGEST_CLASS_TEXT, label=_("What may the class know?"),
        help_text=_("In words that the class hears. No reasons, no illness, nobody else’s name."),
    )  # fmt: skip
    who_tells = forms.CharField(
        label=_("Who says it, and when?"), max_length=160, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )


class AnswerForForm(OnceForm):
    """An answer that was given to somebody here, and not on one's own page."""

    who = forms.ChoiceField(label=_("Who has answered?"), widget=forms.RadioSelect, error_messages=CHOOSE)
    says = forms.ChoiceField(
        label=_("What was said?"),
        widget=forms.RadioSelect,
        choices=[
            (Says.YES.value, _("Yes")),
            (Says.NOT_THIS.value, _("No, not like this")),
            (Says.TAKES_BACK.value, _("Takes back an earlier yes")),
        ],
        error_messages=CHOOSE,
    )
    answer_words = text_field(2, LONGEST_ANSWER, label=_("In whose own words"), required=False)

    def __init__(self, *given: Any, people: Sequence[tuple[str, str]], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.fields["who"].choices = list(people)  # type: ignore[attr-defined]
