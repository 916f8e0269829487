"""Pages of own words as they are read: addresses, the text of a page, and a form that is sent."""

from __future__ import annotations

import html
import re
import uuid

from django.test import Client

from skoleporten.people.models import Pupil


def words_url(pupil: Pupil, *further: object) -> str:
    return "/".join(["/mine", str(pupil.public_id), "words", *map(str, further), ""])


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return html.unescape(answer.content.decode())


def seen_on(text: str) -> str:
    """The text between the tags."""
    main = text.split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def paragraphs_of(text: str) -> list[str]:
    """What the page itself says; choices of a form and buttons are no sentences."""
    found = re.findall(r"<(p|li|h1|h2|legend|div data-field)[^>]*>(.*?)</(?:p|li|h1|h2|legend|div)>", text, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", inner).strip() for _tag, inner in found]


def sent(client: Client, address: str, **values: object) -> object:
    return client.post(address, {"client_id": str(uuid.uuid4()), "seen_version": 0} | values, follow=True)
