"""What others ask of cases, for many at once. Whoever asks has brought the cases through the gate."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from skoleporten.access import gate
from skoleporten.cases.models import Care, Case, CaseMember, StandingDecision
from skoleporten.people.models import CaseTeamMember


@dataclass(frozen=True)
class CareInWords:
    """Decrypted: only for roles that see What.CARE, online only, and never in a file. Version 0: nothing is written."""

    fetched_by: str = ""
    transport: str = ""
    numbers: str = ""
    notes: str = ""
    version: int = 0

    @property
    def is_written(self) -> bool:
        return any((self.fetched_by, self.transport, self.numbers, self.notes))


@dataclass(frozen=True)
class Around:
    """Somebody of the staff and her part, in force on the day that was asked for."""

    name: str
    part: str
    words: str
    user_id: int


def care_of(case_ids: Collection[int]) -> dict[int, CareInWords]:
    """One for each case asked for, also where nothing is written. One question."""
    found = {care.case_id: in_words(care) for care in Care.objects.filter(case__in=case_ids)}
    return {case_id: found.get(case_id, CareInWords()) for case_id in case_ids}


def in_words(care: Care) -> CareInWords:
    return CareInWords(**{name: care.opened(name) for name in Care.ENCRYPTED}, version=care.version)


def people_around(case_ids: Collection[int], day: dt.date) -> dict[int, list[Around]]:
    """Staff named to a part, by case; specialists and the owner stand elsewhere."""
    rows = CaseMember.objects.on(day).filter(case__in=case_ids).select_related("user").order_by("start", "pk")
    found: dict[int, list[Around]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(Around(str(row.user), row.part, row.words, row.user_id))
    return {case_id: found[case_id] for case_id in case_ids}


def specialists_around(case: Case, day: dt.date) -> list[CaseTeamMember]:
    """Those whose place in the team around the pupil opens something that day: by law, or by a consent in force."""
    named = CaseTeamMember.objects.filter(pupil=case.pupil_id, start__lte=day, end__gte=day, ended_at__isnull=True)
    return list(named.filter(gate.law_or_consent(day)).select_related("user").distinct())


def decisions_in_force(case_id: int, day: dt.date, kinds: Iterable[str] = ()) -> list[StandingDecision]:
    """Those of the kinds, or of all; for a plan: ITO, exemption and the others that it may rest on."""
    rows = StandingDecision.objects.in_force(day).filter(case=case_id)
    return list(rows.filter(kind__in=kinds) if kinds else rows)
