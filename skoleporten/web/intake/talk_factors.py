"""Factors side by side, one column a person; each person's account; scores; hypotheses; and the squeeze."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.intake import factors
from skoleporten.intake.factors import Instrument
from skoleporten.intake.models import FactorStatement, Informant, InstrumentScore, Intake
from skoleporten.intake.stories import who_may_tell
from skoleporten.rules.factors import COLUMNS, INFORMANTS, Basis, Catalogue, Column, Factor
from skoleporten.rules.factors import Informant as Kind
from skoleporten.rules.talk import SQUEEZE, Part, Squeeze
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.intake.talk_forms import AccountForm, InformantForm, ScoresForm
from skoleporten.web.intake.talk_saving import Page, answer, pupil_of, still_open, talk_of
from skoleporten.web.intake.talk_trail import trail_in
from skoleporten.web.intake.talk_words import part_name, part_url
from skoleporten.web.intake.visible import team_reads, team_writes
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import in_language


@dataclass(frozen=True)
class Cell:
    """What one person says of one factor. Empty is not "no": nothing was said."""

    basis: str
    evidence: str
    strength: str


@dataclass(frozen=True)
class Row:
    name: str
    cells: Sequence[tuple[str, Cell | None]]
    is_spoken_of: bool


def factors_of(request: ActingRequest, intake: Intake, part: str) -> dict[str, Any]:
    """All three columns and everybody's account beside each other; nothing is counted."""
    informants = list(_standing(request, intake))
    statements = _statements(request, informants)
    found = columns(factors.catalogue_in_use(), informants, statements)
    return {
        "informants": [(name_of(one), _url(intake, one)) for one in informants],
        "columns": found,
        "spoken_of": [name for name, rows in found if any(row.is_spoken_of for row in rows)],
        "earlier": _of_an_earlier_catalogue(informants, statements),
        "catalogue": factors.catalogue_in_use(),
        "form": _informant_form(request, intake, informants),
    }


def columns(
    catalogue: Catalogue, informants: Sequence[Informant], statements: Mapping[tuple[int, str], FactorStatement]
) -> list[tuple[str, list[Row]]]:
    return [
        (in_language(COLUMNS[column]), [_row(one, informants, statements) for one in catalogue.in_column(column)])
        for column in Column
    ]


@team_writes
@require_POST
def add(request: ActingRequest, public_id: str) -> HttpResponse:
    intake = still_open(talk_of(request, public_id))
    form = _informant_form(request, intake, list(_standing(request, intake)), request.POST)
    if not form.is_valid():
        for faults in form.errors.values():
            messages.warning(request, " ".join(map(str, faults)))
        return redirect(part_url(intake, Part.FACTORS))
    who = form.cleaned_data["who"]
    rows = who_may_tell(pupil_of(intake), request.today)
    relation = next((row for row in rows if str(row.guardian.public_id) == who), None)
    name = f"{relation.guardian} ({relation.get_kind_display().lower()})" if relation else form.cleaned_data["name"]
    made = factors.add_informant(
        by=request.actor, intake=intake, kind=Kind.GUARDIAN if relation else who, name=name,
        guardian=relation.guardian if relation else None, client_id=form.cleaned_data["client_id"],
    )  # fmt: skip
    return redirect(_url(intake, made))


@team_writes
def one(request: ActingRequest, public_id: str, informant: str) -> HttpResponse:
    """One person's account on all factors."""
    intake = still_open(talk_of(request, public_id))
    found = _standing(request, intake).filter(public_id=informant).first()
    if found is None:
        raise Http404
    if "remove" in request.POST:
        factors.remove_informant(by=request.actor, informant=found)
        messages.success(request, _("The account is taken away."))
        return redirect(part_url(intake, Part.FACTORS))
    initial: dict[str, Any] = {"seen_version": found.version}
    for row in found.statements.all():
        initial |= {f"{row.factor_id}-{part}": getattr(row, part) for part in ("basis", "evidence", "strength")}
    catalogue = factors.catalogue_in_use()
    form = drafted(request, AccountForm, "intake.factors", found.public_id, catalogue=catalogue, initial=initial)

    def save() -> None:
        seen = form.cleaned_data["seen_version"]
        factors.write_account(by=request.actor, informant=found, said=form.said(), seen_version=seen)

    name = name_of(found)
    context = {
        "intake": intake,
        "pupil": intake.pupil,
        "heading": name,
        "catalogue_name": in_language(catalogue.name),
        "trail": trail_in(intake, _crumb(intake), Crumb(name)),
    }
    page = Page("intake/talk_account.html", context, part_url(intake, Part.FACTORS), _("Written down."), _account_text)
    return answer(request, form, page, pupil_of(intake), save)


