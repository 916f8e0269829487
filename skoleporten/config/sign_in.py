"""Which OpenID providers the log-in page offers: read from var/sign_in.toml, or none."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from skoleporten.rules.errors import Place, UsageError

# What is known of each kind. ID-porten's high level is the only one that health and child welfare allow.
KINDS: dict[str, dict[str, Any]] = {
    "feide": {"name": "Feide", "issuer": "https://auth.dataporten.no"},
    "id-porten": {"name": "ID-porten", "issuer": "https://idporten.no", "acr": ("idporten-loa-high",)},
    "entra": {"name": "Entra"},
}
ON_THIS_MACHINE = {"localhost", "127.0.0.1"}


@dataclass(frozen=True)
class Provider:
    """With `acr` the token must carry one of them; without, `mfa` in amr spares one's own second factor."""

    id: str
    kind: str
    name: str = ""
    issuer: str = ""
    client_id: str = ""
    client_secret: str = ""
    private_key: str = ""
    key_id: str = ""
    acr: tuple[str, ...] = ()
    scope: tuple[str, ...] = ("openid",)


def load_providers(file: Path) -> tuple[Provider, ...]:
    if not file.exists():
        return ()
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _fault(file, f"The file can not be read: {error}.") from error
    providers = tuple(_provider(file, name, each) for name, each in told.get("provider", {}).items())
    if len({each.issuer for each in providers}) < len(providers):
        raise _fault(file, "Two providers have the same issuer.")
    return providers


def _provider(file: Path, name: str, told: Any) -> Provider:
    known = {field.name for field in fields(Provider)} - {"id", "acr"}
    if not isinstance(told, dict) or told.get("kind") not in KINDS:
        raise _fault(file, f"provider.{name} has no kind that is known.", f"Write kind as one of {', '.join(KINDS)}.")
    if unknown := set(told) - known:
        raise _fault(file, f"provider.{name} has what nobody knows: {', '.join(sorted(unknown))}.")
    made = {"id": name} | KINDS[told["kind"]] | told | _secrets(file, name, told)
    made["scope"] = tuple(made.get("scope", ("openid",)))
    _check(file, provider := Provider(**made))
    return provider


def _secrets(file: Path, name: str, told: dict[str, Any]) -> dict[str, str]:
    """From the environment before the file; a private key is named by its file."""
    given = os.environ.get(f"SKOLEPORTEN_{name.upper().replace('-', '_')}_SECRET")
    found = {"client_secret": given} if given else {}
    if key := told.get("private_key"):
        path = file.parent / str(key)
        if not path.is_file():
            raise _fault(file, f"provider.{name}: there is no file {path}.")
        found["private_key"] = path.read_text(encoding="utf-8")
    return found


def _check(file: Path, provider: Provider) -> None:
    where = urlsplit(provider.issuer)
    if where.scheme != "https" and not (where.scheme == "http" and where.hostname in ON_THIS_MACHINE):
        raise _fault(file, f"provider.{provider.id}: the issuer is no https address.")
    if not provider.client_id:
        raise _fault(file, f"provider.{provider.id} has no client_id.")
    if bool(provider.client_secret) == bool(provider.private_key):
        raise _fault(file, f"provider.{provider.id} needs either a client_secret or a private_key.")


def _fault(file: Path, what: str, do: str = "See docs/how-to/sign-in.md.") -> UsageError:
    return UsageError(what, place=Place(file=str(file)), do=do)
