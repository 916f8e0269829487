"""What a pupil and a guardian read of how they are reached is easy, in bokmål and nynorsk."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.utils import timezone

from skoleporten.access.models import Role
from skoleporten.notices.models import Reach
from skoleporten.notices.texts import Kind, code_in_words, in_words
from skoleporten.rules.readability import lix
from tests.factories import make_user_in

pytestmark = pytest.mark.django_db
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
ENDS = re.compile(r"</(?:p|li|h\d|label|legend|dt|dd|button|a)>")
MOST = {Role.PUPIL: 35, Role.GUARDIAN: 40}


def read(page: str) -> str:
    """Each line a sentence of its own, as it is read."""
    lines = ENDS.sub("\n\n", MAIN.search(page)[0])
    return unescape(re.sub(r"<[^>]+>", " ", lines))


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("role", MOST)
def test_the_pages_are_easy(gate, signed_in, role, language):
    user = make_user_in(role)
    user.language, user.email = language, "en@example.no"
    user.save()
    Reach.objects.create(user=user, phone="+4740000000", changed_at=timezone.now())
    client = signed_in(user)
    pages = [client.get(f"/settings/reach/{page}").content.decode() for page in ("", "email/", "phone/")]
    client.post("/settings/reach/phone/", {"address": "40000000"})
    pages.append(client.get("/settings/reach/code/").content.decode())
    for page in pages:
        assert lix(read(page)) < MOST[role]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_so_are_the_messages(language):
    texts = [in_words(kind, language, "").body for kind in Kind.values] + [code_in_words(language, "012345", 15).body]
    assert max(lix(text) for text in texts) < 35
