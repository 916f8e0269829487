"""A browser that is signed in, and what a page says without what differs each time it is asked for."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.test import Client

from skoleporten.access.models import User

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
WAY_BACK = re.compile(r"\?next=[^\"]*")
PRINTED_AT = re.compile(r'(?<=<span class="printed-at">)[^<]+')


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def content_of(answer: HttpResponse) -> str:
    return lasting(answer.content.decode())


def lasting(page: str) -> str:
    """Without the forms' one-time tokens, the page's own address in the language links and the minute it was made."""
    for passing in (TOKEN, WAY_BACK, PRINTED_AT):
        page = passing.sub("", page)
    return page
