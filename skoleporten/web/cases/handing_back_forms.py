"""What somebody writes about the way back to school, and about how it goes afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.cases.handing_back import Plan
from skoleporten.cases.models import HandingBack
from skoleporten.cases.models.handing_back import MOST_IN_A_CLASS
from skoleporten.schools.models import School
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.schools.forms import DayField

To = HandingBack.To
TEXTS = (
    *("class_name", "class_size", "two_teachers", "named_adult", "peers", "subjects", "grades_basis", "transport"),
    *("fallback", "pupils_words", "why_not_asked"),
)


def _text(rows: int, **given: Any) -> forms.CharField:
    return forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **given)


class WayBackForm(OnceForm):
    """`seen_version` is 0 for a new one. Only which school it is must be filled in at once."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)
    to = forms.ChoiceField(label=_("Which school takes over"), choices=To, widget=forms.RadioSelect)
    school = forms.ChoiceField(
        label=_("Another school in the municipality"), required=False, help_text=_("Only for another school.")
    )
    school_name = forms.CharField(
        label=_("Another school by name"),
        max_length=160,
        required=False,
        help_text=_("For an upper secondary school, or one in another municipality."),
    )
    taken_over_on = DayField(
        label=_("The school takes over from"), required=False, help_text=_("Leave it empty until a day is agreed.")
    )
    class_name = forms.CharField(label=_("Class"), max_length=40, required=False)
    class_size = forms.IntegerField(
        label=_("Pupils in the class"), required=False, min_value=1, max_value=MOST_IN_A_CLASS
    )
    two_teachers = forms.ChoiceField(
        label=_("Two teachers in the class"),
        required=False,
        choices=[("", _("Not known")), *HandingBack.TwoTeachers.choices],
    )
    named_adult = forms.CharField(
        label=_("The adult who is there in the first weeks"), max_length=120, required=False, help_text=_("By name.")
    )
    peers = _text(2, label=_("Whom to be with"), max_length=1000, help_text=_("In breaks, in groups, on the way."))
    subjects = _text(3, label=_("Subjects"), max_length=1000, help_text=_("Which ones first, and in which order."))
    grades_basis = _text(
        3,
        label=_("Basis for grades"),
        max_length=2000,
        help_text=_("By subject: what the school has, and how it gets what is missing. The school sets the grades."),
    )
    transport = _text(2, label=_("The way to and from school"), max_length=500)
    fallback = _text(
        3,
        label=_("On a day that is too hard"),
        max_length=1000,
        help_text=_("Whom to go to, where, and who calls whom."),
    )
    pupils_words = _text(3, label=_("What the pupil says about it"), max_length=2000)
    why_not_asked = forms.CharField(label=_("If the pupil was not asked: why"), max_length=500, required=False)

    def __init__(self, *given: Any, schools: Iterable[School], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.schools = {str(one.public_id): one for one in schools}
        choices = [("", "–"), *((key, one.name) for key, one in self.schools.items())]
        self.fields["school"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("to") == To.OTHER and not values.get("school") and not values.get("school_name"):
            self.add_error("school", gettext("Say which school it is."))
        if values.get("to") == To.UPPER_SECONDARY and not values.get("school_name"):
            self.add_error("school_name", gettext("Say which school it is."))
        return values

    @property
    def plan(self) -> Plan:
        values = self.cleaned_data
        is_other = values["to"] == To.OTHER
        return Plan(
            to=values["to"],
            school=self.schools.get(values["school"]) if is_other else None,
            school_name=values["school_name"],
            taken_over_on=values["taken_over_on"],
            **{name: values[name] for name in TEXTS},
        )


class NotNeededForm(OnceForm):
    why = forms.CharField(label=_("Why it is not needed"), max_length=500, required=False)


class FollowUpForm(OnceForm):
    on = DayField(label=_("Day"))
    seen = forms.CharField(
        label=_("What was seen"),
        max_length=2000,
        help_text=_("What the school, the home and you have seen. Not why you think it is so."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    pupils_words = _text(3, label=_("In the pupil’s own words"), max_length=2000)
    why_not_asked = forms.CharField(label=_("If the pupil was not asked: why"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not values.get("pupils_words") and not values.get("why_not_asked"):
            self.add_error("pupils_words", gettext("Write what the pupil says, or why the pupil was not asked."))
        return values


def as_written(row: HandingBack | None) -> dict[str, Any]:
    """What the form begins with."""
    if row is None:
        return {"to": To.HOME}
    values: dict[str, str | int | dt.date | None] = {name: getattr(row, name) for name in TEXTS}
    school = str(row.school.public_id) if row.school and row.to == To.OTHER else ""
    return values | {
        "to": row.to,
        "school": school,
        "school_name": row.school_name,
        "taken_over_on": row.taken_over_on,
        "seen_version": row.version,
        "client_id": row.client_id,
    }
