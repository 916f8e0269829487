"""What the staff write before the intake meeting, and about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.intake.meetings import Attendee, Held
from skoleporten.intake.models import Meeting
from skoleporten.people.models import Guardian
from skoleporten.web.intake.forms import OnceForm, long_text
from skoleporten.web.schools.forms import DayField

ROWS = 6
SHOWN_ROWS = 3
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


def say_which_lacks(form: forms.Form) -> None:
    """Each mistake names its field, so that the list at the top of the page can be read alone. Texts are short here."""
    for field in form.fields.values():
        words = {"what": str(field.label).rstrip("?")}
        field.error_messages["required"] = gettext("Fill in: %(what)s") % words
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 4


class PreparationForm(forms.Form):
    stories = long_text(
        label=_("What do the stories say?"),
        help_text=_("The child’s, the guardians’, the school’s. What is alike, and what is not? Nobody is to blame."),
        required=False,
    )
    lacking = long_text(label=_("What do you not know yet?"), required=False)
    questions = long_text(
        label=_("What would you like to ask?"),
        help_text=_("Open questions that the family may say no to."),
        required=False,
    )


class MeetingForm(OnceForm):
    day = DayField(label=_("Day"))
    time = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
    )
    place = forms.CharField(label=_("Place"), max_length=120)
    pupil_was = forms.ChoiceField(label=_("Was the pupil there?"), choices=Meeting.Pupil, widget=forms.RadioSelect)
    why_pupil_was_not = forms.CharField(
        label=_("Why not, or why not the whole time?"),
        help_text=_("Only where the pupil was not there the whole time."),
        max_length=300,
        required=False,
    )
    how_pupil_was_heard = long_text(
        label=_("How was the pupil heard?"),
        help_text=_("In the meeting or before it: told, drawn, written, or by somebody the pupil chose."),
    )
    interpreter_language = forms.CharField(
        label=_("Language of the interpreter"),
        help_text=_("Leave it empty where there was none."),
        max_length=60,
        required=False,
    )
    summary = long_text(
        label=_("What did you talk about?"),
        help_text=_("In short, and so that all who were there can read it. Write what was said, not what you think."),
    )

    def __init__(self, *given: Any, guardians: Iterable[Guardian], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.guardians = list(guardians)
        for number, guardian in enumerate(self.guardians):
            words = {"name": str(guardian)}
            self.fields[f"guardian_{number}"] = forms.ChoiceField(
                label=gettext("Was %(name)s there?") % words, choices=YES_NO, widget=forms.RadioSelect
            )
            self.fields[f"guardian_{number}_why"] = forms.CharField(
                label=gettext("Why was %(name)s not there?") % words, max_length=300, required=False
            )
        for number in range(ROWS):
            self.fields |= _fields_of_a_row(number)
        say_which_lacks(self)

    @property
    def guardian_rows(self) -> Iterator[tuple[BoundField, BoundField]]:
        for number in range(len(self.guardians)):
            yield self[f"guardian_{number}"], self[f"guardian_{number}_why"]

    @property
    def rows(self) -> list[list[BoundField]]:
        return [self._row(number) for number in range(SHOWN_ROWS)]

    @property
    def more_rows(self) -> list[list[BoundField]]:
        return [self._row(number) for number in range(SHOWN_ROWS, ROWS)]

    @property
    def has_more(self) -> bool:
        """Something stands in the rows that are folded away."""
        return any(field.value() for row in self.more_rows for field in row)

    def _row(self, number: int) -> list[BoundField]:
        return [self[f"other_{number}_{name}"] for name in ("name", "as", "why")]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("pupil_was") in {Meeting.Pupil.PART, Meeting.Pupil.NOT} and not values.get("why_pupil_was_not"):
            self.add_error("why_pupil_was_not", gettext("Say why."))
        for number in range(len(self.guardians)):
            if values.get(f"guardian_{number}") == "no" and not values.get(f"guardian_{number}_why"):
                self.add_error(f"guardian_{number}_why", gettext("Say why."))
        for number in range(ROWS):
            self._check_row(number, values)
        return values

    def _check_row(self, number: int, values: dict[str, Any]) -> None:
        name, part, why = (values.get(f"other_{number}_{one}", "") for one in ("name", "as", "why"))
        if (part or why) and not name:
            self.add_error(f"other_{number}_name", gettext("Write the name."))
        if name and not part:
            self.add_error(f"other_{number}_as", gettext("Write as what."))

    @property
    def held(self) -> Held:
        values = self.cleaned_data
        names = ("place", "pupil_was", "why_pupil_was_not", "how_pupil_was_heard", "interpreter_language", "summary")
        told = {name: values[name] for name in names}
        if told["pupil_was"] == Meeting.Pupil.ALL:
            told["why_pupil_was_not"] = ""
        held_at = timezone.make_aware(dt.datetime.combine(values["day"], values["time"]))
        return Held(held_at=held_at, attendees=tuple(self._attendees()), **told)

    def _attendees(self) -> Iterator[Attendee]:
        values = self.cleaned_data
        for number, guardian in enumerate(self.guardians):
            there = values[f"guardian_{number}"] == "yes"
            why = "" if there else values[f"guardian_{number}_why"]
            yield Attendee(str(guardian), gettext("Guardian"), was_there=there, why_not=why, guardian=guardian)
        for number in range(ROWS):
            name, part, why = (values[f"other_{number}_{one}"] for one in ("name", "as", "why"))
            if name:
                yield Attendee(name, part, was_there=not why, why_not=why)


def _fields_of_a_row(number: int) -> dict[str, forms.Field]:
    return {
        f"other_{number}_name": forms.CharField(label=_("Name"), max_length=120, required=False),
        f"other_{number}_as": forms.CharField(label=_("Takes part as"), max_length=120, required=False),
        f"other_{number}_why": forms.CharField(label=_("If not there: why"), max_length=300, required=False),
    }
