"""Requests, kinds and things in words, for whoever answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from skoleporten.access import languages
from skoleporten.access.roles import Role
from skoleporten.access_requests.items import Item
from skoleporten.access_requests.models import AccessRequest, ItemChoice, PupilAsked
from skoleporten.access_requests.reading import Kind, Listed
from skoleporten.access_requests.source import Source
from skoleporten.rules import access_requests as rules
from skoleporten.rules.access_request_words import BASES, REASONS, VERDICTS
from skoleporten.rules.access_requests import Basis, Teller, Verdict, Waits
from skoleporten.web.components import Crumb


@dataclass(frozen=True)
class RequestRow:
    one: AccessRequest
    pupil: str
    who: str
    due: str
    url: str
    waits: bool


@dataclass(frozen=True)
class KindRow:
    label: Any
    url: str
    things: int
    left: int


@dataclass(frozen=True)
class Thing:
    """`notes`: what one should know before one decides; `decided` what was decided, empty where nothing is."""

    item: Item
    heading: str
    notes: tuple[str, ...]
    proposal: str
    decided: str
    url: str


def row_of(asked: AccessRequest, today: dt.date, *, waits: bool = False) -> RequestRow:
    url = reverse("access_request", args=[asked.public_id])
    return RequestRow(asked, asked.pupil.full_name, _who(asked), _due(asked, today), url, waits)


def kind_of(asked: AccessRequest, kind: Kind) -> KindRow:
    return KindRow(kind.source.label, kind_url(asked, kind.source), len(kind.rows), kind.undecided)


def kind_url(asked: AccessRequest, source: Source) -> str:
    return reverse("access_request_kind", args=[asked.public_id, source.key])


def thing(row: Listed, asked: AccessRequest) -> Thing:
    url = reverse("access_request_thing", args=[asked.public_id, row.item.source.key]) + f"?of={row.item.key}"
    decided = choice_in_words(row.choice) if row.choice and row.is_decided else ""
    return Thing(row.item, str(row.item.source.label), tuple(_notes(row)), _proposal(row), decided, url)


def choice_in_words(choice: ItemChoice) -> str:
    words = languages.pick(VERDICTS[Verdict(choice.verdict)])
    if not choice.basis:
        return words
    return f"{words}. {languages.pick(BASES[Basis(choice.basis)])}. {choice.opened('reason')}"


def proposed(row: Listed) -> dict[str, Any]:
    """What the form says before somebody has chosen: what was chosen before, else what the rules propose."""
    if row.choice is not None:
        choice = row.choice
        return {"verdict": choice.verdict, "basis": choice.basis, "reason": choice.opened("reason")}
    basis = row.proposal.basis
    reason = languages.pick(REASONS[basis]) if basis is not None and basis in REASONS else ""
    return {"verdict": row.proposal.verdict, "basis": basis or "", "reason": reason}


def trail(asked: AccessRequest, of: Source | None = None, last: str = "") -> list[Crumb]:
    way = [Crumb(_("Requests for what is kept"), reverse("access_requests"))]
    own = reverse("access_request", args=[asked.public_id])
    further = [Crumb(str(of.label), kind_url(asked, of) if last else "")] if of else []
    end = [Crumb(last)] if last else []
    return [*way, Crumb(asked.pupil.full_name, own if further or end else ""), *further, *end]


def _who(asked: AccessRequest) -> str:
    if asked.role == Role.PUPIL:
        return _("The pupil")
    return _("%(name)s, guardian") % {"name": asked.guardian or asked.asked_by}


def _due(asked: AccessRequest, today: dt.date) -> str:
    """Neutral also when the day has passed: how many days, and nothing else."""
    if asked.state != AccessRequest.State.OPEN:
        return str(asked.get_state_display())
    days = (asked.due - today).days
    if days < 0:
        return ngettext("Was due %(count)s day ago", "Was due %(count)s days ago", -days) % {"count": -days}
    return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}


def _notes(row: Listed) -> list[str]:
    facts, notes = row.facts, []
    if facts.is_seen:
        notes.append(_("Whoever asked sees it in Skoleporten today."))
    if rules.is_in_confidence(facts):
        mine = facts.teller is Teller.PUPIL
        notes.append(_("The pupil keeps it to the adults here.") if mine else _("It is another guardian's own."))
    if facts.names_others:
        notes.append(_("It names others. Their names are masked in what is given."))
    if row.choice is not None and not row.is_decided:
        notes.append(_("It has changed since it was decided."))
    return [*notes, *_asked(row)]


def _asked(row: Listed) -> list[str]:
    if row.asked is None:
        return []
    said = {PupilAsked.Says.YES: _("The pupil says yes."), PupilAsked.Says.NO: _("The pupil says no.")}
    return [said.get(PupilAsked.Says(row.asked.says), "") if row.asked.says else _("The pupil is asked.")]


def _proposal(row: Listed) -> str:
    proposal = row.proposal
    if proposal.waits is Waits.YES:
        return _("The pupil decides alone. Without a yes it is withheld, and the answer does not tell of it.")
    if proposal.waits is Waits.ASKING:
        return _("Ask the pupil first.")
    if proposal.verdict is None:
        return _("You must think for yourself. If you give it, the pupil sees that you did.")
    words = languages.pick(VERDICTS[proposal.verdict])
    return f"{words}. {languages.pick(BASES[proposal.basis])}." if proposal.basis is not None else f"{words}."
