"""Whoever opens very many pupils in an hour shows the second factor again: a machine left open, or a stolen session.

Counted from the log, so that another worker, server or session of the same person counts too.
"""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.backends.base import SessionBase

from skoleporten.access.actor import Actor
from skoleporten.rules.looks import LIMITS
from skoleporten.web.looks.gathering import opened_since
from skoleporten.web.sign_in.sessions import PROVEN_AT, SECOND_FACTOR

ONE_HOUR = dt.timedelta(hours=1)
# A provider tells in whole seconds; what was opened in that second, before it asked, is proven too.
WITHIN_A_SECOND = dt.timedelta(seconds=1)
# Where allauth keeps how and when the person of the session was last proven.
PROOFS = "account_authentication_methods"


def needs_step_up(actor: Actor, session: SessionBase, now: dt.datetime) -> bool:
    """A demo log-in has nothing to show and opens made-up pupils only."""
    if actor.is_demo:
        return False
    since = max(now - ONE_HOUR, last_proof(session))
    return opened_since(actor.user_public_id, since) > LIMITS.step_up


def where_to_prove(session: SessionBase) -> str:
    """The name of the page: at the provider for whoever showed both factors there; others show their own."""
    return "provider_sign_in_again" if session.get(SECOND_FACTOR) == "provider" else "mfa_reauthenticate"


def last_proof(session: SessionBase) -> dt.datetime:
    """When the person last proved who it is in this session; long ago where the session does not say.

    A provider may let somebody in without asking: what counts is when it says that it asked.
    """
    if session.get(SECOND_FACTOR) == "provider":
        return dt.datetime.fromtimestamp(session.get(PROVEN_AT, 0), dt.UTC) + WITHIN_A_SECOND
    instants = [proof["at"] for proof in session.get(PROOFS, []) if isinstance(proof.get("at"), int | float)]
    return dt.datetime.fromtimestamp(max(instants, default=0), dt.UTC)
