"""Each person's account of what makes it hard and what helps; scores; hypotheses. Nothing adds them up."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.intake import own_questions
from skoleporten.intake.changes import ChangedMeanwhileError, note, open_to_writing, save_changed
from skoleporten.intake.models import CatalogueText, FactorStatement, Hypothesis, Informant, InstrumentScore, Intake
from skoleporten.intake.stories import who_may_tell
from skoleporten.intake.transitions import somebody
from skoleporten.people.models import Guardian
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.factors import Basis, Catalogue, load_catalogue, parse_catalogue
from skoleporten.rules.factors import Informant as Kind
from skoleporten.rules.talk import Hypothesis as HypothesisKind


@dataclass(frozen=True)
class Said:
    """Of one factor. All empty: nothing is said of it."""

    basis: str = ""
    evidence: str = ""
    strength: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.basis or self.evidence or self.strength)


@dataclass(frozen=True)
class Instrument:
    name: str
    version: str
    licensed: str
    filled_in_on: dt.date


@cache
def catalogue_in_use() -> Catalogue:
    """Read once: it is a file of the product."""
    return load_catalogue()


def catalogue_of(row: CatalogueText) -> Catalogue:
    """The very words that a statement was made of."""
    return parse_catalogue(row.text, f"{row.catalogue_id} {row.version}")


@transaction.atomic
def add_informant(
    *, by: Actor, intake: Intake, kind: str, client_id: uuid.UUID, guardian: Guardian | None = None, name: str = ""
) -> Informant:
    """The pupil and each guardian have one account; of the others there may be several, each by own name."""
    open_to_writing(intake)
    assert intake.pupil is not None
    standing = Informant.objects.filter(intake=intake, removed_at__isnull=True)
    if made := standing.filter(client_id=client_id).first() or _standing_one(intake, kind, guardian):
        return made
    if kind == Kind.GUARDIAN:
        relations = who_may_tell(intake.pupil, timezone.localdate())
        if guardian not in [one.guardian for one in relations]:
            raise RefusedError(_("Only somebody with a relation to the pupil today can tell as a guardian."))
    elif kind != Kind.PUPIL and not name.strip():
        raise RefusedError(_("Write who it is, by name."))
    made = Informant.objects.create(
        intake=intake, client_id=client_id, written_by_id=somebody(by), kind=Kind(kind).value,
        guardian=guardian if kind == Kind.GUARDIAN else None,
        name="" if kind == Kind.PUPIL else name.strip() or str(guardian),
    )  # fmt: skip
    note(by, "intake.informant_added", intake, made, kind=made.kind)
    return made


@transaction.atomic
def write_account(*, by: Actor, informant: Informant, said: Mapping[str, Said], seen_version: int) -> Informant:
    """The whole account as one form. Raises ChangedMeanwhileError where somebody was quicker."""
    open_to_writing(informant.intake)
    informant.refresh_from_db()
    catalogue = catalogue_in_use()
    known = {factor.id for factor in catalogue.factors}
    told = {factor: one for factor, one in said.items() if not one.is_empty}
    if set(told) - known:
        raise RefusedError(_("The catalogue has no such factor."))
    for one in told.values():
        _check_said(one)
    if told == _standing(informant, known):
        return informant
    if informant.version != seen_version:
        raise ChangedMeanwhileError(informant)
    _replace(by, informant, told, known, stored(catalogue))
    informant.version += 1
    informant.changed_at, informant.changed_by_id = timezone.now(), somebody(by)
    informant.save()
    note(by, "intake.factors_told", informant.intake, informant, version=informant.version)
    return informant


@transaction.atomic
def remove_informant(*, by: Actor, informant: Informant) -> None:
    """Entered by mistake; the account stands in the history only."""
    open_to_writing(informant.intake)
    informant.refresh_from_db()
    if informant.removed_at is None:
        informant.removed_at = timezone.now()
        informant.save()
        note(by, "intake.informant_removed", informant.intake, informant)


def stored(catalogue: Catalogue) -> CatalogueText:
    """Its very words, kept once."""
    kept, _made = CatalogueText.objects.get_or_create(
        sha256=catalogue.sha256,
        defaults={"catalogue_id": catalogue.id, "version": catalogue.version, "text": catalogue.text},
    )
    return kept


@transaction.atomic
def add_scores(
    *,
    by: Actor,
    informant: Informant,
    instrument: Instrument,
    scores: Sequence[tuple[str, Decimal]],
    client_id: uuid.UUID,
) -> list[InstrumentScore]:
    """As they stand in the instrument, by subscale. The product knows no items, no norms and no sum."""
    open_to_writing(informant.intake)
    if made := list(informant.scores.filter(client_id=client_id)):
        return made
    names = [subscale.strip() for subscale, _score in scores]
    if not names or not all(names) or len(set(names)) < len(names):
        raise RefusedError(_("Write each subscale once, with its score."))
    if not all(part.strip() for part in (instrument.name, instrument.version, instrument.licensed)):
        raise RefusedError(_("Write which instrument and version it is, and who is licensed to use it."))
    if instrument.filled_in_on > timezone.localdate():
        raise RefusedError(_("The date is still to come."))
    rows = [
        InstrumentScore(
            client_id=client_id, informant=informant, instrument=instrument.name.strip(),
            instrument_version=instrument.version.strip(), licensed=instrument.licensed.strip(),
            filled_in_on=instrument.filled_in_on, subscale=name, score=score, written_by_id=somebody(by),
        )
        for name, (_subscale, score) in zip(names, scores, strict=True)
    ]  # fmt: skip
    made = InstrumentScore.objects.bulk_create(rows)
    note(by, "intake.scores_entered", informant.intake, informant, scores=len(made))
    return made


@transaction.atomic
def remove_score(*, by: Actor, score: InstrumentScore) -> None:
    """Entered by mistake."""
    open_to_writing(score.informant.intake)
    score.refresh_from_db()
    if score.removed_at is None:
        score.removed_at, score.removed_by_id = timezone.now(), somebody(by)
        score.save()
        note(by, "intake.score_removed", score.informant.intake, score)


@transaction.atomic
def suppose(*, by: Actor, intake: Intake, kind: str, words: str, client_id: uuid.UUID) -> Hypothesis:
    """One of several ways to understand it. Only where the municipality has turned it on."""
    open_to_writing(intake)
    if made := Hypothesis.objects.filter(client_id=client_id, intake=intake).first():
        return made
    if not own_questions.choice_in_force().has_hypotheses:
        raise RefusedError(_("Hypotheses are not in use here."))
    made = Hypothesis.objects.create(
        intake=intake, client_id=client_id, written_by_id=somebody(by), kind=HypothesisKind(kind).value,
        words=_said(words),
    )  # fmt: skip
    note(by, "intake.supposed", intake, made)
    return made


@transaction.atomic
def change_hypothesis(*, by: Actor, hypothesis: Hypothesis, words: str, seen_version: int) -> Hypothesis:
    open_to_writing(hypothesis.intake)
    if save_changed(by, hypothesis, seen_version, {"words": _said(words)}):
        note(by, "intake.hypothesis_changed", hypothesis.intake, hypothesis)
    return hypothesis


@transaction.atomic
def leave_hypothesis(*, by: Actor, hypothesis: Hypothesis, why: str = "") -> None:
    """It is not thought so any more. It stays readable as something that was thought once."""
    open_to_writing(hypothesis.intake)
    hypothesis.refresh_from_db()
    if hypothesis.left_at is None:
        hypothesis.left_at, hypothesis.left_by_id = timezone.now(), somebody(by)
        hypothesis.why_left = why.strip()
        hypothesis.save()
        note(by, "intake.hypothesis_left", hypothesis.intake, hypothesis)


def _standing_one(intake: Intake, kind: str, guardian: Guardian | None) -> Informant | None:
    """The account that the pupil or this guardian has already."""
    standing = Informant.objects.filter(intake=intake, removed_at__isnull=True, kind=kind)
    if kind == Kind.PUPIL:
        return standing.first()
    return standing.filter(guardian=guardian).first() if kind == Kind.GUARDIAN else None


def _standing(informant: Informant, known: set[str]) -> dict[str, Said]:
    rows = FactorStatement.objects.filter(informant=informant, factor_id__in=known)
    return {row.factor_id: Said(row.basis, row.evidence, row.strength) for row in rows}


def _replace(by: Actor, informant: Informant, told: Mapping[str, Said], known: set[str], text: CatalogueText) -> None:
    """Only what differs is touched, so that the history tells what changed. Statements of an older catalogue stay."""
    standing = {row.factor_id: row for row in FactorStatement.objects.filter(informant=informant, factor_id__in=known)}
    for factor, row in standing.items():
        if factor not in told:
            row.delete()
    for factor, one in told.items():
        row = standing.get(factor) or FactorStatement(informant=informant, factor_id=factor)
        if row.pk is None or Said(row.basis, row.evidence, row.strength) != one:
            row.catalogue, row.written_at, row.written_by_id = text, timezone.now(), somebody(by)
            row.basis, row.evidence, row.strength = one.basis, one.evidence, one.strength
            row.save()


def _check_said(one: Said) -> None:
    if one.basis and one.basis not in set(Basis):
        raise RefusedError(_("Choose whether it was seen or is thought."))
    if one.basis and not one.evidence:
        raise RefusedError(_("Write what it rests on."))
    if one.evidence and not one.basis:
        raise RefusedError(_("Choose whether it was seen or is thought."))


def _said(words: str) -> str:
    if not words.strip():
        raise RefusedError(_("Write what makes you think so."))
    return words.strip()
