"""What a family meets: words that a twelve-year-old reads, nothing that follows her, and little to fetch."""

from __future__ import annotations

import gzip
import re
import uuid
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from skoleporten.front import actions, catalogues
from skoleporten.front.pictures import MOST_BYTES as MOST_OF_A_PICTURE
from skoleporten.rules.readability import lix
from skoleporten.web.front.readable import easy_to_read
from tests.factories import actor_of
from tests.front_factories import FACTS, make_facts, make_picture
from tests.intake_factories import make_lead

pytestmark = pytest.mark.django_db
MOST_BYTES = 100_000
EASY = 35
SHIPPED = ("nb", "nn", "en")
NUMBERS = {"112", "113", "116111", "116117"}
# Words that lay it on the child, or that only those who work with it understand.
NEVER_SAID = (
    "vegr",
    "nekt",
    "refus",
    "skulk",
    "truan",
    "problem",
    "tiltak",
    "bekymringsfull",
    "samtykke",
    "saksbehand",
)


class Text(HTMLParser):
    """What stands on a page between its tags, a paragraph for each block, without heads and buttons."""

    RUNNING = {"p", "dd", "li"}

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.blocks: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in {"meta", "link", "br", "img", "path"}:
            self.inside.append(tag)
        if tag in self.RUNNING:
            self.blocks.append("")

    def handle_endtag(self, tag):
        while tag in self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data):
        if "main" in self.inside and self.RUNNING & set(self.inside) and not {"h3", "a"} & set(self.inside):
            self.blocks[-1] += data


def running_text(html: str) -> str:
    reader = Text()
    reader.feed(html)
    return "\n\n".join(" ".join(block.split()) for block in reader.blocks if block.strip())


