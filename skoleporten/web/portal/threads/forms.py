"""What somebody in a family writes to the team: on which matter, in own words, and who may read along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skoleporten.people.models import Guardian
from skoleporten.threads.models import MATTERS
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.threads.forms import AnswerForm, message_field

GUARDIAN = "guardian"


def key_of(guardian: Guardian) -> str:
    return f"{GUARDIAN}:{guardian.public_id}"


__all__ = ["AnswerForm", "NewForm", "ReadersForm"]


class ReadersForm(forms.Form):
    """`others` are the codes and words of those whom this person may let read along; a pupil names her `guardians`."""

    read_along = forms.MultipleChoiceField(
        label=_("Who else may read it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You need not choose anybody. You can change it later."),
    )

    def __init__(
        self, *given: Any, others: Sequence[tuple[str, Any]] = (), guardians: Sequence[Guardian] = (), **fields: Any
    ) -> None:
        super().__init__(*given, **fields)
        self.guardians = {key_of(one): one for one in guardians}
        choices = [*((key, str(one)) for key, one in self.guardians.items()), *others]
        self.fields["read_along"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["read_along"]

    @property
    def readers(self) -> list[Guardian]:
        """Those named one by one."""
        return [one for key, one in self.guardians.items() if key in self._marked]

    @property
    def chosen(self) -> frozenset[str]:
        others = frozenset(self._marked) - set(self.guardians)
        return others | {GUARDIAN} if self.readers else others

    @property
    def _marked(self) -> list[str]:
        marked: list[str] = self.cleaned_data.get("read_along", [])
        return marked


class NewForm(ReadersForm, OnceForm):
    """Nobody is chosen beforehand: the adults at Skoleporten always read it, and nobody else does."""

    field_order = ("matter", "heading", "text", "read_along")

    matter = forms.ChoiceField(
        label=_("What is the message about?"), choices=MATTERS, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )  # fmt: skip
    heading = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=80,
        help_text=_("So that you find it again."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    text = message_field(
        rows=8, label=_("What do you want to say?"), help_text=_("Words only: no files can be sent here.")
    )
