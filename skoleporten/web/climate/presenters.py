"""The picture in words, as a figure and as a table: the group's, and never anybody's in it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from skoleporten.climate.models import Pulse
from skoleporten.development.models import Trial
from skoleporten.rules.climate import AIM, LEVELS, NAMES, Axis, Field, Items, Place
from skoleporten.web.climate.drawing import fields_chart, place_of
from skoleporten.web.figures import Figure
from skoleporten.web.rules.wording import in_language
from skoleporten.web.tables import Column, Table


@dataclass(frozen=True)
class PictureInWords:
    """`trials`: what is tried because of it, for whoever may read them."""

    number: int
    pulse: Pulse
    text: str
    trials: Sequence[Trial]


def figure_of(pictures: Sequence[Pulse]) -> Figure | None:
    """None before the first."""
    if not pictures:
        return None
    return Figure(
        id="fields",
        title=_("Where the group stands, and stood before"),
        finding=finding(pictures),
        template="climate/fields.html",
        charts=[fields_chart(pictures)],
        table=_table(pictures),
    )


def finding(pictures: Sequence[Pulse]) -> str:
    """Where it lies and where the one before lay. Never why, and never better or worse."""
    newest = pictures[-1]
    told = [f"{_day(newest)}: {place_in_words(place_of(newest))}"]
    before = pictures[-2] if len(pictures) > 1 else None
    if before and before.items.sha256 != newest.items.sha256:
        told.append(_("The one before asked about other statements, so the two are not compared."))
    elif before and place_of(before) == place_of(newest):
        told.append(_("It lies where the one before did."))
    elif before:
        earlier = _("The picture before")
        told.append(f"{earlier}, {_day(before)}: {place_in_words(place_of(before))}")
    return " ".join(told)


def place_in_words(place: Place) -> str:
    fields = place.fields
    if len(fields) == 1:
        return _("field %(field)s, %(name)s.") % {"field": fields[0].value, "name": in_language(NAMES[fields[0]])}
    return _("between the fields %(fields)s.") % {"fields": _listed([one.value for one in fields])}


def aim_in_words() -> str:
    return _("The field to move to is %(field)s: %(name)s.") % {"field": AIM.value, "name": in_language(NAMES[AIM])}


def fields_in_words() -> list[tuple[str, str]]:
    return [(one.value, in_language(NAMES[one])) for one in Field]


def question_of(pictures: Sequence[Pulse]) -> str:
    return in_language(place_of(pictures[-1]).question) if pictures else ""


def in_words(pictures: Sequence[Pulse], trials: Mapping[uuid.UUID, Sequence[Trial]]) -> list[PictureInWords]:
    """Newest first."""
    numbered = [
        PictureInWords(number, one, f"{_day(one)}: {place_in_words(place_of(one))}", trials.get(one.public_id, []))
        for number, one in enumerate(pictures, start=1)
    ]
    return numbered[::-1]


def statements_in_words(items: Items) -> list[tuple[str, list[str]]]:
    """By axis, with a word where to agree points the other way."""
    names = {Axis.SAFETY: _("Psychological safety in the group"), Axis.OPENNESS: _("How you meet disagreement")}
    other_way = _("(points the other way)")
    return [
        (names[axis], [f"{in_language(one.text)} {other_way if one.turned else ''}".strip() for one in items.of(axis)])
        for axis in Axis
    ]


def _table(pictures: Sequence[Pulse]) -> Table:
    columns = [
        Column(_("Picture"), is_number=True),
        Column(_("Day")),
        Column(_("Psychological safety")),
        Column(_("Disagreement")),
        Column(_("Field")),
        Column(_("Who")),
        Column(_("Statements"), is_number=True),
    ]
    rows = [_row(number, one) for number, one in enumerate(pictures, start=1)]
    return Table(_("Each time the group looked at it"), columns, rows[::-1], is_caption_hidden=True, stacks=True)


def _row(number: int, pulse: Pulse) -> list[object]:
    place = place_of(pulse)
    return [
        number,
        _day(pulse),
        in_language(LEVELS[Axis.SAFETY][place.safety]),
        in_language(LEVELS[Axis.OPENNESS][place.openness]),
        _listed([one.value for one in place.fields]),
        _who(pulse),
        _("version %(number)s") % {"number": pulse.items.version},
    ]


def _who(pulse: Pulse) -> str:
    """In steps, so that nobody stands out who comes or goes."""
    if pulse.at_least is None:
        return _("the group together")
    return _("%(number)s or more answers, %(asked)s asked") % {"number": pulse.at_least, "asked": pulse.asked}


def _day(pulse: Pulse) -> str:
    return date_format(pulse.closed_on, "DATE_FORMAT") if pulse.closed_on else ""


def _listed(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
