"""What is tried in the offer itself, what it rests on, and what was seen. Everything is imported from here."""

from skoleporten.development.models.grounds import Ground
from skoleporten.development.models.looks import Look
from skoleporten.development.models.trials import Trial

__all__ = ["Ground", "Look", "Trial"]
