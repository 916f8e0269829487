"""The pieces that every page is built from. They are tags and filters in every template, with nothing to load.

A page extends `base.html` and fills the blocks `title` (words only), `content`, and where it has them `trail`
(breadcrumbs) and `wide` (set to "wide" for pages that are mostly a table). The view passes one context of values
made by a presenter; no HTML is made in Python.

    {% block trail %}{% breadcrumbs trail %}{% endblock %}      trail = [Crumb(_("Schools"), url), Crumb(school.name)]
    {% error_summary form %}                                    first thing in the form's page; takes the focus
    {{ form.name.as_field_group }}                              label, tag, description, input and error (or {{ form }})
    {% alert "info" heading=_("Read this") %}…{% endalert %}    info | success | warning | danger
    {% tag _("Open") "accent" %}                                never the only carrier of a meaning
    {% data_table table %}                                      table = tables.Table(caption, columns, rows, …)
    {% scroll_region caption %}<table …>{% endscroll_region %}  round a table written by hand
    {% sort_heading "grade" _("Grade") sort %}                  <th> with a link; sort = tables.Sort.of(request, …)
    {% key_figures figures %}                                   figures = [KeyFigure(…)]
    {% figure figure %}                                         figure = figures.Figure(…): words + SVG + table + CSV
    {% school_year_calendar calendar %}                         calendar = school_year_calendar.SchoolYearCalendar
    {% timeline entries %}                                      entries = [TimelineEntry(…)], newest first
    {% pagination page %}                                       page = a Paginator page; keeps the rest of the query
    {% draft_found form %} {% draft form %}                     of a long form: see web/documents/drafts.py
    {% panel_body panel %}                                      panel = cases.panel.Panel(…): its own template
    {% filters form %}                                          a GET form that also works without JavaScript
    {% empty_state heading %}What to do about it{% endempty_state %}

Filters: |percent (a fraction from 0 to 1) |number |duration (minutes) |day (a date with its weekday) |clock.
Buttons and links are plain HTML with Designsystemet's classes: <button class="ds-button">, data-variant="secondary"
or "tertiary"; rows of them in <div class="actions">. Text that should not run wide: class="prose". Colours carry
no meaning alone. See templates/components/ and static/app/app.css.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template import Context
from django.template.base import render_value_in_context
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from skoleporten.web import words
from skoleporten.web.figures import Figure
from skoleporten.web.school_year_calendar import SchoolYearCalendar
from skoleporten.web.tables import Cell, Sort, Table

PLACE = "\ue000"  # a sign that no text has
register = template.Library()
for name in ("percent", "number", "duration", "day", "clock"):
    register.filter(name, getattr(words, name))


@dataclass(frozen=True)
class Crumb:
    """One step of the way here; the last one has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class KeyFigure:
    """A number never stands alone: what of, out of what, and as of when."""

    label: str
    value: str
    unit: str = ""
    of_what: str = ""
    as_of: dt.date | None = None
    url: str = ""


@dataclass(frozen=True)
class TimelineEntry:
    """`at` is a date or an instant; `who` may be empty for what the system did by itself."""

    at: dt.date | dt.datetime
    heading: str
    who: str = ""
    text: str = ""
    details: Sequence[str] = field(default_factory=tuple)

    @property
    def has_time(self) -> bool:
        return isinstance(self.at, dt.datetime)


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(trail: Sequence[Crumb]) -> dict[str, Any]:
    return {"trail": trail[:-1], "here": trail[-1], "back": trail[-2] if len(trail) > 1 else None}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """The mistakes in the same words as beside their fields, each a link to its field."""
    found = [
        (form[name] if name in form.fields else None, str(error))
        for form in forms
        if form is not None and form.is_bound
        for name, errors in form.errors.items()
        for error in errors
    ]
    times = Counter(text for _field, text in found)
    return {"faults": [_fault(field, text, is_said_again=times[text] > 1) for field, text in found]}


def _fault(field: BoundField | None, text: str, *, is_said_again: bool) -> dict[str, str]:
    """What is said of several fields is told apart by what each of them asks."""
    if field is None:
        return {"text": text, "target": ""}
    asked = str(field.label)
    if is_said_again:
        text = f"{asked} {text}" if asked.endswith(("?", ".", "!")) else f"{asked}: {text}"
    return {"text": text, "target": field.id_for_label or field.auto_id}


