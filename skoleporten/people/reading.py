"""Which language somebody reads: what she chose herself, else what is recorded, else what her log-in was given."""

from __future__ import annotations

from dataclasses import dataclass

from skoleporten.access import languages
from skoleporten.access.models import User
from skoleporten.notices.models import Reach


@dataclass(frozen=True)
class Reads:
    """`language` is one that is offered here, `speaks` another that is recorded; each empty where it is not known."""

    language: str = ""
    speaks: str = ""

    @property
    def name(self) -> str:
        return languages.offered().get(self.language, self.speaks)


def reads(recorded: str, user: User | None) -> Reads:
    """`recorded` is a code as a register has it; `no` is bokmål there."""
    if user is not None and Reach.objects.filter(user=user).exists():
        return Reads(languages.of(user))
    known = languages.known("nb" if recorded == "no" else recorded)
    if known or not recorded:
        return Reads(known or (languages.of(user) if user else ""))
    return Reads(languages.of(user) if user else "", speaks=recorded)
