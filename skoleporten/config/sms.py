"""How an SMS is handed over: to the municipality's gateway over HTTP, as var/sms.toml says, or not at all.

What the gateway is asked and what it answers is described in the file, so that any of them can be used as it is.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from skoleporten.rules.errors import Place, UsageError
from skoleporten.rules.sms_gateway import Gateway, in_braces

FORMATS = ("json", "form")
ON_THIS_MACHINE = {"localhost", "127.0.0.1"}
# What may stand in braces in a header or in the body.
MAY_STAND = {"to", "from", "text", "id", "secret"}
MOST_SECONDS = 60
# A name of at most eleven letters and digits, or a number: what networks take.
SENDER = re.compile(r"[A-Za-z0-9 ]{1,11}|\+?\d{3,15}")


def load_gateway(file: Path) -> Gateway | None:
    """None where there is no file: then nobody is offered SMS."""
    if not file.exists():
        return None
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8")).get("gateway")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _fault(file, f"The file can not be read: {error}.") from error
    if not isinstance(told, dict):
        raise _fault(file, "There is no [gateway].")
    return _gateway(file, told)


def _gateway(file: Path, told: dict[str, Any]) -> Gateway:
    known = {field.name for field in fields(Gateway)}
    if unknown := set(told) - known:
        raise _fault(file, f"gateway has what nobody knows: {', '.join(sorted(unknown))}.")
    if missing := [name for name in ("address", "sender", "body") if not told.get(name)]:
        raise _fault(file, f"gateway has no {missing[0]}.")
    given = {"headers": {}} | told
    given |= {name: tuple(given[name]) for name in ("taken", "never") if name in given}
    given["secret"] = os.environ.get("SKOLEPORTEN_SMS_SECRET") or told.get("secret", "")
    made = Gateway(**given)
    _check(file, made)
    return made


def _check(file: Path, made: Gateway) -> None:
    where = urlsplit(made.address)
    if where.scheme != "https" and not (where.scheme == "http" and where.hostname in ON_THIS_MACHINE):
        raise _fault(file, "gateway: the address is no https address.")
    if made.format not in FORMATS:
        raise _fault(file, f"gateway: the format is {made.format!r}.", f"Write one of {', '.join(FORMATS)}.")
    if not SENDER.fullmatch(made.sender):
        raise _fault(file, "gateway: the sender is at most 11 letters and digits, or a number.")
    if type(made.seconds) is not int or not 1 <= made.seconds <= MOST_SECONDS:
        raise _fault(file, f"gateway: seconds is a whole number from 1 to {MOST_SECONDS}.")
    if not re.fullmatch(r"\+\d{1,3}", made.country):
        raise _fault(file, "gateway: the country is as +47.")
    _check_words(file, made)


def _check_words(file: Path, made: Gateway) -> None:
    if made.format == "form" and not all(isinstance(value, str) for value in made.body.values()):
        raise _fault(file, "gateway.body: a form has texts only.", 'Write format = "json" for lists and tables.')
    body, headers = in_braces(made.body), in_braces(made.headers)
    if unknown := (body | headers) - MAY_STAND:
        raise _fault(file, f"gateway: nobody knows {{{sorted(unknown)[0]}}}.", f"Use {', '.join(sorted(MAY_STAND))}.")
    if missing := {"to", "text"} - body:
        raise _fault(file, f"gateway.body has no {{{sorted(missing)[0]}}}.")
    if headers & {"to", "text"}:
        raise _fault(file, "gateway.headers: whom it is to and what it says stand in the body.")
    if "secret" in body | headers and not made.secret:
        raise _fault(file, "gateway: there is no secret.", "Set SKOLEPORTEN_SMS_SECRET.")


def _fault(file: Path, what: str, do: str = "See docs/reference/sms.md.") -> UsageError:
    return UsageError(what, place=Place(file=str(file)), do=do)