@register.inclusion_tag("components/draft_found.html", takes_context=True)
def draft_found(context: Context, form: BaseForm) -> dict[str, Any]:
    """Above a form made by `drafted`: that a draft stands in it, and the way to throw it away."""
    draft: Any = form.draft  # type: ignore[attr-defined]
    return {"found": draft.found, "signed": draft.signed, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/draft.html")
def draft(form: BaseForm) -> dict[str, Any]:
    """Inside the form: whose draft it is, and the line that says whether it is saved."""
    return {"signed": form.draft.signed}  # type: ignore[attr-defined]


@register.simple_tag(takes_context=True)
def panel_body(context: Context, panel: Any) -> SafeString:
    """One part of the page of a case (web/cases/panel.py), with its own context and what each template has."""
    kept = {name: context.get(name) for name in ("csrf_token", "actor")}
    with_own = context.new({**kept, **panel.context, "panel": panel})
    return context.template.engine.get_template(panel.template).render(with_own)  # type: ignore[union-attr]


@register.simple_block_tag
def alert(content: SafeString, color: str = "info", heading: str = "", level: int = 2) -> SafeString:
    return _render("components/alert.html", content=content, color=color, heading=heading, level=f"h{int(level)}")


@register.simple_block_tag
def scroll_region(content: SafeString, label: str) -> SafeString:
    return _render("components/scroll_region.html", content=content, label=label)


@register.simple_block_tag
def empty_state(content: SafeString, heading: str, level: int = 2) -> SafeString:
    return _render("components/empty_state.html", content=content, heading=heading, level=f"h{int(level)}")


@register.inclusion_tag("components/tag.html")
def tag(text: str, color: str = "neutral") -> dict[str, str]:
    return {"text": text, "color": color}


@register.inclusion_tag("components/sort_heading.html")
def sort_heading(key: str, label: str, sort: Sort, is_number: bool = False) -> dict[str, Any]:
    return {"label": label, "url": sort.url(key), "direction": sort.direction(key), "is_number": is_number}


@register.inclusion_tag("components/data_table.html")
def data_table(table: Table) -> dict[str, Any]:
    """A table may be of a hundred days: what is round a cell is drawn once a column, and what is in it is put there."""
    around = [
        _render("components/table_cell.html", column=column, stacks=table.stacks, is_first=not number, text=PLACE)
        for number, column in enumerate(table.columns)
    ]
    sides = [drawn.strip().partition(PLACE)[::2] for drawn in around]
    rows = [
        SafeString(
            "".join(f"{begin}{_in_cell(cell)}{end}" for (begin, end), (_column, cell) in zip(sides, row, strict=True))
        )
        for row in table.cells()
    ]
    return {"table": table, "rows": rows}


def _in_cell(cell: Cell) -> str:
    if not cell.is_plain:
        return _render("components/cell.html", cell=cell).strip()
    if isinstance(cell.text, str):
        return conditional_escape(cell.text)
    return str(render_value_in_context(cell.text, Context()))


@register.inclusion_tag("components/key_figures.html")
def key_figures(figures: Sequence[KeyFigure]) -> dict[str, Any]:
    return {"figures": figures}


@register.inclusion_tag("components/figure.html")
def figure(figure: Figure) -> dict[str, Any]:
    return {"figure": figure}


@register.inclusion_tag("components/school_year_calendar.html")
def school_year_calendar(calendar: SchoolYearCalendar) -> dict[str, Any]:
    return {"calendar": calendar}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Sequence[TimelineEntry]) -> dict[str, Any]:
    return {"entries": entries}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page) -> dict[str, Any]:
    rest = context["request"].GET.copy()
    rest.pop("page", None)
    prefix = "?" + (f"{rest.urlencode()}&" if rest else "") + "page="
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "prefix": prefix, "numbers": list(shown), "gap": page.paginator.ELLIPSIS}


@register.inclusion_tag("components/filters.html", takes_context=True)
def filters(context: Context, form: BaseForm) -> dict[str, Any]:
    """The chosen order is kept, the page number is not: another selection begins on its first page."""
    request = context["request"]
    return {"form": form, "sort": _kept_sort(request, form), "path": request.path, "is_chosen": _is_chosen(form)}


def _kept_sort(request: HttpRequest, form: BaseForm) -> str:
    return "" if "sort" in form.fields else str(request.GET.get("sort", ""))


def _is_chosen(form: BaseForm) -> bool:
    return form.is_bound and any(form.data.get(form.add_prefix(name)) for name in form.fields)


def _render(name: str, **values: Any) -> SafeString:
    return render_to_string(name, values)
