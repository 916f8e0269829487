"""allauth's forms in our words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def in_our_words(form: Any, labels: Mapping[str, Any]) -> Any:
    """allauth has no nynorsk, and writes the label once more inside the field."""
    for name, field in form.fields.items():
        field.label = labels.get(name, field.label)
        field.widget.attrs.pop("placeholder", None)
    return form
