"""Who may answer for a pupil today, by rules/consent, and why somebody else may not, in words for the staff."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from skoleporten.people.models import Guardian, Guardianship, Pupil
from skoleporten.rules import consent as rules
from skoleporten.rules.consent import PUPIL, WhyNot

WHY_NOT: dict[WhyNot, str | Promise] = {
    WhyNot.BARRED: _("A bar is recorded, and it beats everything else."),
    WhyNot.ENDED: _("The relation to the pupil has ended, or has not begun."),
    WhyNot.NOT_VERIFIED: _("The relation is recorded, but nobody has verified it yet."),
    WhyNot.NO_RIGHT: _("Has no right to decide for the pupil."),
    WhyNot.SUSPENDED: _("The right to decide is suspended."),
    WhyNot.UNKNOWN_RIGHT: _("It is not known whether this person has the right to decide."),
    WhyNot.NO_RELATION: _("Has no recorded relation to the pupil."),
    WhyNot.PUPIL_TOO_YOUNG: _("The pupil is too young to decide this, but is always to be heard."),
    WhyNot.PUPIL_DECIDES: _("The pupil is old enough to decide this alone."),
}


@dataclass(frozen=True)
class Giver:
    """`guardian` is None for the pupil. `capacity` is one of Answer.Capacity. `key` is that of the rules."""

    key: str
    guardian: Guardian | None
    capacity: str


THE_PUPIL = Giver(PUPIL, None, "pupil")


@dataclass(frozen=True)
class Adults:
    """Everybody with a recorded relation to the pupil, as read once."""

    relations: tuple[Guardianship, ...]
    today: dt.date

    @property
    def as_told(self) -> list[rules.Guardian]:
        return [_told(one, self.today) for one in self.relations]

    @property
    def deciding(self) -> list[Giver]:
        """Those who hold the right to decide today, each once."""
        keys = rules.deciders(self.as_told, self.today)
        found = {_key(one): one for one in self.relations if _key(one) in keys and not _why_not(one, self.today)}
        return [Giver(key, one.guardian, one.decides) for key, one in found.items()]

    def giver(self, key: str) -> Giver | None:
        return THE_PUPIL if key == PUPIL else next((one for one in self.deciding if one.key == key), None)

    @property
    def others(self) -> list[tuple[Guardian, str | Promise]]:
        """Those who may not answer, each with the reason that weighs most."""
        deciding = {one.key for one in self.deciding}
        found: dict[str, tuple[Guardian, WhyNot]] = {}
        for one in self.relations:
            why = _why_not(one, self.today)
            if why and _key(one) not in deciding:
                worst = min(why, found.get(_key(one), (one.guardian, why))[1], key=list(WhyNot).index)
                found[_key(one)] = (one.guardian, worst)
        return [(guardian, WHY_NOT[why]) for guardian, why in found.values()]


def adults_of(pupil: Pupil, today: dt.date) -> Adults:
    """From what a list has fetched beforehand for all its pupils, where it has."""
    rows = pupil.guardianships.all()
    if "guardianships" not in getattr(pupil, "_prefetched_objects_cache", {}):
        rows = rows.select_related("guardian__user")
    return Adults(tuple(sorted(rows, key=lambda row: (row.start, row.pk))), today)


def _key(relation: Guardianship) -> str:
    return str(relation.guardian.public_id)


def _why_not(relation: Guardianship, today: dt.date) -> WhyNot | None:
    return rules.why_not(_told(relation, today), today)


def _told(relation: Guardianship, today: dt.date) -> rules.Guardian:
    return rules.Guardian(
        key=_key(relation),
        decides=relation.decides,
        is_verified=relation.verified_at is not None,
        is_barred=_is_barred(relation, today),
        start=relation.start,
        end=relation.end,
    )


def _is_barred(relation: Guardianship, today: dt.date) -> bool:
    if relation.barred_from is None or relation.barred_from > today:
        return False
    return relation.barred_to is None or relation.barred_to >= today