def page(client: Client, language: str) -> str:
    answer = client.get(reverse("welcome_in", args=[language]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", SHIPPED)
def test_a_twelve_year_old_reads_it(client, language):
    """LIX counts letters and full stops, and no grammar; of English it is measured, and held, in the same way."""
    text = running_text(page(client, language))
    assert len(text.split()) > 400
    assert lix(text) < EASY
    hard = [block for block in text.split("\n\n") if len(block.split()) > 5 and lix(block) >= 45]
    assert hard == []


@pytest.mark.parametrize("language", SHIPPED)
def test_no_word_lays_it_on_the_child(client, language):
    said = page(client, language).lower()
    assert [word for word in NEVER_SAID if word in said] == []


@pytest.mark.parametrize("language", SHIPPED)
def test_each_number_in_need_can_be_tapped(client, language):
    assert set(re.findall(r'href="tel:(\d+)"', page(client, language))) >= NUMBERS


def test_the_language_stands_in_the_address_and_leaves_no_trace():
    client = Client()
    for address in ("/welcome/", "/welcome/nn/", "/welcome/en/"):
        answer = client.get(address)
        assert answer.cookies == {}
        assert answer.headers["X-Robots-Tag"] == "index, follow"
        assert "<script" not in answer.content.decode()
    assert client.cookies == {}
    assert client.get("/welcome/").headers["Content-Language"] == "nb"
    assert client.get("/welcome/xx/").status_code == 404
    english = client.get("/welcome/en/").content.decode()
    assert '<html lang="en" dir="ltr"' in english
    assert '<meta name="description" content="Skoleporten helps' in english
    assert 'hreflang="nn" href="http://testserver/welcome/nn/"' in english
    assert "Udir" in english  # whose figures once had the same name


def test_whoever_has_chosen_a_language_before_meets_it(client):
    client.get(reverse("choose_language", args=["nn"]))
    assert client.get("/welcome/").headers["Content-Language"] == "nn"


def test_the_way_in_leads_there_and_so_does_the_front_door(client):
    front_door = client.get("/", follow=True)
    assert f'href="{reverse("welcome")}"' in front_door.content.decode()


def test_before_anybody_has_written_the_page_says_whom_to_ask(client):
    assert "Spør en voksen på skolen din" in page(client, "nb")


def test_what_the_municipality_wrote_stands_there_and_falls_back_to_bokmal(client):
    make_facts()
    norwegian, english = page(client, "nb"), page(client, "en")
    for text in ("Eksempelvik", 'href="tel:38000000"', "skoleporten@eksempelvik.example", "38 00 00 01", "brygga"):
        assert text in norwegian
        assert text in english
    assert "Spør en voksen på skolen din" not in norwegian
    assert '<dd lang="nb" dir="ltr">Det gule huset ved brygga.</dd>' in english


def travels(content: bytes) -> int:
    """With gzip; brotli, which browsers prefer for files, takes less."""
    return len(gzip.compress(content, 9))


def test_the_first_visit_weighs_less_than_100_kilobytes_with_all_its_pictures(client):
    lead = actor_of(make_lead())
    make_facts(by=lead)
    for _ in range(3):
        make_picture(by=lead)
    answer = client.get(reverse("welcome"), headers={"accept-encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    html = gzip.decompress(answer.content).decode()
    files = re.findall(r'(?:href|src)="/static/([^"]+)"', html)
    assert "app/front.css" in files
    parts = {name: travels(Path(str(finders.find(name))).read_bytes()) for name in files}
    for name in files:
        fetched = re.findall(r"url\(", Path(str(finders.find(name))).read_text(encoding="utf-8"))
        assert fetched == [], f"{name} fetches more"
    pictures = re.findall(r'<img src="([^"]+)"', html)
    assert len(pictures) == 3
    parts |= {address: len(client.get(address).content) for address in pictures} | {"the page": len(answer.content)}
    assert all(parts[address] <= MOST_OF_A_PICTURE for address in pictures)
    assert sum(parts.values()) < MOST_BYTES, parts


def test_a_picture_is_there_for_all_only_while_it_is_published(client):
    lead = actor_of(make_lead())
    picture = make_picture(is_published=False, by=lead)
    address = reverse("welcome_picture", args=[picture.public_id])
    seen = []
    for deed in (None, actions.publish, actions.hide, actions.publish, actions.remove):
        if deed:
            deed(by=lead, picture=picture)
        seen.append((client.get(address).status_code, address in page(client, "nb")))
    assert seen == [(404, False), (200, True), (404, False), (200, True), (404, False)]


def test_a_picture_is_told_in_the_language_of_the_page(client):
    make_picture()
    assert 'alt="A sofa by a window."' in page(client, "en")
    assert 'alt="Ein sofa ved eit vindauge."' in page(client, "nn")


@pytest.fixture
def dropped_in(tmp_path, settings) -> Path:
    """A folder for catalogues, with one in it that is written from right to left."""
    settings.WELCOME_TEXTS = str(tmp_path)
    shipped = (catalogues.SHIPPED / "en.toml").read_text(encoding="utf-8")
    other = shipped.replace('code = "en"', 'code = "ar"').replace('name = "English"', 'name = "العربية"')
    other = other.replace('direction = "ltr"', 'direction = "rtl"').replace("Come on in", "أهلا وسهلا")
    (tmp_path / "ar.toml").write_text(other, encoding="utf-8")
    return tmp_path


def test_a_language_is_a_file_that_is_dropped_in(client, dropped_in):
    make_facts()
    make_picture(ar="أريكة")
    arabic = page(client, "ar")
    assert '<html lang="ar" dir="rtl"' in arabic
    assert "أهلا وسهلا" in arabic
    assert 'alt="أريكة"' in arabic
    assert '<dd lang="nb" dir="ltr">Det gule huset ved brygga.</dd>' in arabic
    assert 'hreflang="ar"' in page(client, "nb")


def test_half_a_catalogue_is_left_out_and_whoever_looks_after_the_page_is_told_why(client, dropped_in):
    text = (dropped_in / "ar.toml").read_text(encoding="utf-8")
    somali = text.replace('code = "ar"', 'code = "so"').replace('title = "112"', 'title = "911"')
    (dropped_in / "so.toml").write_text(somali, encoding="utf-8")
    (dropped_in / "fa.toml").write_text(text.replace('code = "ar"', ""), encoding="utf-8")
    (dropped_in / "uk.toml").write_text(text, encoding="utf-8")
    (dropped_in / "xx.toml").write_bytes(b"\xff\xfe\x00")
    assert list(catalogues.languages()) == ["nb", "nn", "en", "ar"]
    told = "\n".join(catalogues.faults())
    assert all(name in told for name in ("so.toml", "fa.toml", "uk.toml", "xx.toml"))
    client.force_login(make_lead())
    assert "911" not in page(client, "nb")
    assert "so.toml" in client.get(reverse("open_page")).content.decode()


def test_a_shipped_language_may_be_put_in_own_words(client, dropped_in):
    own = (catalogues.SHIPPED / "nb.toml").read_text(encoding="utf-8").replace("Velkommen inn", "Kom inn i varmen")
    (dropped_in / "nb.toml").write_text(own, encoding="utf-8")
    assert "Kom inn i varmen" in page(client, "nb")


def test_own_words_that_are_hard_to_read_are_measured():
    hard = "Tverrfaglige miljøterapeutiske kompetansemiljøer samhandler kontinuerlig. " * 40
    written = make_facts(actions.Facts(words=FACTS.words | {"nb": {"people": hard}}))
    measured = {one.language: one.is_easy for one in easy_to_read(written)}
    assert measured == {"Bokmål": False, "Nynorsk": False, "English": False}
    assert all(one.is_easy for one in easy_to_read(None))


def test_a_picture_that_never_was_is_not_found(client):
    assert client.get(reverse("welcome_picture", args=[uuid.uuid4()])).status_code == 404
