"""A child comes in with a card from an adult she knows: a start code once, own words, and one code each time."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from skoleporten.access import card_actions
from skoleporten.access.actor import software
from skoleporten.access.cards import CODES_ON_A_CARD, MOST_WRONG_TRIES, Card, CardCode
from skoleporten.access.models import Role
from skoleporten.access.pending import Invitation
from skoleporten.audit.models import Event
from skoleporten.people import family_ways_in
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.readability import lix
from tests.factories import (
    make_grant,
    make_involvement,
    make_pupil,
    make_school,
    make_user_in,
)

pytestmark = pytest.mark.django_db
BY = software("test")
WORDS = "rød ku danser tango"


@pytest.fixture(autouse=True)
def counters(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def pupil():
    made = make_pupil("Ine", "Kortlund")
    make_involvement(made)
    return made


@pytest.fixture
def paper(pupil):
    return family_ways_in.card_for_pupil(by=BY, pupil=pupil)


def begin(paper, words=WORDS, typed=None) -> Client:
    """From the start code to own words."""
    client = Client()
    assert client.post(reverse("letter"), {"code": typed or paper.start_code}).url == reverse("letter_choose")
    answer = client.post(reverse("letter_choose"), {"first": words, "second": words})
    assert answer.status_code == 302, answer.context["form"].errors
    return client


def first_half(paper, client=None, words=WORDS):
    client = client or Client()
    client.post(reverse("card_log_in"), {"login": paper.user.username, "password": words})
    return client


def give_code(client, code):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def is_in(client) -> bool:
    return client.get(reverse("about_the_numbers")).status_code == 200


def came_in(paper) -> Client:
    client = first_half(paper, begin(paper))
    give_code(client, paper.codes[0])
    assert is_in(client)
    return client


def test_from_the_card_to_the_first_page(paper):
    client = begin(paper)
    page = client.get(reverse("card_log_in")).content.decode()
    assert f'value="{paper.user.username}"' in page
    first_half(paper, client)
    assert "Kode nummer 1 på kortet ditt" in client.get(reverse("mfa_authenticate")).content.decode()
    give_code(client, paper.codes[0])
    assert client.get(reverse("about_the_numbers")).context["actor"].role == Role.PUPIL


def test_the_words_alone_open_nothing(paper):
    client = first_half(paper, begin(paper))
    assert client.get(reverse("about_the_numbers")).url.startswith(reverse("account_login"))


def test_the_card_alone_opens_nothing_once_it_is_begun(paper):
    begin(paper)
    assert Client().post(reverse("letter"), {"code": paper.start_code}).status_code == 200
    client = first_half(paper, words="noen andre ord her")
    assert client.get(reverse("mfa_authenticate")).url == reverse("account_login")


@pytest.mark.parametrize("write", [str.lower, lambda code: code.replace("-", " "), lambda code: f" {code} "])
def test_the_start_code_is_taken_as_people_write_it(paper, write):
    begin(paper, typed=write(paper.start_code))


def test_signs_that_look_alike_are_one():
    from skoleporten.access.user_actions import as_token

    assert as_token("oil0-OIL1") == "01100111"


def test_a_code_works_once_and_the_next_is_asked_for(paper):
    came_in(paper)
    client = first_half(paper)
    assert "Kode nummer 2" in client.get(reverse("mfa_authenticate")).content.decode()
    assert give_code(client, paper.codes[0]).status_code == 200
    assert not is_in(client)
    give_code(client, f"{paper.codes[1][:3]} {paper.codes[1][3:]}")
    assert is_in(client)


def test_another_number_than_the_one_that_is_asked_for_opens_nothing(paper):
    client = first_half(paper, begin(paper))
    assert give_code(client, paper.codes[5]).status_code == 200


def test_ten_wrong_codes_shut_the_card(paper):
    begin(paper)
    for _each in range(MOST_WRONG_TRIES):
        assert not card_actions.use(by=BY, user=paper.user, code="000000")
    assert Card.objects.open(paper.user) is None
    assert not card_actions.use(by=BY, user=paper.user, code=paper.codes[0])
    assert Event.objects.filter(action="access.card_ended").count() == 1


def test_a_right_code_forgives_the_wrong_ones(paper):
    begin(paper)
    for number in range(2):
        for _each in range(MOST_WRONG_TRIES - 1):
            assert not card_actions.use(by=BY, user=paper.user, code="x")
        assert card_actions.use(by=BY, user=paper.user, code=paper.codes[number])


def test_after_five_wrong_codes_one_waits_some_minutes(paper):
    client = first_half(paper, begin(paper))
    for _each in range(5):
        give_code(client, "000000")
    answer = give_code(client, paper.codes[0])
    assert "For mange" in answer.content.decode()
    assert Card.objects.get().wrong_tries == 5


def test_no_code_and_no_word_is_kept_as_it_is_read(paper):
    begin(paper)
    assert not CardCode.objects.filter(code_hash__in=paper.codes).exists()
    assert CardCode.objects.count() == CODES_ON_A_CARD
    assert not Invitation.objects.filter(token_hash__contains=paper.start_code.replace("-", "")).exists()
    told = " ".join(str(event.details) for event in Event.objects.all())
    assert not [code for code in (*paper.codes, paper.start_code) if code in told]


def test_the_same_digits_on_two_cards_are_kept_differently(paper):
    card = Card.objects.get()
    other = Card(user=paper.user)
    assert card.hash_of(1, "123456") != other.hash_of(1, "123456") != other.hash_of(2, "123456")


def test_the_user_name_tells_nobody_whose_it_is(paper, pupil):
    name = paper.user.username
    assert re.fullmatch(r"[a-z]+-[a-z]+-\d\d", name)
    assert pupil.given_name.lower() not in name
    assert pupil.family_name.lower() not in name


def test_words_that_are_too_short_are_refused_in_words(paper):
    client = Client()
    client.post(reverse("letter"), {"code": paper.start_code})
    answer = client.post(reverse("letter_choose"), {"first": "rød ku", "second": "rød ku"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["first"]


def test_a_start_code_that_is_too_old_opens_nothing(paper):
    Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    answer = Client().post(reverse("letter"), {"code": paper.start_code})
    assert "åpner ingenting" in answer.content.decode()


def test_a_pupils_session_ends_after_fifteen_idle_minutes(paper, settings):
    client = came_in(paper)
    session = client.session
    assert session["idle"] == settings.SESSION_IDLE_SECONDS_OF_PUPILS == 15 * 60
    session["seen"] = timezone.now().timestamp() - 15 * 60
    session.save()
    assert client.get(reverse("about_the_numbers")).url.startswith(reverse("account_login"))


def test_an_adults_session_lies_idle_for_thirty():
    client = Client()
    client.force_login(make_user_in(Role.GUARDIAN))
    client.session.update({"second_factor": "own"})
    session = client.session
    session["seen"] = timezone.now().timestamp() - 20 * 60
    session.save()
    assert client.get(reverse("about_the_numbers")).status_code == 200


def test_the_one_whose_card_is_nearly_used_up_is_told_so(paper):
    begin(paper)
    CardCode.objects.filter(number__lte=CODES_ON_A_CARD - 4).update(used_at=timezone.now())
    client = first_half(paper)
    give_code(client, paper.codes[-4])
    assert "3 koder igjen" in client.get(reverse("about_the_numbers")).content.decode()


def test_a_card_that_is_used_up_says_so(paper):
    begin(paper)
    CardCode.objects.update(used_at=timezone.now())
    client = first_half(paper)
    assert "Alle kodene på kortet er brukt" in client.get(reverse("mfa_authenticate")).content.decode()
    assert give_code(client, paper.codes[-1]).status_code == 200
    assert not is_in(client)


def test_the_card_shows_again_who_it_is(paper):
    client = came_in(paper)
    page = client.get(reverse("mfa_reauthenticate")).content.decode()
    assert "Kode nummer 2" in page
    answer = client.post(reverse("mfa_reauthenticate") + "?next=/", {"code": paper.codes[1]})
    assert answer.status_code == 302
    assert client.session["account_authentication_methods"][-1]["reauthenticated"]


def test_beside_a_passkey_the_card_still_opens(paper):
    begin(paper)
    Authenticator.objects.create(user=paper.user, type="webauthn", data={})
    client = first_half(paper)
    give_code(client, paper.codes[0])
    assert is_in(client)


def test_a_passkey_may_be_made_by_whoever_came_in_with_a_card(paper):
    assert came_in(paper).get(reverse("mfa_index")).context["may_add"]


def test_nobody_who_works_here_comes_in_with_a_card(paper):
    begin(paper)
    make_grant(paper.user, Role.SCHOOL_LEADER, make_school())
    client = first_half(paper)
    assert client.get(reverse("about_the_numbers")).url == reverse("mfa_index")
    assert not card_actions.use(by=BY, user=paper.user, code=paper.codes[0])
    with pytest.raises(RefusedError, match=r"jobber|arbeider|works here"):
        card_actions.make(by=BY, user=paper.user)


def test_nobody_makes_a_card_for_herself(paper):
    from dataclasses import replace

    with pytest.raises(RefusedError):
        card_actions.make(by=replace(BY, user_id=paper.user.pk), user=paper.user)


def said_to(page: str) -> str:
    """The sentences of the page, without labels and headings."""
    main = page[page.index("<main") : page.index("</main>")]
    parts = re.findall(r"<(?:p|li)\b[^>]*>(.*?)</(?:p|li)>", main, flags=re.DOTALL)
    texts = (unescape(re.sub(r"<[^>]+>|https?://\S+", " ", part)) for part in parts)
    return "\n\n".join(text for text in texts if "." in text)


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_what_a_child_reads_on_the_way_in_is_easy(paper, language):
    client = Client()
    client.cookies["django_language"] = language
    client.get(reverse("choose_language", args=[language]))
    pages = [client.get(reverse(name)).content.decode() for name in ("letter", "card_log_in")]
    client.post(reverse("letter"), {"code": paper.start_code})
    pages.append(client.get(reverse("letter_choose")).content.decode())
    client.post(reverse("letter_choose"), {"first": WORDS, "second": WORDS})
    first_half(paper, client)
    pages.append(client.get(reverse("mfa_authenticate")).content.decode())
    with override(language):
        sheet = render_to_string("relations/paper.html", {"paper": paper, "is_pupil": True, "rows": [[(1, "1")]]})
    pages.append(f"<main>{sheet}</main>")
    for page in pages:
        text = said_to(page)
        assert len(text.split()) > 8
        assert lix(text) < 35, (lix(text), text)
