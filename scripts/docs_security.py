"""The pages of docs/reference about the walls: who may open which address, and the answers to OWASP ASVS."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "docs" / "reference" / "asvs.csv"


def policies_page() -> str:
    """docs/reference/pages.md: the policy of every address."""
    _set_up()
    intro = (
        "# Every page and who may open it\n\n"
        "<!-- Made from the policy that each view declares, by scripts/docs.py. Change it there. -->\n\n"
        "A view without a policy is not answered at all. To any other role the address does not exist (404).\n"
        "*About pupils*: the gate is asked with this purpose, and every pupil shown is a row in the read log.\n"
        "*Changes*: takes a form, and writes; the others refuse to."
    )
    head = ["| Address | Open to | About pupils | Changes |", "|---|---|---|---|"]
    return "\n\n".join([intro, "\n".join([*head, *_policy_rows()])]) + "\n"


def _set_up() -> None:
    """Django, on settings that need no folder of secrets to be looked at."""
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "skoleporten.config.settings")
    os.environ.setdefault("SKOLEPORTEN_VAR", str(ROOT / "build" / "check"))
    if not apps.ready:
        Path(os.environ["SKOLEPORTEN_VAR"]).mkdir(parents=True, exist_ok=True)
        django.setup()


def _policy_rows() -> Iterator[str]:
    from django.urls import get_resolver

    from skoleporten.access.models import Role
    from skoleporten.web.policy import policy_of

    for path, callback in sorted(_addresses(get_resolver()), key=lambda pair: pair[0]):
        declared = policy_of(callback)
        if declared is None:
            yield f"| `/{path}` | **no policy: never answered** | | |"
            continue
        roles = [role.value.replace("_", " ") for role in Role if role in declared.roles]
        who = ", ".join(roles) if roles else f"everybody: {declared.reason}"
        who = "every role" if len(roles) == len(Role) else who
        purpose = (declared.purpose or "").replace("_", " ")
        yield f"| `/{path}` | {who} | {purpose} | {'yes' if declared.writes else ''} |"


def _addresses(resolver: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _addresses(pattern, path)
        else:
            yield path, pattern.callback


def requirements() -> list[dict[str, str]]:
    with REQUIREMENTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def asvs_page() -> str:
    """docs/reference/asvs.md: the same rows as asvs.csv, to read."""
    rows = requirements()
    kinds = {kind: sum(row["answer"] == kind for row in rows) for kind in ("test", "check", "reason", "not yet")}
    intro = (
        "# OWASP ASVS 5.0\n\n"
        "<!-- Made from docs/reference/asvs.csv by scripts/docs.py. Change it there. -->\n\n"
        "Level 2 without WebRTC, and all of V8, V14 and V16. The ids are those of the standard; the words are our own\n"
        "gist of each (read the standard for the requirement itself). *test*: a named test holds it. *check*: a named\n"
        "file or setting does. *reason*: does not apply, or is not ours to do, and why. *not yet*: what brings it.\n\n"
        f"{len(rows)} requirements: " + ", ".join(f"{number} {kind}" for kind, number in kinds.items()) + ".\n\n"
        "On 22 November 2026 the code of each named test was read against its row, by this rule: a *test* must fail\n"
        "when the requirement is broken, and not only call what it is about; else the row names a better test, a new\n"
        "one, a place to look (*check*) or the issue that it waits for. 24 rows were changed. Rows with a *check* or\n"
        "a *reason* were read as they stand: each must be true of the product as it is. We read our own proofs;\n"
        "nobody from outside has audited them yet."
    )
    head = ["| Id | Level | In short | Answer | Where or why |", "|---|---|---|---|---|"]
    body = [f"| {row['id']} | {row['level']} | {row['gist']} | {row['answer']} | {_proof(row)} |" for row in rows]
    return "\n\n".join([intro, "\n".join([*head, *body])]) + "\n"


def _proof(row: dict[str, str]) -> str:
    return f"`{row['proof']}`" if row["answer"] == "test" else row["proof"]
