"""What the panels are asked about. Themes of one's own stand beside those that came with the product."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.panels.changing import locked, log, once, only_the_team, save_seen, touch
from skoleporten.panels.models import Theme
from skoleporten.rules.errors import RefusedError


@transaction.atomic
def add(*, by: Actor, question: str, about: str, source: str, client_id: uuid.UUID) -> Theme:
    only_the_team(by)
    _check(question)

    def make() -> Theme:
        last = Theme.objects.aggregate(last=Max("position"))["last"] or 0
        made = Theme.objects.create(
            question=question.strip(),
            about=about.strip(),
            source=source.strip(),
            position=last + 1,
            client_id=client_id,
        )
        log(by, "theme_added", made)
        return made

    return once(Theme, client_id, make, question=question.strip())


@transaction.atomic
def change(*, by: Actor, theme: Theme, question: str, about: str, seen_version: int) -> Theme:
    """One that came with the product gets the words of whoever changes it, in every language."""
    only_the_team(by)
    _check(question)
    theme = locked(theme)
    values = {"question": question.strip(), "about": about.strip()}
    if _says_so_already(theme, values):
        return theme
    if save_seen(by, theme, seen_version, values):
        log(by, "theme_changed", theme)
    return theme


@transaction.atomic
def set_in_use(*, by: Actor, theme: Theme, is_active: bool) -> None:
    """Put away, it stands where it was used, and is not offered any more."""
    only_the_team(by)
    theme = locked(theme)
    if theme.is_active != is_active:
        theme.is_active = is_active
        touch(by, theme)
        log(by, "theme_taken_out" if is_active else "theme_put_away", theme)


def _says_so_already(theme: Theme, values: dict[str, str]) -> bool:
    """The shipped words, saved as they stand in one of the languages, stay shipped in all of them."""
    return not theme.question and any(
        all(theme.texts(name).get(language) == text for name, text in values.items())
        for language in theme.texts("question")
    )


def _check(question: str) -> None:
    if not question.strip():
        raise RefusedError(_("Write the question."))
