"""What people enter about schools and their calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from skoleporten.documents.file_kinds import check_kind
from skoleporten.documents.virus_scan import check_virus
from skoleporten.schools.calendar_files.draft import MOST_BYTES
from skoleporten.schools.models import FIRST_GRADE, LAST_GRADE, MOST_MINUTES_A_DAY, CalendarEntry

GRADES = [(str(grade), str(grade)) for grade in range(FIRST_GRADE, LAST_GRADE + 1)]
LEAVE_OUT = "leave_out"
CALENDAR_FILES = (".ics", ".csv", ".txt")


class DayField(forms.DateField):
    """The browser's own date field, and typing where it has none."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d.%m.%Y"], **kwargs)


class GradeField(forms.TypedChoiceField):
    widget = forms.Select

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[("", "–"), *GRADES], coerce=int, **kwargs)


class SpanForm(forms.Form):
    """Checks that two dates, named by the class that inherits, come in order."""

    first_name, last_name = "first_day", "last_day"

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = values.get(self.first_name), values.get(self.last_name)
        if first and last and last < first:
            self.add_error(self.last_name, gettext("The last day is before the first. Correct the dates."))
        return values


class YearForm(SpanForm):
    first_day = DayField(label=_("First school day"))
    last_day = DayField(label=_("Last school day"))
    expected_days = forms.IntegerField(
        label=_("Number of school days in the year"),
        help_text=_("190 is usual (38 weeks). The calendar is compared with this number."),
        min_value=1,
        max_value=366,
    )


class EntryForm(SpanForm):
    first_name, last_name = "first_date", "last_date"

    first_date = DayField(label=_("First day"))
    last_date = DayField(label=_("Last day"), required=False, help_text=_("Leave it empty for a single day."))
    kind = forms.ChoiceField(label=_("What kind of day it is"), choices=CalendarEntry.Kind, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name"), required=False, max_length=120, help_text=_("For instance “Autumn holiday”.")
    )

    def last_or_first(self) -> dt.date:
        last: dt.date = self.cleaned_data["last_date"] or self.cleaned_data["first_date"]
        return last


class LengthsForm(forms.Form):
    first_grade = GradeField(label=_("From grade"))
    last_grade = GradeField(label=_("To and including grade"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in WEEKDAYS:
            self.fields[name] = forms.IntegerField(
                label=label, required=False, min_value=1, max_value=MOST_MINUTES_A_DAY, widget=minutes_input()
            )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = values.get("first_grade"), values.get("last_grade")
        if first and last and last < first:
            self.add_error("last_grade", gettext("The last grade is before the first. Choose the lowest first."))
        return values

    def minutes(self) -> list[int | None]:
        return [self.cleaned_data.get(name) for name, _label in WEEKDAYS]


WEEKDAYS = (
    # With a context, as Django's own words for the days are written small in Norwegian dates.
    ("monday", pgettext_lazy("weekday by itself", "Monday")),
    ("tuesday", pgettext_lazy("weekday by itself", "Tuesday")),
    ("wednesday", pgettext_lazy("weekday by itself", "Wednesday")),
    ("thursday", pgettext_lazy("weekday by itself", "Thursday")),
    ("friday", pgettext_lazy("weekday by itself", "Friday")),
)


def minutes_input() -> forms.NumberInput:
    return forms.NumberInput(attrs={"inputmode": "numeric", "class": "short-number"})


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("Calendar file"),
        help_text=_("iCalendar (.ics) or CSV, at most 1 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".ics,.csv,text/calendar,text/csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                gettext("The file is larger than a school calendar is. Hand in only the school calendar.")
            )
        check_kind(file, CALENDAR_FILES)
        check_virus(file)
        return file


class LineForm(forms.Form):
    """One line of a file, as read; the person decides what kind it is."""

    first_date = DayField(widget=forms.HiddenInput())
    last_date = DayField(widget=forms.HiddenInput())
    name = forms.CharField(required=False, max_length=120, widget=forms.HiddenInput())
    kind = forms.ChoiceField(choices=[*CalendarEntry.Kind.choices, (LEAVE_OUT, _("Leave out"))])


class LengthLineForm(forms.Form):
    first_grade = forms.IntegerField(min_value=FIRST_GRADE, max_value=LAST_GRADE, widget=forms.HiddenInput())
    last_grade = forms.IntegerField(min_value=FIRST_GRADE, max_value=LAST_GRADE, widget=forms.HiddenInput())
    weekday = forms.IntegerField(min_value=0, max_value=4, widget=forms.HiddenInput())
    minutes = forms.IntegerField(min_value=1, max_value=MOST_MINUTES_A_DAY, widget=forms.HiddenInput())


MOST_LINES_IN_A_YEAR = 150
LineFormSet = forms.formset_factory(LineForm, extra=0, max_num=MOST_LINES_IN_A_YEAR, validate_max=True)
LengthLineFormSet = forms.formset_factory(LengthLineForm, extra=0, max_num=MOST_LINES_IN_A_YEAR, validate_max=True)


class SchoolForm(forms.Form):
    name = forms.CharField(label=_("Name of the school"), max_length=200)
    first_grade = GradeField(label=_("Lowest grade"))
    last_grade = GradeField(label=_("Highest grade"))
    is_active = forms.BooleanField(label=_("The school is in use"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = values.get("first_grade"), values.get("last_grade")
        if first and last and last < first:
            self.add_error("last_grade", gettext("The highest grade is below the lowest. Correct the grades."))
        return values
