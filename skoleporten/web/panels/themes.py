"""What the panels are asked about: each theme with what was said, what is known, and what came of it."""

from __future__ import annotations

import uuid

from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.development.queries import of as tried_because_of
from skoleporten.panels import queries, themes
from skoleporten.panels.models import Change, Theme
from skoleporten.web.components import Crumb
from skoleporten.web.form_page import Page
from skoleporten.web.panels.forms import ChangeThemeForm, NewThemeForm
from skoleporten.web.panels.names import answer
from skoleporten.web.panels.presenters import book_in_words, said_in_words, theme_in_words
from skoleporten.web.panels.rows import panel_label, theme_label
from skoleporten.web.panels.visible import found, names_read, shown, team_reads, team_writes, trail_to
from skoleporten.web.requests import ActingRequest
from skoleporten.web.saving import tell


@team_reads
def every(request: ActingRequest) -> HttpResponse:
    rows = list(Theme.objects.visible_to(request.actor))
    context = {
        "themes": [(one, theme_in_words(one)) for one in rows if one.is_active],
        "put_away": [(one, theme_in_words(one)) for one in rows if not one.is_active],
        "trail": trail_to(_("Themes")),
    }
    return render(request, "panels/themes.html", context)


@names_read
def one(request: ActingRequest, theme: uuid.UUID) -> HttpResponse:
    row: Theme = found(request, Theme, theme)
    statements = list(queries.statements_about(request.actor, row))
    names = queries.names_on(request.actor, statements, request.today)
    shown(request, "theme_opened", *names.values())
    said = said_in_words(statements, names)
    context = {
        "theme": row,
        "words": theme_in_words(row),
        "statements": [
            (one, panel_label(row.session.panel)) for one, row in zip(said, statements, strict=True)
        ],
        "changes": Change.objects.visible_to(request.actor).filter(themes=row),
        "books": [book_in_words(one) for one in queries.shelf(request.actor, theme=row)],
        "trials": tried_because_of(request.actor, "theme", row.public_id),
        "trail": trail_to(_crumb(), theme_label(row)),
    }  # fmt: skip
    return render(request, "panels/theme.html", context)


@team_writes
def new(request: ActingRequest) -> HttpResponse:
    form = NewThemeForm(request.POST or None)

    def save() -> None:
        values = form.cleaned_data
        themes.add(
            by=request.actor, question=values["question"], about=values["about"], source=values["source"],
            client_id=values["client_id"],
        )  # fmt: skip

    heading = _("Add a theme")
    page = Page(heading, trail_to(_crumb(), heading), reverse("panel_themes"), _("The theme is added."))
    return answer(request, form, page, save)


@team_writes
def change(request: ActingRequest, theme: uuid.UUID) -> HttpResponse:
    row: Theme = found(request, Theme, theme)
    words = theme_in_words(row)
    now = {"question": words["question"], "about": words["about"], "seen_version": row.version}
    form = ChangeThemeForm(request.POST or None, initial=now)

    def save() -> None:
        values = form.cleaned_data
        themes.change(
            by=request.actor, theme=row, question=values["question"], about=values["about"],
            seen_version=values["seen_version"],
        )  # fmt: skip

    heading, back = _("Change the theme"), reverse("panel_theme", args=[row.public_id])
    trail = trail_to(_crumb(), Crumb(theme_label(row), back), heading)
    intro = _("It came with Skoleporten in three languages. Your words stand in all of them.") if row.code else ""
    page = Page(
        heading, trail, back, _("Written down."), intro=intro, theirs=lambda now: f"{now.question}\n{now.about}"
    )
    return answer(request, form, page, save)


@team_writes
def use(request: ActingRequest, theme: uuid.UUID) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(("POST",))
    row: Theme = found(request, Theme, theme)
    is_active = request.POST.get("is_active") == "yes"
    tell(request, lambda: themes.set_in_use(by=request.actor, theme=row, is_active=is_active), _("Written down."))
    return redirect("panel_theme", row.public_id)


def _as_it_stands(now: Theme) -> str:
    words = theme_in_words(now)
    return f"{words['question']}\n{words['about']}"


def _crumb() -> Crumb:
    return Crumb(_("Themes"), reverse("panel_themes"))
