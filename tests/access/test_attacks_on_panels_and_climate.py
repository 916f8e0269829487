"""Ways that somebody could try to learn who said what, or to bring onto an open page what does not belong there."""

from __future__ import annotations

import datetime as dt
import io
import uuid
import zlib

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from skoleporten.access.models import Role
from skoleporten.audit.models import Event
from skoleporten.documents import drafts
from skoleporten.documents.drafts import Place
from skoleporten.front.models import PageFacts, Picture
from skoleporten.panels import members
from skoleporten.panels.models import Member, Statement
from skoleporten.people.models import FamilyTie
from skoleporten.rig.models import Service
from tests.case_factories import make_named_case
from tests.consent_factories import consent_in_force, years_ago
from tests.factories import actor_of, make_pupil, make_user_in
from tests.front_factories import ALT, make_facts, make_picture, picture_file
from tests.intake_factories import make_case, make_lead, make_team_member
from tests.pages import content_of, signed_in
from tests.panel_factories import (
    hold_session,
    host_of,
    hosted_panel,
    make_change,
    make_member,
    make_statement,
    today,
)

pytestmark = pytest.mark.django_db
NAME, CONTACT, WORDS = "Kanaritorunn Kanaritangen", "kanaritorunn@example.org", "Kanariordene om natta."
DAY = dt.timedelta(days=1)


