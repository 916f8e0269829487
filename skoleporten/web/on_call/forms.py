"""Who is on call: whom, on which days, between which hours, and in which order they are asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from skoleporten.access.models import User
from skoleporten.on_call.duties import Told
from skoleporten.web.presence.forms import ClockField
from skoleporten.web.rig.forms import SeenForm
from skoleporten.web.schools.forms import DayField

WEEKDAYS = [
    ("0", pgettext_lazy("weekday by itself", "Monday")),
    ("1", pgettext_lazy("weekday by itself", "Tuesday")),
    ("2", pgettext_lazy("weekday by itself", "Wednesday")),
    ("3", pgettext_lazy("weekday by itself", "Thursday")),
    ("4", pgettext_lazy("weekday by itself", "Friday")),
    ("5", pgettext_lazy("weekday by itself", "Saturday")),
    ("6", pgettext_lazy("weekday by itself", "Sunday")),
]
WORKING_DAYS = list("01234")
BEGINS, ENDS = dt.time(8), dt.time(15, 30)


class DutyForm(SeenForm):
    user = forms.ChoiceField(label=_("Who?"))
    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))
    weekdays = forms.MultipleChoiceField(
        label=_("On which days?"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple,
        help_text=_("Never on a public holiday."), error_messages={"required": _("Choose at least one weekday.")},
    )  # fmt: skip
    begins = ClockField(label=_("From"))
    ends = ClockField(label=_("To"))
    order = forms.TypedChoiceField(
        label=_("Asked as number"), choices=[(str(number), str(number)) for number in range(1, 6)], coerce=int,
        help_text=_("1 is asked first. No answer in five minutes, and it goes to the next."),
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Work phone"), required=False, max_length=32,
        help_text=_("Families see it on the page while the duty lasts. Leave it empty where it is not for them."),
        widget=forms.TextInput(attrs={"type": "tel"}),
    )  # fmt: skip

    def __init__(self, *given: Any, people: Iterable[User], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.people = {str(one.public_id): one for one in people}
        self.fields["user"].choices = [(key, str(one)) for key, one in self.people.items()]  # type: ignore[attr-defined]

    @property
    def told(self) -> Told:
        given = self.cleaned_data
        return Told(
            user=self.people[given["user"]],
            first=given["first"],
            last=given["last"],
            weekdays="".join(given["weekdays"]),
            begins=given["begins"],
            ends=given["ends"],
            order=given["order"],
            phone=given["phone"],
        )
