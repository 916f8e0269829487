"""The fields of a week in a form: each weekday has two parts, and what is the same for all of them is asked once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from skoleporten.rules.plan import LEAST_MINUTES, MOST_MINUTES, SCHOOL_WEEK, Agreed, Part
from skoleporten.rules.presence.places import PLACES
from skoleporten.web.plans.words import weekday
from skoleporten.web.rules.wording import in_language

PARTS = (1, 2)
NAMES = ("minutes", "starts", "place", "with_whom", "is_remote")
# What the tablet offers as plain choices; any other number is written in the whole form.
PLAIN_MINUTES = (5, 10, 15, 20, 30, 45, 60, 90, 120, 150, 180, 240, 300)


@dataclass(frozen=True)
class DayFields:
    """`is_open`: the second part is filled in, or has a mistake."""

    name: str
    first: list[BoundField]
    second: list[BoundField]
    is_open: bool


def field_name(day: int, number: int, name: str) -> str:
    return f"d{day}p{number}_{name}"


def week_fields() -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    for day in SCHOOL_WEEK:
        for number in PARTS:
            fields = (_minutes(day), _starts(), _place(), _with_whom(), _is_remote())
            found |= {field_name(day, number, name): field for name, field in zip(NAMES, fields, strict=True)}
    return found


def plain_minutes(now: object) -> forms.ChoiceField:
    """The same minutes as plain choices, with what is agreed now among them."""
    offered = sorted({*PLAIN_MINUTES, *([int(str(now))] if str(now).isdigit() else [])})
    choices = [("", "–"), *((str(minutes), str(minutes)) for minutes in offered)]
    return forms.ChoiceField(label=_("Minutes"), choices=choices, required=False)


def places() -> list[tuple[str, str]]:
    return [(str(place), in_language(words)) for place, words in PLACES.items()]


def initial_of(agreed: Agreed) -> dict[str, Any]:
    """What most parts have in common stands once; a day says only what differs from it."""
    usual_place = _most(part.place for part in agreed.parts)
    usual_people = _most(part.with_whom for part in agreed.parts)
    found: dict[str, Any] = {"usual_place": usual_place, "usual_people": usual_people, "is_pause": agreed.is_pause}
    for day in SCHOOL_WEEK:
        for number, part in zip(PARTS, agreed.on(day), strict=False):
            values = {
                "minutes": part.minutes,
                "starts": part.starts,
                "place": "" if part.place == usual_place else part.place,
                "with_whom": "" if part.with_whom == usual_people else part.with_whom,
                "is_remote": part.is_remote,
            }
            found |= {field_name(day, number, name): value for name, value in values.items()}
    return found


def agreed_from(values: Mapping[str, Any]) -> Agreed:
    """A part without minutes is none."""
    parts = tuple(
        _part(values, day, number)
        for day in SCHOOL_WEEK
        for number in PARTS
        if values.get(field_name(day, number, "minutes"))
    )
    return Agreed(parts, bool(values.get("is_pause")), values.get("academics") or "", values.get("transport") or "")


def days_of(form: forms.Form) -> Iterator[DayFields]:
    """With those fields that the form asks: the tablet asks fewer."""
    for day in SCHOOL_WEEK:
        asked = [[field_name(day, number, name) for name in NAMES] for number in PARTS]
        first, second = ([form[name] for name in names if name in form.fields] for names in asked)
        yield DayFields(weekday(day).capitalize(), first, second, any(one.value() or one.errors for one in second))


def _part(values: Mapping[str, Any], day: int, number: int) -> Part:
    given = {name: values.get(field_name(day, number, name)) for name in NAMES}
    starts = given["starts"]
    return Part(
        weekday=day,
        minutes=int(given["minutes"] or 0),
        starts=starts if isinstance(starts, dt.time) else None,
        place=given["place"] or values.get("usual_place") or "",
        with_whom=(given["with_whom"] or values.get("usual_people") or "").strip(),
        is_remote=bool(given["is_remote"]),
    )


def _most(found: Any) -> str:
    counts = Counter(one for one in found if one)
    return max(counts, key=lambda one: counts[one]) if counts else ""


def _minutes(day: int) -> forms.Field:
    return forms.IntegerField(
        label=_("Minutes"),
        required=False,
        min_value=LEAST_MINUTES,
        max_value=MOST_MINUTES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": "5"}),
    )


def _starts() -> forms.Field:
    return forms.TimeField(
        label=_("Begins at"),
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time", "list": "slots"}, format="%H:%M"),
    )


def _place() -> forms.Field:
    return forms.ChoiceField(label=_("Place"), required=False, choices=lambda: [("", _("As usual")), *places()])


def _with_whom() -> forms.Field:
    return forms.CharField(label=_("Who meets the pupil"), required=False, max_length=160)


def _is_remote() -> forms.Field:
    return forms.BooleanField(label=_("Remote teaching"), required=False)