@team_writes
def scores(request: ActingRequest, public_id: str) -> HttpResponse:
    """Scores of instruments, by subscale and by who answered. No sum and no norm is known here."""
    intake = talk_of(request, public_id)
    informants = {str(one.public_id): one for one in _standing(request, intake)}
    choices = [(key, name_of(one)) for key, one in informants.items()]
    form = drafted(request, ScoresForm, "intake.scores", intake.public_id, informants=choices)

    def save() -> None:
        values = form.cleaned_data
        named = Instrument(
            values["instrument"], values["instrument_version"], values["licensed"], values["filled_in_on"]
        )
        factors.add_scores(
            by=request.actor, informant=informants[values["informant"]], instrument=named, scores=form.scores,
            client_id=values["client_id"],
        )  # fmt: skip

    context = {
        "intake": intake,
        "pupil": intake.pupil,
        "scores": [(name_of(row.informant), row) for row in _scores(request, intake)],
        "may_write": intake.ended_at is None,
        "has_informants": bool(informants),
        "factors_url": part_url(intake, Part.FACTORS),
        "trail": trail_in(intake, _crumb(intake), Crumb(_("Scores"))),
    }
    back = reverse("talk_scores", args=[intake.public_id])
    return answer(request, form, Page("intake/talk_scores.html", context, back, _("Entered.")), pupil_of(intake), save)


@team_writes
@require_POST
def remove_score(request: ActingRequest, public_id: str, score: str) -> HttpResponse:
    intake = still_open(talk_of(request, public_id))
    found = _scores(request, intake).filter(public_id=score).first()
    if found is None:
        raise Http404
    factors.remove_score(by=request.actor, score=found)
    messages.success(request, _("The score is taken away."))
    return redirect("talk_scores", public_id=intake.public_id)


@team_reads
def squeeze(request: ActingRequest, public_id: str) -> HttpResponse:
    """Prompts for talk among the staff. Nothing is written here, and it is on no page that a family sees."""
    intake = talk_of(request, public_id)
    read_log.shown(request, [pupil_of(intake).public_id], action="intake.squeeze_opened", purpose=Purpose.FOLLOW_UP)
    context = {
        "intake": intake,
        "prompts": {str(one): in_language(SQUEEZE[one]) for one in Squeeze},
        "trail": trail_in(intake, _crumb(intake), Crumb(_("The squeeze"))),
    }
    return render(request, "intake/talk_squeeze.html", context)


def name_of(informant: Informant) -> str:
    kind = in_language(INFORMANTS[Kind(informant.kind)])
    if informant.kind == Kind.PUPIL:
        return kind[:1].upper() + kind[1:]
    return informant.name if informant.guardian_id else f"{informant.name} ({kind})"


def _standing(request: ActingRequest, intake: Intake) -> Any:
    visible = Informant.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    return visible.filter(intake=intake, removed_at__isnull=True).select_related("intake__pupil", "guardian")


def _scores(request: ActingRequest, intake: Intake) -> Any:
    visible = InstrumentScore.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    standing = visible.filter(informant__intake=intake, informant__removed_at__isnull=True, removed_at__isnull=True)
    return standing.select_related("informant__guardian", "informant__intake__pupil", "written_by")


def _statements(request: ActingRequest, informants: Sequence[Informant]) -> dict[tuple[int, str], FactorStatement]:
    visible = FactorStatement.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    rows = visible.filter(informant__in=informants).select_related("catalogue")
    return {(row.informant_id, row.factor_id): row for row in rows}


def _of_an_earlier_catalogue(
    informants: Sequence[Informant], statements: Mapping[tuple[int, str], FactorStatement]
) -> list[tuple[str, str, Cell]]:
    """Statements on factors that the catalogue has no more, in the words that they were made of."""
    known = {factor.id for factor in factors.catalogue_in_use().factors}
    names = {one.pk: name_of(one) for one in informants}
    found = []
    for (informant, factor), row in statements.items():
        if factor not in known:
            text = factors.catalogue_of(row.catalogue).factor(factor)
            found.append((names[informant], in_language(text.name), _cell(row)))
    return found


def _row(factor: Factor, informants: Sequence[Informant], statements: Mapping[tuple[int, str], FactorStatement]) -> Row:
    found = [(name_of(one), statements.get((one.pk, factor.id))) for one in informants]
    cells = [(name, _cell(row) if row else None) for name, row in found]
    return Row(in_language(factor.name), cells, any(cell for _name, cell in cells))


def _cell(row: FactorStatement) -> Cell:
    words = {Basis.OBSERVED: _("Seen or said"), Basis.ASSUMED: _("Thought so")}
    return Cell(words[Basis(row.basis)] if row.basis else "", row.evidence, row.strength)


def _informant_form(request: ActingRequest, intake: Intake, informants: Sequence[Informant], sent: Any = None) -> Any:
    have = {one.guardian_id for one in informants}
    rows = [row for row in who_may_tell(pupil_of(intake), request.today) if row.guardian_id not in have]
    guardians = {str(row.guardian.public_id): f"{row.guardian} ({row.get_kind_display().lower()})" for row in rows}
    has_pupil = any(one.kind == Kind.PUPIL for one in informants)
    return InformantForm(sent, guardians=guardians, has_pupil=has_pupil, initial={"client_id": uuid.uuid4()})


def _account_text(informant: Informant) -> str:
    catalogue = factors.catalogue_in_use()
    names = {one.id: in_language(one.name) for one in catalogue.factors}
    lines = []
    for row in informant.statements.all():
        said = " · ".join(filter(None, [_cell(row).basis, row.evidence, row.strength]))
        lines.append(f"{names.get(row.factor_id, row.factor_id)}: {said}")
    return "\n".join(lines)


def _url(intake: Intake, informant: Informant) -> str:
    return reverse("talk_account", args=[intake.public_id, informant.public_id])


def _crumb(intake: Intake) -> Crumb:
    return Crumb(part_name(Part.FACTORS), part_url(intake, Part.FACTORS))
