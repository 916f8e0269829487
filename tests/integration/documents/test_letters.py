"""Letters that a family can read: plain words, a PDF for everybody and for the archive, and nothing in it is run."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from skoleporten.access.models import Language, Role
from skoleporten.audit.models import Event, EventPupil
from skoleporten.documents import actions
from skoleporten.documents.letters.letter import VERSION, paragraphs, words_of
from skoleporten.documents.typesetting import MISSING, pdf_of
from skoleporten.rules.decision import Kind
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.readability import lix
from tests.factories import (
    actor_of,
    make_enrolment,
    make_guardian,
    make_guardianship,
    make_pupil,
    make_school,
    make_school_leader,
    make_user,
    make_user_in,
)
from tests.letters import decision_letter, letters

pytestmark = pytest.mark.django_db
LEAST_WORDS = 30
ALL = [
    pytest.param(number, language, id=f"{language}-{data.kind}-{number}")
    for language in Language.values
    for number, data in enumerate(letters(language))
]


@pytest.fixture(autouse=True)
def letterhead(settings, tmp_path):
    settings.LETTERHEAD = tmp_path / "letterhead.toml"
    settings.LETTERHEAD.write_text(
        'name = "Eksempelvik kommune"\nunit = "Oppvekst"\nlines = ["Rådhusgata 1", "post@example.no"]\n'
    )


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


@pytest.mark.parametrize(("number", "language"), ALL)
def test_the_running_text_is_easy_to_read(number, language):
    with override(language):
        text = words_of(letters(language)[number].letter())
    assert len(text.split()) >= LEAST_WORDS
    assert lix(text) < 40


@pytest.mark.parametrize(("number", "language"), ALL)
def test_the_pdf_claims_both_standards_and_has_tags_language_and_title(number, language):
    data = letters(language)[number]
    pdf = read(pdf_of(data, language))
    root = pdf.trailer["/Root"]
    with override(language):
        title = data.letter().title
    assert root["/Lang"].startswith(language)
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == title
    claims = pdf.xmp_metadata.stream.get_data().decode()
    for claim in ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<"):
        assert claim in claims
    tags = str(list(walked(root["/StructTreeRoot"])))
    for tag in ("/H1", "/H2", "/P"):
        assert tag in tags


def walked(element, depth: int = 0):
    """The tags of the structure tree, from the root down."""
    element = element.get_object() if hasattr(element, "get_object") else element
    if isinstance(element, list):
        for one in element:
            yield from walked(one, depth)
    elif isinstance(element, dict) and depth < 30:
        if "/S" in element:
            yield element["/S"]
        yield from walked(element.get("/K", []), depth + 1)


@pytest.mark.parametrize(("number", "language"), ALL)
def test_every_sign_has_its_font_in_the_file(number, language):
    pages = read(pdf_of(letters(language)[number], language)).pages
    fonts = [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]
    descendants = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert descendants
    assert all(set(one) & {"/FontFile2", "/FontFile3"} for one in descendants)
    assert all("Inter" in one["/FontName"] for one in descendants)


def test_an_individual_decision_says_all_that_the_law_asks_for():
    text = text_of(pdf_of(decision_letter(), "nb"))
    for said in (
        "Eksempelvik kommune", "Vedtak", "Ola får plass hos oss", "Opplæringslova § 11-6", "Jeg vil ha et sted",
        "Dere kan klage", "innen 23. mars 2026", "Statsforvalteren", "se papirene", "Mona Berg",
    ):  # fmt: skip
        assert said in text


def test_an_agreement_speaks_of_no_complaint_and_leaves_out_what_is_empty():
    text = text_of(pdf_of(replace(decision_letter(), decision_kind=Kind.AGREEMENT, facts=" ", grounds=""), "nb"))
    assert "Dette er vi enige om" in text
    assert not [word for word in ("klage", "Dette vet vi", "Slik har vi vurdert") if word in text]


MARKUP = [
    '#panic("run")', "#sys.inputs", '#read("/etc/passwd")', "= Not a heading", "$x^2$", "*not bold*", "`code`",
    "<label>", "@reference", "\\u{41}", '#import "@preview/x:0.1.0"', "//comment", "https://x.example/#a",
    '"}], "title": "x', "=1+1",
]  # fmt: skip


@pytest.mark.parametrize("text", MARKUP)
def test_what_somebody_writes_is_text_whatever_it_looks_like(text):
    written = replace(decision_letter(), pupil=text, reason=text, to=(text, text), facts=f"a\n\n{text}\n{text}")
    found = text_of(pdf_of(written, "nb")).replace(" ", "")
    assert found.count(text.replace(" ", "")) >= 6


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Øyvind Åsæ", "Øyvind Åsæ"), ("Čáhppe Đŋ", "Čáhppe Đŋ"), ("Олена", "Олена"), ("Nguyễn", "Nguyễn"),
        ("Ελένη", "Ελένη"), ("日本", MISSING), ("😀", MISSING), ("a\0b\u0007c", "abc"), ("x\ue000y", "xy"),
    ],
)  # fmt: skip
def test_a_name_in_any_script_makes_a_letter(name, shown):
    """What no font has is a hollow square, and the letter is made all the same."""
    pdf = pdf_of(replace(decision_letter(), pupil=name), "nb")
    assert shown in text_of(pdf)


def test_a_very_long_text_goes_on_over_pages_with_their_numbers():
    pdf = pdf_of(replace(decision_letter(), facts="Ola sier at bussen er høylytt. " * 900), "nb")
    pages = read(pdf).pages
    assert len(pages) > 5
    assert f"Side 2 av {len(pages)}" in pages[1].extract_text()


def test_an_empty_line_parts_paragraphs():
    assert [one["text"] for one in paragraphs("a\r\n\r\nb\nc\n\n\n ")] == ["a", "b\nc"]


def test_without_a_file_the_letterhead_is_the_municipality_and_a_wrong_one_is_told(settings):
    settings.LETTERHEAD.write_text('name = "X"\ncolour = "red"\n')
    with pytest.raises(RefusedError, match="Unknown key 'colour'"):
        pdf_of(decision_letter(), "nb")
    settings.LETTERHEAD.unlink()
    assert "Skoleporten" in text_of(pdf_of(decision_letter(), "nb"))


# Kept and downloaded --------------------------------------------------------------------------------------------------
@pytest.fixture
def pupil():
    child = make_pupil("Kanariline", "Kanarisen")
    make_enrolment(make_school("Kanariskolen"), child)
    return child


@pytest.fixture
def leader(pupil):
    return make_school_leader(pupil.enrolments.get().school)


def made(leader, pupil, **values):
    letter = replace(decision_letter(), pupil="Kanariline")
    return actions.make(by=actor_of(leader), pupil=pupil, data=letter, language="nb", **values)


def asked(user, document):
    client = Client()
    client.force_login(user)
    return client.get(reverse("document", args=[document.public_id]))


def test_a_letter_is_kept_with_who_made_it_and_its_template(leader, pupil):
    document = made(leader, pupil, audiences=("school",))
    assert (document.made_by, document.template_version, document.kind) == (leader, VERSION, "decision")
    assert Event.objects.get(action="documents.made").details == {"kind": "decision"}


def test_it_is_downloaded_under_a_neutral_name_and_logged(leader, pupil):
    document = made(leader, pupil, audiences=("school",))
    answer = asked(leader, document)
    assert answer["Content-Disposition"] == (
        f'attachment; filename="{dt.date.today()}-{document.public_id.hex[:6]}.pdf"'
    )
    assert "Kanariline" in text_of(answer.content)
    title = read(answer.content).metadata
    assert not [value for value in title.values() if "Kanari" in str(value)]
    assert EventPupil.objects.filter(event__action="documents.downloaded", pupil=pupil.public_id).count() == 1


def test_only_those_whom_it_is_for_get_it(leader, pupil):
    parent = make_user()
    make_guardianship(pupil, make_guardian(parent))
    for_school, for_both = (
        made(leader, pupil, audiences=("school",)),
        made(leader, pupil, audiences=("school", "guardian")),
    )
    stranger = make_school_leader(make_school())
    assert [asked(parent, one).status_code for one in (for_school, for_both)] == [404, 200]
    assert [asked(stranger, one).status_code for one in (for_school, for_both)] == [404, 404]
    assert asked(make_user_in(Role.ADMINISTRATOR), for_both).status_code == 404
