"""How many bytes a phone fetches the first time it opens the board, all of them, as they travel."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from skoleporten.access.models import Installation
from tests.factories import make_pupil
from tests.intake_factories import make_case, make_lead, make_team_member

MOST_BYTES = 130_000
MOST_BYTES_OF_SCRIPT = 10_000
PUPILS = 60
# A phone fetches the second alphabet only where a name needs it.
FONTS = ("vendor/inter/inter-latin-wght-normal.woff2",)
OWN_SCRIPTS = ("app/device.js", "app/offline.js", "app/board.js", "app/sw.js")


def travels(content: bytes) -> int:
    """With gzip; brotli, which browsers prefer for files, takes less."""
    return len(gzip.compress(content, 9))


def file(name: str) -> bytes:
    path = finders.find(name)
    assert path, name
    return Path(path).read_bytes()


@pytest.mark.django_db
def test_the_first_visit_to_a_board_of_sixty_weighs_less_than_130_kilobytes(client):
    Installation.objects.update_or_create(pk=1, defaults={"is_demo": True})
    owner = make_lead()
    for number in range(PUPILS):
        make_case(make_pupil(f"Fornavn{number}", f"Etternavn{number}"), owner)
    client.force_login(make_team_member())
    page = client.get(reverse("board"), headers={"accept-encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    html = gzip.decompress(page.content).decode()
    assert html.count("data-case=") == PUPILS
    files = re.findall(r'(?:href|src)="/static/([^"]+)"', html)
    parts = {name: travels(file(name)) for name in files} | {name: len(file(name)) for name in FONTS}
    parts |= {"the page": len(page.content), "sw.js": travels(client.get(reverse("board_worker")).content)}
    parts |= {name: travels(client.get(reverse(name)).content) for name in ("board_shell", "board_device")}
    assert sum(parts.values()) < MOST_BYTES, parts


def test_what_makes_the_board_work_without_a_network_is_a_few_kilobytes_of_script():
    parts = {name: travels(file(name)) for name in OWN_SCRIPTS}
    assert sum(parts.values()) < MOST_BYTES_OF_SCRIPT, parts
