"""The editor of a kind of meeting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.access.models import User
from skoleporten.meetings.kinds import KindFields, Words
from skoleporten.meetings.models import MeetingKind
from skoleporten.rig.models import Function
from skoleporten.rig.queries import rooms
from skoleporten.rules.rhythm import LONGEST, MOST_WEEKS, SHORTEST, Frequency, Rhythm
from skoleporten.web.meetings.words import weekday
from skoleporten.web.presence.forms import ClockField
from skoleporten.web.schools.forms import DayField

PEOPLE = ("owner", "second_owner", "convener", "writer")
LANGUAGES = ("nb", "nn", "en")


def _weekdays() -> list[tuple[int, str]]:
    return [(number, weekday(number)) for number in range(5)]


def _functions() -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in Function.objects.filter(is_active=True)]


class RhythmFields(forms.Form):
    frequency = forms.ChoiceField(label=_("How often"), choices=MeetingKind.Frequency, widget=forms.RadioSelect)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"), coerce=int, choices=_weekdays, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody is called before a weekday is chosen. Not asked for where it is each school day."),
    )  # fmt: skip
    weeks = forms.IntegerField(
        label=_("How many weeks between"), min_value=1, max_value=MOST_WEEKS, required=False,
        help_text=_("Where it is every so many weeks, and how far ahead the next date is suggested."),
    )  # fmt: skip
    counted_from = DayField(
        label=_("Counted from the week of"), required=False, help_text=_("Where it is every so many weeks.")
    )

    @property
    def rhythm(self) -> Rhythm:
        values = self.cleaned_data
        frequency, weekdays = Frequency(values["frequency"]), tuple(values["weekdays"])
        return Rhythm(frequency, weekdays, values["weeks"] or 1, values["counted_from"])


class KindForm(RhythmFields):
    """`seen_version` is 0 for a new kind."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)
    name_nb = forms.CharField(label=_("Name in bokmål"), max_length=120)
    name_nn = forms.CharField(label=_("Name in nynorsk"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    purpose_nb = forms.CharField(label=_("What it is for, in bokmål"), max_length=500, required=False)
    purpose_nn = forms.CharField(label=_("What it is for, in nynorsk"), max_length=500, required=False)
    purpose_en = forms.CharField(label=_("What it is for, in English"), max_length=500, required=False)
    starts = ClockField(label=_("Begins at"))
    minutes = forms.IntegerField(label=_("How many minutes"), min_value=SHORTEST, max_value=LONGEST)
    only_if_needed = forms.BooleanField(
        label=_("Only if there is a need"), required=False,
        help_text=_("It proposes itself when the intake queue has something, and cancels itself when it has not."),
    )  # fmt: skip
    owner = forms.ChoiceField(label=_("Owner of the meeting"), required=False)
    second_owner = forms.ChoiceField(label=_("Second owner"), required=False)
    convener = forms.ChoiceField(label=_("Calls the meeting"), required=False)
    writer = forms.ChoiceField(label=_("Writes the minutes"), required=False)
    functions = forms.MultipleChoiceField(
        label=_("Asked by function"), choices=_functions, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever holds one of them on the day is asked to come."),
    )  # fmt: skip
    people = forms.MultipleChoiceField(
        label=_("Asked by name"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Asked each time, whatever their function."),
    )  # fmt: skip
    room = forms.ChoiceField(label=_("Room"), required=False, help_text=_("Booked each time where it is free."))
    place = forms.CharField(label=_("Somewhere else"), max_length=120, required=False)
    is_active = forms.BooleanField(
        label=_("In use"), required=False, initial=True, help_text=_("Out of use, what is planned is called off.")
    )
    # As the editor groups them: what the dates follow from stands above the dates.
    RHYTHM = ("frequency", "weekdays", "weeks", "counted_from", "starts", "minutes", "only_if_needed")
    TEXTS = ("name_nb", "name_nn", "name_en", "purpose_nb", "purpose_nn", "purpose_en")
    WHO = ("owner", "second_owner", "convener", "writer", "functions", "people")
    WHERE = ("room", "place", "is_active")

    def __init__(self, *given: Any, people: Iterable[User], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.who = {str(one.public_id): one for one in people}
        self.rooms = {one.code: one for one in rooms()}
        named = [(key, str(one)) for key, one in self.who.items()]
        for name in PEOPLE:
            nobody = gettext("Nobody yet") if "owner" in name else gettext("An owner")
            self._choices(name, [("", nobody), *named])
        self._choices("people", named)
        self._choices("room", [("", gettext("No room of ours")), *((c, one.name) for c, one in self.rooms.items())])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def rhythm_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.RHYTHM]

    def texts(self) -> list[forms.BoundField]:
        return [self[name] for name in self.TEXTS]

    def who_comes(self) -> list[forms.BoundField]:
        return [self[name] for name in self.WHO]

    def where(self) -> list[forms.BoundField]:
        return [self[name] for name in self.WHERE]

    def is_new_or_wrong(self) -> bool:
        """The texts stand open where they are not there yet, or something is wrong with them."""
        return not self.initial.get("name_nb") or any(name in self.errors for name in self.TEXTS)

    @property
    def kind_fields(self) -> KindFields:
        values = self.cleaned_data
        as_sent = ("frequency", "weekdays", "starts", "minutes", "counted_from", "only_if_needed", "functions")
        fields: dict[str, Any] = {
            **{name: values[name] for name in (*as_sent, "place", "is_active")},
            **{name: self.who.get(values[name]) for name in PEOPLE},
            "name": self._words("name"),
            "purpose": self._words("purpose"),
            "weeks": values["weeks"] or 1,
            "room": self.rooms.get(values["room"]),
            "people": [self.who[key] for key in values["people"]],
        }
        return KindFields(**fields)

    def _words(self, what: str) -> Words:
        return Words(*(self.cleaned_data[f"{what}_{language}"] for language in LANGUAGES))


def initial_of(kind: MeetingKind) -> dict[str, Any]:
    same = ("frequency", "weekdays", "weeks", "counted_from", "starts", "minutes", "only_if_needed", "functions")
    texts = [f"{what}_{language}" for what in ("name", "purpose") for language in LANGUAGES]
    return {
        "seen_version": kind.version,
        **{name: getattr(kind, name) for name in (*same, *texts, "place", "is_active")},
        **{name: str(user.public_id) if (user := getattr(kind, name)) else "" for name in PEOPLE},
        "people": [str(user.public_id) for user in kind.people.all()],
        "room": kind.room.code if kind.room else "",
    }
