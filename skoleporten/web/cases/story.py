"""What the child says, and what each has told of makes it hard and helps: beside each other, never added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.intake.factors import catalogue_in_use
from skoleporten.intake.models import FactorStatement, Informant, Story
from skoleporten.rules.factors import COLUMNS, Basis, Column, Factor
from skoleporten.rules.talk import Part
from skoleporten.rules.visibility import What, may_see
from skoleporten.web import words
from skoleporten.web.cases.panel import Link, Panel, Printed
from skoleporten.web.cases.visible import TEAM
from skoleporten.web.intake.talk_factors import name_of
from skoleporten.web.intake.talk_words import StoryInWords, story_in_words
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import in_language

NEWEST = 4


@dataclass(frozen=True)
class Told:
    """One person on one factor. `basis` is empty where only what helps was told."""

    factor: str
    basis: str
    evidence: str
    strength: str


@dataclass(frozen=True)
class Account:
    """One person's own account, by column; what nobody spoke of is left out."""

    who: str
    columns: Sequence[tuple[str, Sequence[Told]]]


def what_the_child_says(request: ActingRequest, case: Case) -> Panel | None:
    """The newest first. The team reads all; a specialist what the child let specialists read."""
    if not may_see(request.actor.role, What.OWN_WORDS):
        return None
    rows = Story.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).standing()
    mine = rows.filter(intake=case.intake_id, teller=Story.Teller.PUPIL)
    fetched = mine.select_related("written_by", "changed_by", "school", "guardian").prefetch_related("attachments")
    stories = [story_in_words(case.intake, one) for one in fetched.order_by("-told_on", "-pk")[:NEWEST]]
    return Panel(
        key="child-says",
        title=_("What %(name)s says") % {"name": case.pupil.given_name or case.pupil.full_name},
        template="cases/child_says.html",
        context={"stories": stories, "is_team": request.actor.role in TEAM},
        links=_talk_link(request, case, Part.CHILDS_STORY, _("All that was told in the talk")),
        printed=[_printed_story(stories, case)],
    )


def factors(request: ActingRequest, case: Case) -> Panel | None:
    """An account a person. No two are merged, and nothing is counted."""
    if not may_see(request.actor.role, What.FACTORS):
        return None
    accounts = accounts_of(request, case)
    return Panel(
        key="factors",
        title=_("What makes it hard and what helps, as each has told it"),
        template="cases/factors.html",
        context={"accounts": accounts},
        links=_talk_link(request, case, Part.FACTORS, _("Everybody side by side")),
        printed=[_printed_account(one) for one in accounts],
    )


def accounts_of(request: ActingRequest, case: Case) -> list[Account]:
    rows = Informant.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    informants = rows.filter(intake=case.intake_id, removed_at__isnull=True).prefetch_related("statements")
    known = {factor.id: factor for factor in catalogue_in_use().factors}
    accounts = [Account(name_of(one), _by_column(one.statements.all(), known)) for one in informants]
    return [one for one in accounts if one.columns]


def _by_column(statements: Sequence[FactorStatement], known: dict[str, Factor]) -> list[tuple[str, Sequence[Told]]]:
    """A factor of an earlier catalogue has no column any more, and is read on the page of the talk."""
    said = {row.factor_id: row for row in statements}
    found: list[tuple[str, Sequence[Told]]] = []
    for column in Column:
        told = [_told(factor, said[factor.id]) for factor in known.values() if _is_in(factor, column, said)]
        if told:
            found.append((in_language(COLUMNS[column]), told))
    return found


def _is_in(factor: Factor, column: Column, said: dict[str, FactorStatement]) -> bool:
    return factor.column is column and factor.id in said


def _told(factor: Factor, row: FactorStatement) -> Told:
    basis = {Basis.OBSERVED: _("Seen or said"), Basis.ASSUMED: _("Thought to be so")}
    return Told(in_language(factor.name), basis[Basis(row.basis)] if row.basis else "", row.evidence, row.strength)


def _printed_story(stories: Sequence[StoryInWords], case: Case) -> Printed:
    texts = [f"{words.day(one.told_on)}: {one.words or one.why_not_yet}" for one in stories]
    return Printed(_("What the child says"), texts=texts or [_("Nothing is written down yet.")])


def _printed_account(account: Account) -> Printed:
    points = [
        ". ".join(filter(None, [f"{column}: {one.factor}", one.basis, one.evidence, _helps(one)]))
        for column, told in account.columns
        for one in told
    ]
    return Printed(_("What makes it hard and what helps: %(who)s") % {"who": account.who}, points=points)


def _helps(told: Told) -> str:
    return _("What helps: %(text)s") % {"text": told.strength} if told.strength else ""


def _talk_link(request: ActingRequest, case: Case, part: str, label: str) -> list[Link]:
    if request.actor.role not in TEAM:
        return []
    return [Link(label, reverse("talk_part", args=[case.intake.public_id, part]))]
