"""What a form or a button asks for is done, or the page says why not."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest

from skoleporten.rules.errors import RefusedError


def is_saved(request: HttpRequest, form: Form, save: Callable[[], None], done: str) -> bool:
    """False leaves the form as it was filled in, with the mistake, for the page to be shown again."""
    if not form.is_valid():
        return False
    try:
        save()
    except RefusedError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, done)
    return True


def tell(request: HttpRequest, save: Callable[[], object], done: str) -> None:
    """Of a button without a form: what was done, or why not, at the top of the next page."""
    try:
        save()
    except RefusedError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, done)
