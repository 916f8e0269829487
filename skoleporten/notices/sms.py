"""Handing an SMS to the municipality's gateway (docs/reference/sms.md). Nothing else is called."""

from __future__ import annotations

import http.client
import json
import re
import ssl
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from skoleporten.rules.sms_gateway import Gateway, filled

PHONE = re.compile(r"\+[1-9]\d{7,14}")
MOST_OF_AN_ANSWER = 65_536
TYPES = {"json": "application/json; charset=utf-8", "form": "application/x-www-form-urlencoded"}


class SmsError(OSError):
    """The gateway was not reached or did not take it. What it answered is not kept: it may repeat the number."""

    def __init__(self, status: int = 0, *, for_good: bool = False) -> None:
        super().__init__(f"The gateway answered {status}." if status else "The gateway was not reached.")
        self.status, self.for_good = status, for_good


def is_offered() -> bool:
    return settings.SMS_GATEWAY is not None


def phone_of(written: str) -> str:
    """As +4740000000 of what a person writes; empty where it can be no number. Eight digits are of this country."""
    digits = re.sub(r"[\s().\-\u00a0]", "", written)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    if digits.isascii() and digits.isdigit() and settings.SMS_GATEWAY:
        digits = f"{settings.SMS_GATEWAY.country}{digits}"
    return digits if PHONE.fullmatch(digits) else ""


def send_sms(*, to: str, text: str, reference: str) -> None:
    """`reference` is the same for the same message each time, so that a gateway can drop one. Raises SmsError."""
    gateway: Gateway | None = settings.SMS_GATEWAY
    if gateway is None:
        raise SmsError(for_good=True)
    words = {"to": to, "from": gateway.sender, "text": text, "id": reference, "secret": gateway.secret}
    status = _answer(gateway, _body(gateway, words), filled(gateway.headers, words))
    if status not in gateway.taken:
        raise SmsError(status, for_good=status in gateway.never)


def _body(gateway: Gateway, words: dict[str, str]) -> bytes:
    told = filled(gateway.body, words)
    return (urlencode(told) if gateway.format == "form" else json.dumps(told, ensure_ascii=False)).encode()


def _answer(gateway: Gateway, body: bytes, headers: dict[str, str]) -> int:
    where = urlsplit(gateway.address)
    assert where.hostname is not None
    line = _line(where.scheme, where.hostname, where.port, gateway.seconds)
    try:
        path = f"{where.path or '/'}{'?' if where.query else ''}{where.query}"
        line.request("POST", path, body, {"Content-Type": TYPES[gateway.format], **headers})
        answer = line.getresponse()
        answer.read(MOST_OF_AN_ANSWER)
    except (OSError, http.client.HTTPException) as error:
        raise SmsError from error
    finally:
        line.close()
    return answer.status


def _line(scheme: str, host: str, port: int | None, seconds: int) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=seconds)
