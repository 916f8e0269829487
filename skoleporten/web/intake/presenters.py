"""Intakes in words: a row of the queue, the picture that a school sent along, and what has happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.concerns.models import ConcernStep
from skoleporten.intake.lacks import lacks_of
from skoleporten.intake.models import Intake, Referral, Transition
from skoleporten.intake.outcome import may_be_told
from skoleporten.web import words
from skoleporten.web.components import KeyFigure, TimelineEntry
from skoleporten.web.documents.views import file_url
from skoleporten.web.intake.words import COLORS, stage_in_words
from skoleporten.web.rules.wording import days_in_words, in_language


@dataclass(frozen=True)
class QueueRow:
    """`next_on` is the talk or the review, whichever there is."""

    name: str
    url: str
    placing: str
    referrers: str
    stage: str
    stage_color: str
    lacks: Sequence[Any]
    waiting: str
    next_on: str
    owner: str
    is_mine: bool
    has_owner_here: bool


def name_of(intake: Intake) -> str:
    """As told, until a person has found the pupil."""
    if intake.pupil:
        return intake.pupil.full_name
    told = next((one.told_name for one in intake.referrals.all() if one.told_name), "")
    return told or _("Not found in the register")


def queue_row(intake: Any, today: dt.date, user_id: int | None) -> QueueRow:
    """Of an intake that queries.queue gave."""
    return QueueRow(
        name=name_of(intake),
        url=reverse("intake", args=[intake.public_id]),
        placing=placing_of(intake),
        referrers=", ".join(dict.fromkeys(referrer_of(one) for one in intake.referrals.all())),
        stage=stage_in_words(intake.state),
        stage_color=COLORS.get(intake.state, "neutral"),
        lacks=[one.words for one in lacks_of(intake)],
        waiting=waiting_since(intake.first_sent_at, today),
        next_on=next_in_words(intake.talk_at, intake.next_review),
        owner=str(intake.owner),
        is_mine=intake.owner_id == user_id,
        has_owner_here=intake.has_owner_here,
    )


def placing_of(intake: Intake) -> str:
    """School and class of the newest check; before it has counted the pupil, nothing."""
    measure = getattr(intake.pupil, "measure", None) if intake.pupil else None
    if measure is None:
        return "" if intake.pupil else _("Not matched with the register")
    parts = [measure.school_class.name if measure.school_class else "", measure.school.name if measure.school else ""]
    return " · ".join(part for part in parts if part)


def referrer_of(referral: Referral) -> str:
    if referral.school:
        return referral.school.name
    return referral.outside_service or referral.route.name


def waiting_since(at: dt.datetime, today: dt.date) -> str:
    days = (today - timezone.localdate(at)).days
    if days <= 0:
        return _("New today")
    return ngettext("Waiting for %(count)s day", "Waiting for %(count)s days", days) % {"count": days}


def next_in_words(talk_at: dt.datetime | None, next_review: dt.date | None) -> str:
    if talk_at:
        return _("Talk %(when)s") % {"when": words.clock(talk_at)}
    if next_review:
        return _("Looked at again %(when)s") % {"when": words.day(next_review)}
    return ""


@dataclass(frozen=True)
class ReferralInWords:
    """All that came with one referral, for the team and for the school that sent it."""

    public_id: str
    heading: str
    sent_at: dt.datetime
    who: str
    contact: str
    told_name: str
    told_birth_date: dt.date | None
    told_school: str
    is_told_by_name: bool
    reason: str
    hope: str
    interpreter_language: str
    basis: str
    evidence: EvidenceInWords | None
    matched: str
    has_no_right: bool
    files: Sequence[str]
    outcome: str = ""
    may_tell: bool = False


@dataclass(frozen=True)
class EvidenceInWords:
    """The school's picture, as it was. A missing figure is a dash, never nought."""

    as_of: dt.date
    figures: Sequence[KeyFigure]
    opening_reason: str
    rules: Sequence[tuple[str, str]]
    steps: Sequence[str]
    measures: Sequence[dict[str, Any]]


