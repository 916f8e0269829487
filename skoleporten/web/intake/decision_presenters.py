"""A decision in words: for the team all of it, for a family and a school what each is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access import languages
from skoleporten.access.roles import Role
from skoleporten.intake import letters
from skoleporten.intake.deciding import may_decide
from skoleporten.intake.models import Decision, DecisionLetter, Intake, Meeting, ToTell
from skoleporten.intake.outcome import may_be_told
from skoleporten.rules.decision import Outcome
from skoleporten.web import words
from skoleporten.web.intake.decision_forms import LABELS

ORDER = (
    "choice", "reason", "facts", "pupils_view", "childs_best", "grounds", "alternatives", "legal_rule",
    "what_happens_now", "who_is_told", "to_pupil",
)  # fmt: skip


@dataclass(frozen=True)
class LetterRow:
    """One reader, with the letter that stands, if any is made. `note` is what the staff should know before it is."""

    key: str
    whom: str
    name: str
    language: str
    note: str
    made: DecisionLetter | None
    preview_url: str


@dataclass(frozen=True)
class TaskRow:
    public_id: str
    whom: str
    name: str
    told: str
    is_told: bool
    may_be_told: bool


def sections(decision: Decision) -> list[tuple[Any, str]]:
    found = [(LABELS[name][0], getattr(decision, name)) for name in ORDER if getattr(decision, name)]
    if decision.to_school:
        found.append((_("What does the school need to know?"), decision.to_school))
    return found


def facts(decision: Decision) -> list[tuple[str, str]]:
    told = _("%(when)s, %(how)s, by %(who)s") % {
        "when": words.clock(decision.told_at),
        "how": str(decision.get_told_how_display()).lower(),
        "who": decision.told_by,
    }
    rows = [
        (_("Outcome"), str(decision.get_outcome_display())),
        (_("Kind"), str(decision.get_kind_display())),
        (_("Decided on"), words.day(decision.decided_on)),
        (_("The family was told"), told),
        (_("Goes on with it"), decision.receiver),
        (_("Follows up"), follower_of(decision)),
        (_("Looked at again"), words.day(decision.next_review) if decision.next_review else ""),
        (_("PPT’s assessment"), words.day(decision.assessed_on) if decision.assessed_on else ""),
        (_("Last day to complain"), words.day(decision.complaint_deadline) if decision.complaint_deadline else ""),
        (_("Rests on"), ", ".join(str(one.get_purpose_display()) for one in decision.consents.all())),
    ]
    return [(name, value) for name, value in rows if value]


def follower_of(decision: Decision) -> str:
    return str(decision.followed_up_by) if decision.followed_up_by else decision.follower


def tasks(decision: Decision, today: dt.date) -> list[TaskRow]:
    rows = decision.to_tell.select_related("guardian", "school", "referral__intake__pupil", "told_by")
    return [_task(decision, one, today) for one in rows]


def letters_of(decision: Decision, today: dt.date) -> list[LetterRow]:
    made = {letter_key(one): one for one in decision.letters.standing().select_related("document", "guardian")}
    return [_letter(decision, one, made) for one in letters.receivers(decision, today)]


def letter_key(letter: DecisionLetter) -> str:
    return str(letter.guardian.public_id) if letter.guardian else letter.to


def languages_of(decision: Decision) -> list[dict[str, Any]]:
    written = set(decision.texts.values_list("language", flat=True))
    return [
        {
            "name": name,
            "is_written": one in written,
            "url": reverse("decision_text", args=[decision.public_id, one]),
        }
        for one, name in languages.whole().items()
        if one != decision.language
    ]


def row_for_family(role: str, decision: Decision) -> dict[str, Any]:
    return {
        "title": told_to(role, decision),
        "name": decision.intake.pupil.full_name if decision.intake.pupil else "",
        "decided_on": decision.decided_on,
        "url": reverse("my_decision", args=[decision.public_id]),
    }


def told_to(role: str, decision: Decision) -> str:
    """One sentence in the reader's own register. The school is not told which other service."""
    texts = {Role.GUARDIAN: _to_guardian, Role.PUPIL: _to_pupil}.get(Role(role), _to_school)
    return texts()[Outcome(decision.outcome)]


