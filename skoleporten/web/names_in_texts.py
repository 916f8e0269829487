"""A text that names a pupil whom it is not about is saved after a yes: it may be somebody else's name, or needed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from django import forms

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.rules.mentions import Person, find
from skoleporten.web.requests import ActingRequest

NAMES_ARE_MEANT = "names_are_meant"
NOT_WORDS = frozenset({"client_id", "seen_version", "draft", "csrfmiddlewaretoken"})


def asks_about_names(
    request: ActingRequest,
    form: forms.Form,
    named: Callable[[str], Sequence[str]],
    *,
    label: str,
    told: str,
    besides: Collection[str] = (),
) -> bool:
    """`named` gives the names in what was written, but for the fields `besides`; `told` has a place for %(names)s."""
    if request.POST.get(NAMES_ARE_MEANT):
        return False
    names = named(_words(form, NOT_WORDS.union(besides)))
    if not names:
        return False
    form.fields[NAMES_ARE_MEANT] = forms.BooleanField(label=label, required=False)
    form.add_error(NAMES_ARE_MEANT, told % {"names": ", ".join(names)})
    return True


def _words(form: forms.Form, left_out: Collection[str]) -> str:
    values = form.cleaned_data.items()
    return "\n\n".join(value for name, value in values if isinstance(value, str) and name not in left_out)


def named_in_view(request: ActingRequest, text: str) -> list[str]:
    """Only names of pupils whom the writer sees already are compared, so that no text can ask who exists."""
    if not text.strip():
        return []
    seen = gate.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).order_by()
    rows = seen.values_list("pk", "given_name", "family_name")
    found = find(text, [Person(str(key), given, family) for key, given, family in rows])
    return list(dict.fromkeys(text[one.start : one.end] for one in found))
