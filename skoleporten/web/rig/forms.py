"""What is written down of the rig: functions, holders, rooms, services and capacity, and a booking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from skoleporten.access.models import User
from skoleporten.rig.models import ALL, Away, Capacity, Function, Holding, Room
from skoleporten.rules.presence.places import Place
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.presence.cards import place_name
from skoleporten.web.presence.forms import ClockField
from skoleporten.web.schools.forms import DayField

MOST_HOURS_A_WEEK = 5000
MINUTES = 60


class HoursField(forms.DecimalField):
    """Asked for in hours, 37,5 or 37.5, and kept in minutes. Empty is not 0."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_HOURS_A_WEEK, decimal_places=2, required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        return formats.number_format(round(Decimal(value) / MINUTES, 2).normalize())

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def clean(self, value: Any) -> int | None:
        hours = super().clean(value)
        return None if hours is None else round(hours * MINUTES)


class SeenForm(OnceForm):
    """`seen_version` is 0 for what is new."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in {"client_id", "seen_version"}}


class NamesForm(SeenForm):
    name_nb = forms.CharField(label=_("Name in bokmål"), max_length=120)
    name_nn = forms.CharField(label=_("Name in nynorsk"), max_length=120, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)


class FunctionForm(NamesForm):
    group = forms.ChoiceField(label=_("Belongs to"), choices=Function.Group)
    seats = forms.IntegerField(
        label=_("How many it takes"), min_value=0, max_value=99, help_text=_("0: somebody who comes when asked.")
    )
    minutes_a_week = HoursField(label=_("Hours a week set aside"))
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


class HoldingForm(SeenForm):
    user = forms.ChoiceField(label=_("Somebody who logs in here"), required=False)
    words = forms.CharField(
        label=_("Or who it is, in words"),
        max_length=120,
        required=False,
        help_text=_("For somebody without a log-in. A title is enough."),
    )
    minutes_a_week = HoursField(label=_("Hours a week"))
    start = DayField(label=_("From"))
    end = DayField(label=_("Last day"), required=False, help_text=_("Leave it empty where it lasts until further."))

    def __init__(self, *given: Any, people: Iterable[User], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.people = {str(one.public_id): one for one in people}
        self.fields["user"].choices = [("", "–"), *((key, str(one)) for key, one in self.people.items())]  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        values = super().values
        return values | {"user": self.people.get(values["user"])}


class RoomForm(NamesForm):
    seats = forms.IntegerField(
        label=_("Room for how many"), min_value=0, max_value=999, help_text=_("0 where nobody knows."), initial=0
    )
    about = forms.CharField(
        label=_("About the room"), max_length=200, required=False, help_text=_("Where it is, and what is in it.")
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


class ServiceForm(NamesForm):
    what_for_nb = forms.CharField(label=_("What for, in bokmål"), max_length=300, required=False)
    what_for_nn = forms.CharField(label=_("What for, in nynorsk"), max_length=300, required=False)
    what_for_en = forms.CharField(label=_("What for, in English"), max_length=300, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=32, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    web = forms.URLField(label=_("Web page"), required=False, assume_scheme="https")
    visit_at = forms.CharField(label=_("Where one finds it"), max_length=200, required=False)
    hours_nb = forms.CharField(label=_("When it is open, in bokmål"), max_length=120, required=False)
    hours_nn = forms.CharField(label=_("When it is open, in nynorsk"), max_length=120, required=False)
    hours_en = forms.CharField(label=_("When it is open, in English"), max_length=120, required=False)
    is_partner = forms.BooleanField(label=_("Takes part in the work of Skoleporten"), required=False)
    is_for_families = forms.BooleanField(
        label=_("Shown to families on the open page"), required=False, help_text=_("Then anybody can read it.")
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)


class CapacityForm(SeenForm):
    setting = forms.ChoiceField(label=_("Of what"))
    start = DayField(label=_("Holds from"))
    places = forms.IntegerField(label=_("Places"), required=False, min_value=0, max_value=999)
    minutes_a_week = HoursField(label=_("Hours a week"))

    def __init__(self, *given: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.fields["setting"].choices = [(one, setting_name(one)) for one in (ALL, *Place)]  # type: ignore[attr-defined]


class AwayForm(SeenForm):
    kind = forms.ChoiceField(
        label=_("Holiday or away"),
        choices=Away.Kind,
        widget=forms.RadioSelect,
        help_text=_("Nobody asks why, and nothing is written about it."),
    )
    first = DayField(label=_("First day"))
    last = DayField(label=_("Last day"))
    stand_in = forms.ChoiceField(label=_("Who steps in"), required=False)

    def __init__(self, *given: Any, people: Iterable[User], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.people = {str(one.public_id): one for one in people}
        self.fields["stand_in"].choices = [  # type: ignore[attr-defined]
            ("", _("Nobody yet")), *((key, str(one)) for key, one in self.people.items())
        ]  # fmt: skip

    @property
    def values(self) -> dict[str, Any]:
        values = super().values
        return values | {"stand_in": self.people.get(values["stand_in"])}


class AwayOfAnybodyForm(AwayForm):
    """A lead tells for others too."""

    field_order = ("who", "kind", "first", "last", "stand_in")
    who = forms.ChoiceField(label=_("Who is away"))

    def __init__(self, *given: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.fields["who"].choices = [(key, str(one)) for key, one in self.people.items()]  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name != "who"}

    @property
    def chosen(self) -> User:
        return self.people[self.cleaned_data["who"]]


class BookForm(OnceForm):
    room = forms.ChoiceField(label=_("Room"))
    day = DayField(label=_("Day"))
    starts = ClockField(label=_("From"))
    ends = ClockField(label=_("To"))
    words = forms.CharField(
        label=_("What for"), max_length=120, help_text=_("No child’s name: everybody on the team reads it.")
    )

    def __init__(self, *given: Any, rooms: Iterable[Room], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.rooms = {str(one.public_id): one for one in rooms}
        self.fields["room"].choices = [(key, str(one)) for key, one in self.rooms.items()]  # type: ignore[attr-defined]

    def at(self, name: str) -> dt.datetime:
        """The instant when the clock of the place shows this."""
        return timezone.make_aware(dt.datetime.combine(self.cleaned_data["day"], self.cleaned_data[name]))

    @property
    def chosen(self) -> Room:
        return self.rooms[self.cleaned_data["room"]]


def setting_name(setting: str) -> str:
    return str(_("All of Skoleporten")) if setting == ALL else place_name(Place(setting))


def as_written(row: Function | Room | Capacity | Away | Holding | Any, form: type[forms.Form]) -> dict[str, Any]:
    """The row as the form shows it."""
    shown = {name: getattr(row, name) for name in form.base_fields if hasattr(row, name) and name != "client_id"}
    people = {name: str(value.public_id) for name, value in shown.items() if isinstance(value, User)}
    return shown | people | {"seen_version": row.version}