def _to_guardian() -> dict[Outcome, str]:
    return {
        Outcome.SKOLEPORTEN: _("Your child gets a place in Skoleporten"),
        Outcome.SCHOOL_WITH_MEASURES: _("Your child goes on at the school, with measures"),
        Outcome.OTHER_SERVICE: _("Other help fits your child better"),
        Outcome.WAITING: _("It waits until an agreed day"),
        Outcome.MORE_TO_FIND_OUT: _("There is more to find out together"),
    }


def _to_pupil() -> dict[Outcome, str]:
    return {
        Outcome.SKOLEPORTEN: _("You get a place in Skoleporten"),
        Outcome.SCHOOL_WITH_MEASURES: _("You go on at your school, in a new way"),
        Outcome.OTHER_SERVICE: _("Other help fits you better"),
        Outcome.WAITING: _("It waits until an agreed day"),
        Outcome.MORE_TO_FIND_OUT: _("There is more to find out together"),
    }


def _to_school() -> dict[Outcome, str]:
    return {
        Outcome.SKOLEPORTEN: _("The pupil gets a place in Skoleporten"),
        Outcome.SCHOOL_WITH_MEASURES: _("The pupil goes on at the school, with measures"),
        Outcome.OTHER_SERVICE: _("Other help was found to fit better"),
        Outcome.WAITING: _("It waits until an agreed day"),
        Outcome.MORE_TO_FIND_OUT: _("There is more to find out before an answer"),
    }


def _task(decision: Decision, one: ToTell, today: dt.date) -> TaskRow:
    told = ""
    if one.told_at:
        told = _("%(when)s, %(how)s, by %(who)s") % {
            "when": words.clock(one.told_at),
            "how": str(one.get_told_how_display()).lower(),
            "who": one.told_by,
        }
        if one.interpreter_language:
            told += " · " + _("interpreter: %(language)s") % {"language": one.interpreter_language}
    pupil = decision.intake.pupil
    name = one.guardian or one.school or (one.referral.outside_service if one.referral else pupil)
    allowed = one.referral is None or may_be_told(one.referral, today)
    return TaskRow(str(one.public_id), str(one.get_whom_display()), str(name), told, one.told_at is not None, allowed)


def _letter(decision: Decision, one: letters.Receiver, made: dict[str, DecisionLetter]) -> LetterRow:
    return LetterRow(
        key=one.key,
        whom=str(DecisionLetter.To(one.to).label),
        name=one.name if one.to != DecisionLetter.To.PUPIL else letters.pupil_of(decision).full_name,
        language=languages.offered().get(one.language, one.language),
        note=_note(one),
        made=made.get(one.key),
        preview_url=reverse("decision_preview", args=[decision.public_id]) + f"?to={one.key}",
    )


def _note(one: letters.Receiver) -> str:
    if one.lacks_text:
        return _("Reads %(language)s: write the texts in it first.") % {"language": languages.offered()[one.wants]}
    if one.speaks:
        return _("Speaks %(language)s: go through the letter with an interpreter.") % {"language": one.speaks}
    return ""


@dataclass(frozen=True)
class Steps:
    """Of an intake: what stands of meeting and decision, for its page."""

    meetings: list[Meeting]
    decisions: list[Decision]
    may_meet: bool
    may_decide: bool


def steps_of(role: str, intake: Intake) -> Steps:
    is_open = intake.pupil_id is not None and intake.ended_at is None
    return Steps(
        meetings=list(intake.meetings.all()) if intake.pupil_id else [],
        decisions=list(intake.decisions.standing()) if intake.pupil_id else [],
        may_meet=is_open,
        may_decide=is_open and bool(may_decide(role, intake)),
    )
