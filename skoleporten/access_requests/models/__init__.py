from __future__ import annotations

from skoleporten.access_requests.models.answers import Answer, Objection
from skoleporten.access_requests.models.items import ItemChoice, PupilAsked
from skoleporten.access_requests.models.requests import AccessRequest

__all__ = ["AccessRequest", "Answer", "ItemChoice", "Objection", "PupilAsked"]
