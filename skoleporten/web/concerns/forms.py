"""What a person says when she acts on a concern. Short on purpose: health and family belong in no free text here."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.concerns.actions import NOT_BY_ACT
from skoleporten.concerns.measures import Evaluation, Information
from skoleporten.concerns.models import Concern, ConcernStep
from skoleporten.people.contacts import Contact
from skoleporten.people.models import Guardian
from skoleporten.web.schools.forms import DayField

MOST_LETTERS = 300
# What is written down with more than a note, on a page of its own.
HAVE_A_PAGE = {ConcernStep.Kind.HOME_CONTACTED, ConcernStep.Kind.MEASURE, ConcernStep.Kind.EVALUATION}
STEPS = [(kind.value, kind.label) for kind in ConcernStep.Kind if kind not in NOT_BY_ACT | HAVE_A_PAGE]
NO_DETAILS = _("One or two sentences. Leave out health and family matters; they belong in the pupil's case file.")
PUPIL, SOMEBODY_ELSE = "pupil", "other"


class TimeField(forms.DateTimeField):
    """The browser's own field for a day and a time."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class OnceForm(forms.Form):
    """Made with an id of its own, so that the same form sent twice is written once."""

    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("client_id", uuid.uuid4())


def note_field(label: Any, most: int = MOST_LETTERS, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, help_text=NO_DETAILS, widget=forms.Textarea(attrs={"rows": 3}), **options
    )


class ActForm(OnceForm):
    kind = forms.ChoiceField(
        label=_("What was done?"),
        choices=STEPS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was done.")},
    )
    note = note_field(_("In short"), 1000, required=False)
    at = TimeField(label=_("When"), required=False, help_text=_("Leave it empty if it was just now."))


class ContactForm(OnceForm):
    """One click on a result sends it: all else is filled in already."""

    whom = forms.ChoiceField(label=_("With whom?"))
    to_whom = forms.CharField(label=_("Who, if somebody else"), required=False, max_length=120)
    how = forms.ChoiceField(label=_("How?"), choices=ConcernStep.How.choices)
    at = TimeField(label=_("When"))
    note = forms.CharField(label=_("In short"), required=False, max_length=MOST_LETTERS)
    result = forms.ChoiceField(
        label=_("Result"),
        choices=ConcernStep.Result.choices,
        error_messages={"required": _("Choose how it went.")},
        required=True,
    )

    def __init__(self, *args: Any, contacts: Sequence[Contact], **options: Any) -> None:
        super().__init__(*args, **options)
        self._guardians = {str(contact.guardian.public_id): contact.guardian for contact in contacts}
        named = [(str(contact.guardian.public_id), _named(contact)) for contact in contacts]
        choices = [*named, (PUPIL, gettext("The pupil")), (SOMEBODY_ELSE, gettext("Somebody else at home"))]
        self.fields["whom"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("at", timezone.localtime().replace(second=0, microsecond=0))
        self.initial.setdefault("how", ConcernStep.How.PHONE)

    @property
    def guardian(self) -> Guardian | None:
        return self._guardians.get(self.cleaned_data["whom"])

    @property
    def kind(self) -> str:
        is_talk = self.cleaned_data["whom"] == PUPIL
        return ConcernStep.Kind.PUPIL_TALK if is_talk else ConcernStep.Kind.HOME_CONTACTED


def _named(contact: Contact) -> str:
    """With the number to call; who is not verified says so."""
    parts = [contact.name, contact.guardian.phone]
    if contact.guardian.needs_interpreter:
        parts.append(gettext("needs an interpreter (%(language)s)") % {"language": contact.guardian.language or "?"})
    if not contact.is_verified:
        parts.append(gettext("relation not verified"))
    return ", ".join(part for part in parts if part)


class DecideForm(OnceForm):
    """What happens with a step whose date has come: it is left out, or gets a new date."""

    LEAVE_OUT, NEW_DATE = "leave_out", "new_date"
    decision = forms.ChoiceField(
        label=_("What is decided?"),
        choices=[(NEW_DATE, _("It gets a new date")), (LEAVE_OUT, _("It is not needed here"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was decided.")},
    )
    until = DayField(label=_("The new date"), required=False)
    reason = note_field(_("Why?"), error_messages={"required": _("Give the reason.")})

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("decision") == self.NEW_DATE and not values.get("until") and "until" not in self.errors:
            self.add_error("until", gettext("Choose the new date."))
        return values


class MeasureForm(OnceForm):
    problem = forms.CharField(
        label=_("What is to be solved?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In words that the pupil and the home would use too."),
    )  # fmt: skip
    what = forms.CharField(label=_("What is done?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    who = forms.CharField(label=_("Who does it?"), max_length=200)
    starts_on = DayField(label=_("When does it start?"))
    evaluate_on = DayField(label=_("When do you look at how it works?"))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = values.get("starts_on"), values.get("evaluate_on")
        if first and last and last < first:
            self.add_error("evaluate_on", gettext("The measure is looked at before it starts. Correct the dates."))
        return values


class EvaluateForm(OnceForm):
    seen = forms.CharField(
        label=_("What have you seen?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What somebody saw or heard, and apart from it what you think it means."),
    )  # fmt: skip
    pupils_view = forms.CharField(
        label=_("What does the pupil say?"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    decided = forms.ChoiceField(
        label=_("What happens with the measure?"), choices=Evaluation.Next.choices, widget=forms.RadioSelect
    )
    evaluate_on = DayField(label=_("When do you look at it next?"), required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        date: dt.date | None = values.get("evaluate_on")
        if values.get("decided") in (Evaluation.Next.GO_ON, Evaluation.Next.CHANGE) and date is None:
            self.add_error("evaluate_on", gettext("Say when the measure is looked at next."))
        return values


class HandOverForm(forms.Form):
    to = forms.ChoiceField(label=_("To whom?"))
    note = forms.CharField(
        label=_("A word along with it"), required=False, max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = people  # type: ignore[attr-defined]


class ToldForm(OnceForm):
    whom = forms.ChoiceField(label=_("Who was told?"), choices=Information.Whom.choices, widget=forms.RadioSelect)
    to_whom = forms.CharField(label=_("By name, if you wish"), required=False, max_length=120)
    how = forms.ChoiceField(label=_("How?"), choices=ConcernStep.How.choices)
    at = TimeField(label=_("When"))
    language = forms.CharField(label=_("In which language?"), max_length=60)
    with_interpreter = forms.BooleanField(label=_("With a qualified interpreter"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("at", timezone.localtime().replace(second=0, microsecond=0))


class CloseForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("What is decided?"),
        choices=Concern.Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was decided.")},
    )
    reason = note_field(_("Why can it be closed?"), error_messages={"required": _("Give the reason for closing.")})


class OpenForm(forms.Form):
    reason = note_field(
        _("Why do you want to follow up?"), error_messages={"required": _("Say briefly why you worry.")}
    )
