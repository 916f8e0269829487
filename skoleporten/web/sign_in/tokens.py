"""What a provider says of somebody, believed only when every part of it holds.

Signature by a key that the provider publishes now, issuer, audience, times within two minutes of our clock, and for
an ID token the nonce of this very log-in. An e-mail or a name in it is never read.
"""

from __future__ import annotations

import hmac
import json
import time
from dataclasses import dataclass
from typing import Any

import jwt

CLOCK_SKEW_SECONDS = 120
# Signatures only: with a symmetric algorithm, or none, the client could write the token itself.
ALGORITHMS = ("RS256", "PS256", "ES256")
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LONGEST_TOKEN = 16_000


class TokenRefusedError(Exception):
    """`code` says why, for the log; the person is told less."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True)
class Told:
    """What an ID token says. `is_strong`: two factors were shown at the provider; `proven_at`: when, in seconds of the
    epoch, 0 where it does not say.
    """

    issuer: str
    subject: str
    sid: str
    is_strong: bool
    proven_at: int = 0


def read_id_token(
    token: Any, *, keys: Any, issuer: str, client_id: str, nonce: str, accepted_acr: tuple[str, ...]
) -> Told:
    claims = _verified(token, keys, issuer, client_id, required=["iss", "sub", "aud", "exp", "iat", "nonce"])
    if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise TokenRefusedError("nonce")
    if accepted_acr and claims.get("acr") not in accepted_acr:
        raise TokenRefusedError("acr")
    amr = claims.get("amr")
    has_mfa = isinstance(amr, list) and "mfa" in amr
    is_strong = bool(accepted_acr) or has_mfa
    return Told(issuer, _subject(claims), _text(claims.get("sid")), is_strong, _proven_at(claims.get("auth_time")))


def check_proven_since(told: Told, asked_at: float) -> None:
    """Whoever was asked to log in again has done so, and with two factors: an old session there is not enough."""
    if told.proven_at < asked_at - CLOCK_SKEW_SECONDS:
        raise TokenRefusedError("not_proven_again")
    if not told.is_strong:
        raise TokenRefusedError("one_factor")


def read_logout_token(token: Any, *, keys: Any, issuer: str, client_id: str) -> dict[str, str]:
    """`sub` and `sid` of whom it names, and its own `jti`."""
    claims = _verified(token, keys, issuer, client_id, required=["iss", "aud", "exp", "iat", "jti", "events"])
    events = claims["events"]
    if not isinstance(events, dict) or LOGOUT_EVENT not in events or "nonce" in claims:
        raise TokenRefusedError("not_a_logout_token")
    told = {key: _text(claims.get(key)) for key in ("sub", "sid", "jti")}
    if not (told["sub"] or told["sid"]) or not told["jti"]:
        raise TokenRefusedError("names_nobody")
    return told


def _verified(token: Any, keys: Any, issuer: str, client_id: str, required: list[str]) -> dict[str, Any]:
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise TokenRefusedError("no_token")
    try:
        key = _key(token, keys)
        claims: dict[str, Any] = jwt.decode(
            token,
            key=key,
            algorithms=[key.algorithm_name],
            audience=client_id,
            issuer=issuer,
            leeway=CLOCK_SKEW_SECONDS,
            options={"require": required},
        )
    except (jwt.PyJWTError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise TokenRefusedError(type(error).__name__) from error
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != client_id:
        raise TokenRefusedError("azp")
    return claims


def _key(token: str, keys: Any) -> jwt.PyJWK:
    """The published key that the token names, for the algorithm that it names: one of ours, and one of that key's."""
    header = jwt.get_unverified_header(token)
    if header.get("alg") not in ALGORITHMS:
        raise TokenRefusedError("algorithm")
    for published in keys["keys"]:
        fits = published.get("kid") == header.get("kid") and published.get("use", "sig") == "sig"
        if fits and published.get("alg", header["alg"]) == header["alg"]:
            return jwt.PyJWK(json.loads(json.dumps(published)), algorithm=header["alg"])
    raise TokenRefusedError("unknown_key")


def _subject(claims: dict[str, Any]) -> str:
    subject = _text(claims["sub"])
    if not subject:
        raise TokenRefusedError("subject")
    return subject


def _proven_at(value: Any) -> int:
    """Never later than now, or the provider's fast clock would lend time."""
    is_number = isinstance(value, int) and not isinstance(value, bool) and value > 0
    return min(value, int(time.time())) if is_number else 0


def _text(value: Any) -> str:
    """Empty for what is no text, or longer than the standard allows."""
    return value if isinstance(value, str) and len(value) <= 255 and "\0" not in value else ""