def whole_database() -> str:
    """As it is stored, without what is encrypted."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


@pytest.fixture
def host():
    return make_team_member()


@pytest.fixture
def parents(host):
    return hosted_panel("parents", host=host)


def member_by_consent(panel) -> Member:
    """The one pupil who may be asked."""
    (found,) = members.candidates(by=host_of(panel), panel=panel, today=today())
    return members.add_by_consent(
        by=host_of(panel), panel=panel, candidate=found.key, contact="Kanarikontakt", client_id=uuid.uuid4(),
        today=today(),
    )  # fmt: skip


# Who is in a panel, and what she said ---------------------------------------------------------------------------------
def test_who_withdraws_leaves_no_word_and_no_name_in_any_table_also_by_way_of_the_pages(parents, host):
    """History, log, drafts of hers and of a colleague, messages and sessions of the browsers."""
    browser, colleague = signed_in(host), make_team_member()
    form = {
        "name": NAME, "contact": CONTACT, "given_on": f"{today():%d.%m.%Y}", "how": "paper",
        "valid_until": f"{today() + 90 * DAY:%d.%m.%Y}", "client_id": str(uuid.uuid4()),
    }  # fmt: skip
    assert browser.post(reverse("panel_member_new", args=[parents.public_id]), form).status_code == 302
    member, session = Member.objects.get(), hold_session(parents, notes="Vi snakket om netter.")
    said = {
        "words": WORDS, "said_as": "named", "member": str(member.public_id), "may_stay": "no", "question": "",
        "client_id": str(uuid.uuid4()),
    }  # fmt: skip
    assert browser.post(reverse("panel_statement_new", args=[session.public_id]), said).status_code == 302
    statement = Statement.objects.get()
    correct = {**said, "words": f"{WORDS} Nei.", "seen_version": 1}
    assert browser.post(reverse("panel_statement_correct", args=[statement.public_id]), correct).status_code == 302
    make_change(actor_of(host), statements=[statement], panels=[parents])
    half = Place(host.pk, "team", "panels.statement_new", str(session.public_id))
    drafts.keep(half, {"words": [WORDS], "member": [str(member.public_id)]})
    theirs = Place(colleague.pk, "team", "panels.statement", str(statement.public_id))
    drafts.keep(theirs, {"words": [WORDS]})
    assert WORDS in whole_database()
    assert (
        browser.post(reverse("panel_member_leave", args=[member.public_id]), {"because": "withdrew"}).status_code == 302
    )
    left = whole_database()
    assert not [one for one in (NAME, CONTACT, "Kanariordene", "Kanaritorunn") if one in left]
    assert drafts.kept(half) is None
    assert drafts.kept(theirs) is None
    page = browser.get(reverse("panel_session", args=[session.public_id])).content.decode()
    assert "Kanari" not in page


def test_notes_that_may_hold_her_words_are_looked_over_also_where_they_are_not_saved_yet(parents, host):
    """She spoke in one without being marked as there, and of the other somebody has begun to write."""
    member = make_member(parents)
    spoke, came = hold_session(parents, notes="Vi snakket."), hold_session(parents, came_by_name=[member])
    make_statement(spoke, WORDS, "panel", member=member, may_stay=True)
    other = hold_session(parents, notes="Noe annet.")
    drafts.keep(Place(host.pk, "team", "panels.session_held", str(came.public_id)), {"notes": [WORDS]})
    members.withdraw(by=actor_of(host), member=member)
    for session, expected in ((spoke, True), (came, True), (other, False)):
        session.refresh_from_db()
        assert session.to_look_over is expected


def test_a_host_reads_no_name_of_a_member_whose_pupil_is_not_hers_to_see(host):
    """Protected, or of her own family: on no page, and in no choice of a form."""
    pupils = hosted_panel("pupils", host=host)
    case = make_case(make_pupil(birth_date=years_ago(10), given_name="Kanarimina"))
    consent_in_force(case.pupil, "source_panel")
    member = member_by_consent(pupils)
    session = hold_session(pupils, came_by_name=[member])
    said = make_statement(session, "Pausen.", "named", member=member, may_stay=True)
    pages = [
        reverse("panel_members", args=[pupils.public_id]), reverse("panel_session", args=[session.public_id]),
        reverse("panel_session_held", args=[session.public_id]), reverse("panel", args=[pupils.public_id]),
        reverse("panel_statement_new", args=[session.public_id]), reverse("panel_printed", args=[pupils.public_id]),
        reverse("panel_statement", args=[said.public_id]), reverse("panel_statement_correct", args=[said.public_id]),
        reverse("panel_member_by_consent", args=[pupils.public_id]),
    ]  # fmt: skip
    browser = signed_in(host)
    assert "Kanarimina" in browser.get(pages[0]).content.decode()
    FamilyTie.objects.create(user=host, pupil=case.pupil)
    for address in pages:
        answer = browser.get(address)
        assert answer.status_code == 200
        assert "Kanari" not in answer.content.decode(), address
    for name in ("panel_member", "panel_member_leave"):
        assert browser.get(reverse(name, args=[member.public_id])).status_code == 404
        assert browser.post(reverse(name, args=[member.public_id]), {"because": "withdrew"}).status_code == 404
    answer = browser.post(
        reverse("panel_session_held", args=[session.public_id]),
        {"came": 4, "notes": "", "seen_version": session.version},
    )
    assert answer.status_code == 302
    assert session.attendances.filter(member=member).exists(), "Whom she does not see she does not take off."


def test_a_colleague_sees_numbers_and_changes_no_member(parents):
    member, session = make_member(parents, NAME, CONTACT), hold_session(parents)
    said = make_statement(session, WORDS, "panel", member=member, may_stay=False)
    browser = signed_in(make_team_member())
    for name, key in (
        ("panel_members", parents), ("panel_member_new", parents), ("panel_member", member),
        ("panel_member_leave", member),
    ):  # fmt: skip
        assert browser.get(reverse(name, args=[key.public_id])).status_code == 404, name
    sent = {
        "words": "Nye ord.", "said_as": "anonymous", "member": str(member.public_id), "may_stay": "yes",
        "question": "", "seen_version": said.version,
    }  # fmt: skip
    browser.post(reverse("panel_statement_correct", args=[said.public_id]), sent)
    said.refresh_from_db()
    assert (said.said_as, said.member_id, said.may_stay) == ("panel", member.pk, False)
    for name, key in (("panel_session", session), ("panel_statement", said), ("panel_printed", parents)):
        assert NAME not in browser.get(reverse(name, args=[key.public_id])).content.decode()


def test_a_member_or_a_question_of_another_panel_is_not_taken_through_a_form(parents, host):
    other = hosted_panel("research", host=host)
    stranger, session = make_member(other), hold_session(parents)
    sent = {
        "words": "Ord.", "said_as": "named", "member": str(stranger.public_id), "may_stay": "no", "question": "",
        "client_id": str(uuid.uuid4()),
    }  # fmt: skip
    address = reverse("panel_statement_new", args=[session.public_id])
    assert signed_in(host).post(address, sent).status_code == 200
    marked = {"came": 4, "notes": "", "seen_version": session.version, "members": [str(stranger.public_id)]}
    signed_in(host).post(reverse("panel_session_held", args=[session.public_id]), marked)
    assert not Statement.objects.exists()
    assert not session.attendances.exists()


def test_each_reading_of_a_pupil_in_a_panel_is_in_the_log(host):
    pupils, case = hosted_panel("pupils", host=host), make_case(make_pupil(birth_date=years_ago(10)))
    consent_in_force(case.pupil, "source_panel")
    member, session = member_by_consent(pupils), hold_session(pupils)
    make_statement(session, "Pausen.", "named", member=member, may_stay=True)
    browser = signed_in(host)
    for name, key, action in (
        ("panel_members", pupils, "members_opened"), ("panel_member", member, "member_opened"),
        ("panel_session", session, "session_opened"), ("panel_statement_new", session, "statement_form_opened"),
    ):  # fmt: skip
        assert browser.get(reverse(name, args=[key.public_id])).status_code == 200
        event = Event.objects.get(action=f"panels.{action}")
        assert {row.pupil for row in event.pupils.all()} == {case.pupil.public_id}, action


# Climate --------------------------------------------------------------------------------------------------------------
WAYS_IN = ("climate_answer", "climate_together", "climate_open", "climate_close", "climate_statements")


@pytest.mark.parametrize("role", [Role.SPECIALIST, Role.ADMINISTRATOR, Role.MUNICIPALITY, Role.SCHOOL_LEADER])
def test_nobody_outside_the_group_opens_the_climate(role):
    browser = signed_in(make_user_in(role))
    for name in ("climate", *WAYS_IN):
        assert browser.get(reverse(name)).status_code == 404, name
    for name in WAYS_IN:
        assert browser.post(reverse(name), {}).status_code == 404, name


# The open page --------------------------------------------------------------------------------------------------------
def bomb() -> bytes:
    """A PNG of 30 000 by 30 000 points in a few kilobytes."""
    side = 30_000

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = side.to_bytes(4, "big") * 2 + bytes([1, 0, 0, 0, 0])
    rows = zlib.compress(bytes(side // 8 + 1) * 2000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def film() -> bytes:
    made = io.BytesIO()
    frames = [Image.new("RGB", (400, 400), (shade, 0, 0)) for shade in range(40)]
    frames[0].save(made, "GIF", save_all=True, append_images=frames[1:])
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", bomb()),
        ("a.gif", film()),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
        ("a.png", b"<html><script>1</script></html>"),
        ("a.jpg", picture_file()[:900]),
        ("../../a.html", picture_file()),
    ],
)  # fmt: skip
def test_nothing_but_a_picture_comes_onto_the_open_page(name, content):
    file = io.BytesIO(content)
    file.name = name
    alt = {f"alt_{code}": text for code, text in ALT.items()}
    sent = {"file": file, "client_id": str(uuid.uuid4()), **alt}
    assert signed_in(make_lead()).post(reverse("front_picture_new"), sent).status_code == 200
    assert not Picture.objects.exists()


def test_a_picture_says_nothing_of_its_camera_and_is_gone_when_it_is_removed():
    lead, browser = make_lead(), Client()
    picture = make_picture(by=actor_of(lead))
    address = reverse("welcome_picture", args=[picture.public_id])
    answer = browser.get(address)
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies
    assert b"EXIF" not in answer.content
    signed_in(lead).post(reverse("front_picture", args=[picture.public_id]), {"deed": "hide"})
    assert browser.get(address).status_code == 404
    unknown = browser.get(reverse("welcome_picture", args=[uuid.uuid4()]))
    assert content_of(browser.get(address)) == content_of(unknown)


def test_a_service_leads_to_a_page_and_to_nothing_else():
    browser = signed_in(make_lead())
    sent = {"name_nb": "<b>Kanaritjeneste", "is_for_families": "on", "is_active": "on", "seen_version": 0}
    for web in ("javascript:alert(1)", "data:text/html,x", "http://a.example", "https://a b"):
        browser.post(reverse("rig_service_new"), {**sent, "web": web, "client_id": str(uuid.uuid4())})
        assert not Service.objects.filter(name_nb__contains="Kanari").exists(), web
    odd = 'https://a.example/"onclick="x'
    browser.post(reverse("rig_service_new"), {**sent, "web": odd, "client_id": str(uuid.uuid4())})
    assert Service.objects.get(name_nb__contains="Kanari").web == odd
    page = Client().get(reverse("welcome")).content.decode()
    assert "&lt;b&gt;Kanaritjeneste" in page
    assert '"onclick=' not in page


def test_the_open_page_sets_no_cookie_for_anybody_and_knows_nobody():
    make_facts()
    lead = make_lead("kanarileder")
    for browser in (Client(), signed_in(lead)):
        for address in (reverse("welcome"), reverse("welcome_in", args=["nn"])):
            answer = browser.get(address)
            assert not answer.cookies
            assert "kanarileder" not in answer.content.decode()
            assert "csrf" not in answer.content.decode()


def test_a_child_is_not_named_on_the_open_page_unseen():
    """All the world reads it; a name that somebody grown up has too is kept after a yes."""
    case, lead = make_named_case(given_name="Kanariane"), make_lead()
    browser, address = signed_in(lead), reverse("open_page")
    sent = {"version": 0, "people_nb": f"Her er {case.pupil.given_name} og Bo."}
    answer = browser.post(address, sent)
    assert answer.status_code == 200
    assert not PageFacts.objects.exists()
    assert "ser ut til å nevne en elev" in answer.content.decode()
    assert browser.post(address, {**sent, "names_are_meant": "on"}).status_code == 302
    picture = make_picture(by=actor_of(lead))
    alt = {f"alt_{code}": f"Plassen til {case.pupil.given_name}" for code in ("nb", "nn", "en")}
    page = reverse("front_picture", args=[picture.public_id])
    assert browser.post(page, {"version": 1, **alt}).status_code == 200
    picture.refresh_from_db()
    assert case.pupil.given_name not in picture.alt["nb"]
