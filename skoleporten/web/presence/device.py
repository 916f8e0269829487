"""The key with which a browser locks what it keeps of the board, and the ticket by which it asks for that key again.

Nothing of either is stored: a ticket is signed by the server for one person, and its key is worked out from it. So the
same person gets the same key again after a new log-in, for twelve hours and no longer; anybody else gets none.
"""

from __future__ import annotations

import base64
import datetime as dt
import secrets
from dataclasses import dataclass

from django.core import signing

from skoleporten.access import encryption

KEPT_FOR = dt.timedelta(hours=12)
# With less than this left a new ticket is given, so that a day that begins late does not end in the middle.
RENEWED_BELOW = dt.timedelta(hours=6)
SALT = "presence.device"


@dataclass(frozen=True)
class Ticket:
    """`user` is a public id."""

    user: str
    issued: dt.datetime
    nonce: str

    @property
    def until(self) -> dt.datetime:
        return self.issued + KEPT_FOR

    @property
    def signed(self) -> str:
        """Always in the same letters: a browser knows its keys by them."""
        return signing.Signer(salt=SALT).sign_object([self.user, self.issued.isoformat(), self.nonce])

    @property
    def key(self) -> str:
        """256 bits as base64, for AES-GCM in the browser."""
        text = f"{self.user} {self.issued.isoformat()} {self.nonce}"
        return base64.b64encode(bytes.fromhex(encryption.keyed_hash(text, purpose=SALT))).decode()


def new_ticket(user: str, now: dt.datetime) -> Ticket:
    return Ticket(user, now, secrets.token_hex(16))


def asked_for(signed: str, user: str, now: dt.datetime) -> Ticket | None:
    """The ticket of a browser. None where it is another person's, is over, or was never given."""
    try:
        owner, issued, nonce = signing.Signer(salt=SALT).unsign_object(signed)
    except signing.BadSignature:
        return None
    ticket = Ticket(owner, dt.datetime.fromisoformat(issued), nonce)
    return ticket if owner == user and now < ticket.until else None


def ticket_now(asked: Ticket | None, user: str, now: dt.datetime) -> Ticket:
    """What the browser locks with from here on."""
    if asked and asked.until - now >= RENEWED_BELOW:
        return asked
    return new_ticket(user, now)
