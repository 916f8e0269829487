"""What a page says, without what differs each time it is asked for."""

from __future__ import annotations

import re

from django.http import HttpResponse

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
WAY_BACK = re.compile(r"\?next=[^\"]*")


def content_of(answer: HttpResponse) -> str:
    """Without the forms' one-time tokens and without the page's own address in the language links."""
    return WAY_BACK.sub("", TOKEN.sub("", answer.content.decode()))
