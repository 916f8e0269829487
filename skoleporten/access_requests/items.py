"""Each thing that is kept, as somebody reads it: in words for people, and as plain values for a program."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format, number_format, time_format
from django.utils.translation import gettext as _

from skoleporten.access import languages
from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.access_requests.source import Codes, File, Reader, Source, Text
from skoleporten.people.mentions import masker
from skoleporten.people.models import Enrolment, Guardian, Guardianship, Pupil, PupilAccount
from skoleporten.rules.access_requests import Teller
from skoleporten.schools.models import School

SEALED = "_encrypted"


@dataclass(frozen=True)
class Part:
    """One line of a thing. `value` is the same for a program."""

    name: str
    label: str
    text: str
    value: Any


@dataclass(frozen=True)
class Item:
    """`by` is whoever wrote it, in words. `guardian`: the key of the guardian whose it is."""

    source: Source
    key: str
    at: dt.date | dt.datetime | None
    by: str
    parts: tuple[Part, ...]
    files: tuple[File, ...]
    teller: Teller
    guardian: int | None
    for_adults_here: bool

    @property
    def id(self) -> str:
        return f"{self.source.key}/{self.key}"

    @cached_property
    def seen(self) -> str:
        """Changes with what is kept, and not with the language that somebody reads it in."""
        values = [[part.name, part.value] for part in self.parts]
        return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


class Lens:
    """How one person reads. In a family no other child is named, no other guardian, and no school that is hidden."""

    def __init__(self, pupil: Pupil, today: dt.date, reader: Actor | None = None) -> None:
        self.pupil, self.reader = pupil, reader
        self._mask = masker(pupil, today, reader=reader.user_id) if reader else _as_it_is

    def hide(self, text: str) -> str:
        if self.reader is None:
            return text
        hidden = self._mask(text)
        for name in self._hidden_schools:
            hidden = hidden.replace(name, _("the school"))
        return hidden

    def user(self, user: User) -> str:
        if self.reader is None:
            return str(user)
        if user.pk == self.reader.user_id:
            return _("You")
        if user.pk in self._guardians:
            return _("Another guardian") if self.reader.role == Role.GUARDIAN else _("Your guardian")
        return str(user) if user.pk not in self._accounts else self.pupil.given_name

    def guardian(self, guardian: Guardian) -> str:
        if self.reader is None:
            return str(guardian)
        if guardian.user_id is not None and guardian.user_id == self.reader.user_id:
            return _("You")
        return _("Another guardian") if self.reader.role == Role.GUARDIAN else _("Your guardian")

    def school(self, school: School) -> str:
        return _("the school") if school.name in self._hidden_schools else school.name

    @cached_property
    def _guardians(self) -> set[int]:
        keys = Guardianship.objects.filter(pupil=self.pupil).values_list("guardian__user", flat=True)
        return {key for key in keys if key is not None}

    @cached_property
    def _accounts(self) -> set[int]:
        return set(PupilAccount.objects.filter(pupil=self.pupil).values_list("user", flat=True))

    @cached_property
    def _hidden_schools(self) -> list[str]:
        """Of a pupil who lives at a protected address the school tells where; the longest name first."""
        if self.reader is None or self.reader.role != Role.GUARDIAN or not self.pupil.protected:
            return []
        names = set(Enrolment.objects.filter(pupil=self.pupil).values_list("school__name", flat=True))
        return sorted(names, key=len, reverse=True)


def kept(source: Source, pupil: Pupil, lens: Lens) -> Iterator[Item]:
    """All of one kind; the caller has let the pupil into view."""
    for row in source.rows(pupil):
        yield item_of(source, row, lens)


def told(source: Source, reader: Reader, lens: Lens) -> Iterator[Item]:
    """What the reader sees of one kind in Skoleporten today."""
    for row in source.rows_for(reader):
        yield item_of(source, row, lens)


def keys_told(source: Source, reader: Reader) -> set[str]:
    return {key_of(row) for row in source.rows_for(reader)}


def key_of(row: Model) -> str:
    return str(getattr(row, "public_id", None) or row.pk)


def item_of(source: Source, row: Any, lens: Lens) -> Item:
    writer = _at(row, source.by) if source.by else None
    return Item(
        source=source,
        key=key_of(row),
        at=_at(row, source.when) if source.when else None,
        by=lens.user(writer) if isinstance(writer, User) else "",
        parts=tuple(_parts(source, row, lens)),
        files=source.files(row),
        teller=source.teller(row),
        guardian=source.guardian(row),
        for_adults_here=source.for_adults_here(row),
    )


def _parts(source: Source, row: Any, lens: Lens) -> Iterator[Part]:
    """Without what is empty: nothing was written there, which is not the same as no or none."""
    for name, label in source.shows.items():
        owner, column = _owner(row, name)
        value = _value(owner, column)
        if value is None or value in ("", [], {}):
            continue
        text, plain = _read(owner, column, value, source.codes.get(name), lens)
        yield Part(name, str(label), text, plain)


def _owner(row: Any, name: str) -> tuple[Any, str]:
    *way, column = name.split("__")
    for step in way:
        row = getattr(row, step, None)
    return row, column


def _at(row: Any, name: str) -> Any:
    return _value(*_owner(row, name))


def _value(owner: Any, column: str) -> Any:
    if owner is None:
        return None
    if hasattr(owner, f"{column}{SEALED}") and not hasattr(type(owner), column):
        return owner.opened(column)
    return getattr(owner, column)


def _read(owner: Any, column: str, value: Any, codes: Codes | None, lens: Lens) -> tuple[str, Any]:
    if codes is not None:
        return _in_words(codes, value), value
    if isinstance(value, (User, Guardian, School, Model)):
        text = _named(value, lens)
        return text, text
    shown: Callable[[], Text] | None = getattr(owner, f"get_{column}_display", None)
    if shown is not None:
        return str(shown()), value
    if isinstance(value, str):
        text = lens.hide(value)
        return text, text
    return _plain(value, lens)


def _named(value: Model, lens: Lens) -> str:
    match value:
        case User():
            return lens.user(value)
        case Guardian():
            return lens.guardian(value)
        case School():
            return lens.school(value)
        case _:
            return lens.hide(str(value))


def _plain(value: Any, lens: Lens) -> tuple[str, Any]:
    match value:
        case bool():
            return (_("Yes") if value else _("No")), value
        case dt.datetime():
            local = timezone.localtime(value)
            return f"{date_format(local, 'DATE_FORMAT')} {date_format(local, 'TIME_FORMAT')}", local.isoformat()
        case dt.date():
            return date_format(value, "DATE_FORMAT"), value.isoformat()
        case dt.time():
            return time_format(value, "TIME_FORMAT"), value.isoformat()
        case int() | float():
            return number_format(value), value
        case _:
            hidden = json.loads(lens.hide(json.dumps(value, ensure_ascii=False, default=str)))
            return _lines(hidden), hidden


def _lines(value: Any) -> str:
    """Of what is kept as a list or a table of its own."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_lines(one)}" for name, one in value.items() if one not in (None, "", [], {}))
    if isinstance(value, list):
        return "; ".join(_lines(one) for one in value)
    return str(value)


def _in_words(codes: Codes, value: Any) -> str:
    words = codes.get(value)
    return languages.pick(words) if words else str(value)


def _as_it_is(text: str) -> str:
    return text