def referral_in_words(referral: Referral, *, has_no_right: bool = False, with_files: bool = False) -> ReferralInWords:
    matched = {"who": referral.matched_by, "date": words.clock(referral.matched_at)} if referral.matched_at else {}
    return ReferralInWords(
        public_id=str(referral.public_id),
        heading=_("From %(who)s") % {"who": referrer_of(referral)},
        sent_at=referral.sent_at,
        who=str(referral.referred_by or referral.outside_name),
        contact=referral.outside_contact,
        told_name=referral.told_name,
        told_birth_date=referral.told_birth_date,
        told_school=referral.told_school,
        is_told_by_name=bool(referral.told_name),
        reason=referral.reason,
        hope=referral.hope,
        interpreter_language=referral.interpreter_language,
        basis=": ".join(filter(None, [str(referral.get_basis_display()), referral.basis_text])),
        evidence=_evidence(referral),
        matched=_("%(who)s found the pupil in the register on %(date)s.") % matched if matched else "",
        has_no_right=has_no_right,
        files=_files(referral) if with_files else (),
    )


def with_outcome(told: ReferralInWords, referral: Referral, today: dt.date) -> ReferralInWords:
    """What another service has been told, or may be."""
    if not referral.outside_service or referral.intake.pupil_id is None:
        return told
    if referral.outcome_told_at:
        names = {"who": referral.outcome_told_by, "date": words.clock(referral.outcome_told_at)}
        return replace(told, outcome=_("%(who)s told them the outcome on %(date)s.") % names)
    if may_be_told(referral, today):
        return replace(told, outcome=_("The family agrees that they are told the outcome."), may_tell=True)
    return replace(told, outcome=_("They are told nothing: there is no consent in force to share with them."))


def _files(referral: Referral) -> list[str]:
    """Addresses; the page of each asks the gate anew."""
    return [file_url(one) for one in referral.attachments.all() if one.file_id]


def _evidence(referral: Referral) -> EvidenceInWords | None:
    if not referral.evidence or referral.evidence_as_of is None:
        return None
    return evidence_in_words(referral.evidence, referral.evidence_as_of)


def evidence_in_words(kept: dict[str, Any], as_of: dt.date) -> EvidenceInWords:
    return EvidenceInWords(
        as_of=as_of,
        figures=_figures(kept.get("absence") or {}, as_of),
        opening_reason=kept.get("opening_reason", ""),
        rules=[(in_language(rule["text"]), days_in_words(_dates(rule["dates"]))) for rule in kept.get("rules", [])],
        steps=[_step(step) for step in kept.get("steps", [])],
        measures=kept.get("measures", []),
    )


def _figures(absence: dict[str, Any], as_of: dt.date) -> list[KeyFigure]:
    if not absence:
        return []
    of_time = _("%(away)s of %(offered)s school time") % {
        "away": words.duration(absence["minutes_absent"]),
        "offered": words.duration(absence["minutes_offered"]),
    }
    return [
        KeyFigure(_("Share of school time away"), words.percent(absence["absence_rate"]), "", of_time, as_of),
        KeyFigure(_("Whole days away"), words.number(absence["days_absent"]), as_of=as_of),
        KeyFigure(_("Single lessons away"), words.number(absence["lessons_absent"]), as_of=as_of),
    ]


def _dates(texts: Iterable[str]) -> list[dt.date]:
    return [dt.date.fromisoformat(text) for text in texts]


def _step(step: dict[str, Any]) -> str:
    """«3. november 2026: Snakket med eleven. Noe om det.»"""
    kind = dict(ConcernStep.Kind.choices).get(step["kind"], step["kind"])
    day = words.day(dt.date.fromisoformat(step["on"]))
    return f"{day}: {kind}" + (f". {step['note']}" if step.get("note") else "")


def timeline(transitions: Iterable[Transition]) -> list[TimelineEntry]:
    """The newest first; each with who, when and why."""
    rows = [
        TimelineEntry(
            at=row.at,
            heading=stage_in_words(row.to_state),
            who=str(row.by) if row.by else "",
            text=row.reason,
            details=_details(row),
        )
        for row in transitions
    ]
    return rows[::-1]


def _details(row: Transition) -> list[str]:
    found = []
    if row.next_review:
        found.append(_("Looked at again %(when)s") % {"when": words.day(row.next_review)})
    if row.followed_up_by:
        found.append(_("%(who)s follows up meanwhile") % {"who": row.followed_up_by})
    return found
