"""What the team writes to somebody in a family, and who of the team has it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skoleporten.access.models import User
from skoleporten.people.models import Guardian
from skoleporten.threads.models import MATTERS
from skoleporten.threads.writing import LONGEST
from skoleporten.web.intake.forms import OnceForm

PUPIL = "pupil"


def message_field(rows: int = 6, **fields: Any) -> forms.CharField:
    """Words only, in any language and any direction of writing."""
    empty = {"required": _("Write something first.")}
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(max_length=LONGEST, widget=widget, error_messages=empty, **fields)


class AnswerForm(OnceForm):
    text = message_field(label=_("Write here"))


class ToFamilyForm(OnceForm):
    """`guardians` are those who see the child today; the pupil is there where she has a log-in."""

    to = forms.ChoiceField(
        label=_("To whom?"), widget=forms.RadioSelect, error_messages={"required": _("Choose whom you write to.")}
    )
    matter = forms.ChoiceField(
        label=_("What is the message about?"), choices=MATTERS, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )  # fmt: skip
    heading = forms.CharField(label=_("In a few words"), required=False, max_length=80)
    text = message_field(
        rows=8, label=_("Message"), help_text=_("Plain words. Only the one you write to, and the team, read it.")
    )

    def __init__(self, *given: Any, guardians: Iterable[Guardian], pupil: str, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.guardians = {str(one.public_id): one for one in guardians}
        choices = [(key, _("%(name)s (guardian)") % {"name": one}) for key, one in self.guardians.items()]
        self.fields["to"].choices = [*choices, *([(PUPIL, pupil)] if pupil else [])]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Guardian | None:
        """None is the pupil."""
        return self.guardians.get(self.cleaned_data["to"])


class AssignForm(forms.Form):
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    to = forms.ChoiceField(label=_("Who answers?"))

    def __init__(self, *given: Any, people: Iterable[User], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.people = {str(one.public_id): one for one in people}
        self.fields["to"].choices = [(key, str(one)) for key, one in self.people.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> User:
        return self.people[self.cleaned_data["to"]]
