"""The sums of an open pulse under seal: to read them takes the key of the installation, which no database holds."""

from __future__ import annotations

from skoleporten.access import encryption
from skoleporten.climate.models import Pulse
from skoleporten.rules.climate import Sums, sums_of


def sealed(pulse: Pulse, sums: Sums) -> str:
    """Anew each time, and of one length."""
    return encryption.encrypt(sums.as_text(), place=_place(pulse))


def opened(pulse: Pulse) -> Sums:
    return sums_of(encryption.decrypt(pulse.sealed, place=_place(pulse)))


def _place(pulse: Pulse) -> str:
    return f"climate_pulse.sealed.{pulse.public_id}"
