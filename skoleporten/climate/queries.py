"""What the pages of the climate show. Whoever asks has made sure that the reader belongs to the group."""

from __future__ import annotations

import datetime as dt

from skoleporten.access.actor import Actor
from skoleporten.climate.models import Pulse
from skoleporten.climate.sealing import opened
from skoleporten.rules.climate import first_day_for_next


def open_pulse() -> Pulse | None:
    return Pulse.objects.open().select_related("items").first()


def has_answered(actor: Actor, pulse: Pulse) -> bool:
    """One's own only: there is no such question about anybody else."""
    return pulse.is_open and actor.user_id in opened(pulse).people


def pictures() -> list[Pulse]:
    """Oldest first."""
    return list(Pulse.objects.pictures().select_related("items"))


def waits_until(today: dt.date) -> dt.date | None:
    """The first day on which the next pulse may be opened; None where it may be today."""
    last = Pulse.objects.pictures().filter(how=Pulse.How.ALONE).last()
    first = first_day_for_next(last.closed_on) if last and last.closed_on else today
    return first if first > today else None


def newest_without_picture() -> Pulse | None:
    """The last pulse, where it was closed with fewer than five."""
    last = Pulse.objects.exclude(closed_on=None).order_by("-closed_on", "-pk").first()
    return last if last and last.safety is None else None
