"""Whose calendar a page is about, and what its reader may do with it. What a reader may not see does not exist."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.schools import queries
from skoleporten.schools.models import School, SchoolYear
from skoleporten.web.components import Crumb
from skoleporten.web.requests import ActingRequest

FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Scope:
    """`school` None is the whole municipality; `school_year` None is a year that nobody has entered yet."""

    year: int
    school: School | None
    school_year: SchoolYear | None
    may_edit: bool
    may_edit_days: bool

    @property
    def label(self) -> str:
        return f"{self.year}/{(self.year + 1) % 100:02d}"

    @property
    def whose(self) -> str:
        return self.school.name if self.school else _("The whole municipality")

    @property
    def urls(self) -> Urls:
        return Urls(self)

    def url(self, name: str, **more: Any) -> str:
        kwargs = {"year": self.year, **more}
        if self.school is None:
            return reverse(name, kwargs=kwargs)
        return reverse(f"school_{name}", kwargs=kwargs | {"school": self.school.public_id})

    def trail(self, *last: str) -> list[Crumb]:
        schools = [Crumb(_("Schools"), reverse("schools"))]
        if self.school:
            schools.append(Crumb(self.school.name, reverse("school", kwargs={"school": self.school.public_id})))
        here = Crumb(_("School calendar %(year)s") % {"year": self.label}, self.url("calendar") if last else "")
        return [*schools, here, *[Crumb(label) for label in last]]

    def entered_year(self) -> SchoolYear:
        if self.school_year is None:
            raise Http404
        return self.school_year

    def schools(self) -> list[School]:
        return [self.school] if self.school else list(School.objects.filter(is_active=True))


@dataclass(frozen=True)
class Urls:
    """The addresses of one scope's pages, for templates: `scope.urls.calendar_add`."""

    scope: Scope

    def __getattr__(self, name: str) -> str:
        if not name.startswith("calendar"):
            raise AttributeError(name)
        return self.scope.url(name)


def scope_of(request: ActingRequest, year: int, school: uuid.UUID | None, *, to_edit: bool = False) -> Scope:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    found = get_object_or_404(queries.visible_schools(request.actor), public_id=school) if school else None
    may_edit = queries.may_edit_calendar(request.actor, found)
    if to_edit and not may_edit:
        raise Http404
    return Scope(
        year=year,
        school=found,
        school_year=SchoolYear.objects.filter(year=year).first(),
        may_edit=may_edit,
        may_edit_days=found is None and may_edit,
    )
