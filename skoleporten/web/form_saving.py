"""What becomes of a form that was sent: saved, refused with its mistakes, or shown beside what somebody else wrote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.rules.errors import RefusedError
from skoleporten.web.documents.drafts import used


@dataclass(frozen=True)
class Outcome:
    """`made` is what saving gave; `theirs` the text that stands now, where somebody else was quicker."""

    is_saved: bool = False
    made: Any = None
    theirs: str = ""
    status: int = 200

    @property
    def told(self) -> dict[str, object]:
        """For the page on which the form is shown again."""
        return {"theirs": self.theirs, "is_conflict": self.status == 409}


def seen_now(now: Any) -> dict[str, object]:
    return {"seen_version": now.version}


def try_to_save(
    form: forms.Form,
    save: Callable[[], object],
    theirs: Callable[[Any], str] = str,
    seen: Callable[[Any], dict[str, object]] = seen_now,
) -> Outcome:
    """Of a form whose fields are right. `seen` gives what is sent next time by somebody who has seen both texts."""
    try:
        made = save()
    except ChangedMeanwhileError as error:
        _see_again(form, seen(error.now))
        form.add_error(None, str(error))
        return Outcome(theirs=theirs(error.now), status=409)
    except RefusedError as error:
        form.add_error(None, str(error))
        return Outcome()
    if hasattr(form, "draft"):
        used(form)
    return Outcome(is_saved=True, made=made)


def _see_again(form: forms.Form, seen: dict[str, object]) -> None:
    sent = QueryDict(mutable=True)
    sent.update(form.data)  # type: ignore[arg-type]
    for name, value in seen.items():
        sent[name] = str(value)
    form.data = sent
