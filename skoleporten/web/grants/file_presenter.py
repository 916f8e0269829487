"""A file of people as numbers and tables. A pupil is named only where the gate has let her through."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.models import Grant, Role
from skoleporten.imports.models import PeopleImport
from skoleporten.imports.people.difference import Difference, Gain
from skoleporten.imports.people.told import Problem, Told
from skoleporten.people.models import Enrolment, Guardianship, Pupil
from skoleporten.web import words
from skoleporten.web.components import KeyFigure
from skoleporten.web.grants import group_table
from skoleporten.web.grants.group_table import where
from skoleporten.web.grants.presenters import date
from skoleporten.web.tables import Cell, Column, Table


@dataclass(frozen=True)
class ShownRelation:
    pupil_id: int
    guardian: str
    kind: str
    decides: str
    change: str


def file_table(files: Iterable[PeopleImport]) -> Table:
    return Table(
        caption=_("Files handed in"),
        is_caption_hidden=True,
        columns=[Column(_("File")), Column(_("State")), Column(_("Handed in"))],
        rows=[
            [
                Cell(one.file_name, reverse("people_file", args=[one.public_id])),
                one.get_state_display(),
                words.clock(one.received_at),
            ]
            for one in files
        ],
    )


def figures(counts: Mapping[str, int]) -> list[KeyFigure]:
    """The ones that say who gains and loses always; the others where there is something to say."""
    always = {
        "gain": _("Grants that staff gain"),
        "lose": _("Grants that staff lose"),
        "guardians_lose": _("Guardians who lose access"),
        "to_verify": _("Relations to verify before they open anything"),
    }
    sometimes = {
        "new_users": _("New users"),
        "shortened": _("Grants that end earlier"),
        "new_relations": _("New relations"),
        "changed_relations": _("Relations that change"),
        "ended_relations": _("Relations that end"),
        "joins": _("Pupils who join a teaching group"),
        "leaves": _("Pupils who leave a teaching group"),
        "family": _("Own family, never shown"),
        "barred": _("Barred, left as they are"),
        "kept": _("Left as a person recorded them"),
        "unknown_places": _("Rows of unknown schools, classes or groups"),
        "unknown_pupils": _("Rows of unknown pupils"),
        "ended_by_hand": _("Ended by a person, not given again"),
        "own": _("Your own access, left out"),
        "unusable": _("Rows that give nothing"),
    }
    if not counts:
        return []
    told = {name: label for name, label in sometimes.items() if counts.get(name)}
    return [KeyFigure(label, words.number(counts.get(name, 0))) for name, label in (always | told).items()]


def gain_table(found: Difference, schools: Collection[int] | None, today: dt.date, most: int) -> Table | None:
    rows = [
        [
            Cell(gain.staff.name, note=gain.staff.username),
            Role(gain.role).label,
            where(gain.school, gain.school_class or gain.group),
            date(gain.end),
            words.number(group_table.pupils_gained(found, gain, today) if gain.group else _pupils(gain, today)),
        ]
        for gain in [one for one in found.gains if schools is None or one.school.pk in schools][:most]
    ]
    return _staff_table(_("Staff who gain access"), rows)


def loss_table(found: Difference, schools: Collection[int] | None, today: dt.date, most: int) -> Table | None:
    rows = [
        [
            Cell(str(grant.user), note=grant.user.username),
            Role(grant.role).label,
            where(grant.school, grant.school_class or grant.teaching_group),
            date(today),
            words.number(
                len(group_table.pupils_in(grant.teaching_group, today))
                if grant.teaching_group
                else _pupils(grant, today)
            ),
        ]
        for grant in [one for one in found.losses if schools is None or one.school_id in schools][:most]
    ]
    return _staff_table(_("Staff who lose access"), rows)


def _staff_table(caption: str, rows: list[list[Any]]) -> Table | None:
    columns = [
        Column(_("Name")),
        Column(_("Role")),
        Column(_("Where")),
        Column(_("Until")),
        Column(_("Pupils"), is_number=True),
    ]
    return Table(caption=caption, columns=columns, rows=rows, stacks=True) if rows else None


def _pupils_lost(grant: Grant, today: dt.date) -> int:
    if grant.teaching_group is not None:
        return len(group_table.pupils_in(grant.teaching_group, today))
    return _pupils(grant, today)


def _pupils(one: Gain | Grant, today: dt.date) -> int:
    """A protected pupil opens to nobody by this, and is not counted."""
    rows = Enrolment.objects.on(today).filter(school=one.school, pupil__protected=False)
    rows = rows.filter(school_class=one.school_class) if one.school_class else rows
    return rows.values("pupil").distinct().count()


def relations(found: Difference) -> list[ShownRelation]:
    shown = [
        ShownRelation(one.pupil.pk, _name(one.guardian), one.kind, one.decides, change)
        for rows, change in ((found.new_relations, _("New")), (found.changed_relations, _("Changed")))
        for one in rows
    ]
    return shown + [
        ShownRelation(one.pupil_id, str(one.guardian), one.kind, one.decides, _("Ended"))
        for one in found.ended_relations
    ]


def _name(guardian: Any) -> str:
    return f"{guardian.given_name} {guardian.family_name}".strip()


def relation_table(rows: Iterable[ShownRelation], visible: Mapping[int, Pupil]) -> Table:
    return Table(
        caption=_("Relations of your own pupils"),
        columns=[Column(_("Pupil")), Column(_("Guardian")), Column(_("Right to decide")), Column(_("Change"))],
        rows=[
            [
                visible[one.pupil_id].full_name,
                Cell(one.guardian, note=str(Guardianship.Kind(one.kind).label)),
                Guardianship.Decides(one.decides).label,
                one.change,
            ]
            for one in rows
        ],
    )


def problems(told: Told) -> list[str]:
    said = {
        Problem.NO_USER_NAME: _("No user name"),
        Problem.UNKNOWN_ROLE: _("A role that files can not give"),
        Problem.NO_CLASS: _("No class or teaching group, so no pupils to see"),
        Problem.NO_SUCH_PERSON: _("The person is named, and not in the file"),
        Problem.BAD_DATE: _("A date that is no date"),
        Problem.UNCLEAR_RELATION: _("It is not clear who is the pupil"),
        Problem.MISSING_VALUE: _("A value is missing"),
    }
    counted = Counter(one.problem for one in told.unusable)
    return [f"{said[problem]}: {words.number(number)}" for problem, number in counted.most_common()]
