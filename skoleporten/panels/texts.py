"""The words that a member from outside says yes to: shipped, or the municipality's own beside its consent texts."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from django.conf import settings

from skoleporten.consents import texts
from skoleporten.consents.models import ConsentText, Purpose
from skoleporten.consents.texts import Text
from skoleporten.rules.errors import Place, RefusedError
from skoleporten.rules.toml_files import read_text

FILE = "source_panel_member.toml"


def in_use() -> Text:
    own = Path(settings.CONSENT_TEXTS) / FILE if settings.CONSENT_TEXTS else None
    if own is None or not own.exists():
        shipped = files("skoleporten.panels").joinpath("shipped").joinpath(FILE)
        return texts.parse(shipped.read_text(encoding="utf-8"), FILE)
    text = texts.parse(read_text(own, "Make it readable, or take it away."), str(own))
    if text.purpose != Purpose.SOURCE_PANEL:
        what, do = f"The text is about {text.purpose}.", f"Write {Purpose.SOURCE_PANEL.value}."
        raise RefusedError(what, place=Place(str(own)), do=do)
    return text


def stored() -> ConsentText:
    return texts.stored(in_use())
