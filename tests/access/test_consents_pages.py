"""Consents as each person gets them: asked, read, answered, withdrawn; and who finds no such page."""

from __future__ import annotations

import datetime as dt
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from skoleporten.access.roles import Role
from skoleporten.audit.models import Event, EventPupil
from skoleporten.consents.models import Answer, Consent
from skoleporten.documents.models import Attachment
from tests.consent_factories import consent_in_force, make_consent, today, years_ago
from tests.factories import (
    make_enrolment,
    make_grant,
    make_guardian,
    make_guardianship,
    make_involvement,
    make_pupil,
    make_pupil_account,
    make_user,
    make_user_in,
)
from tests.pages import content_of

BARRED = {"barred_from": dt.date(2020, 1, 1), "barred_source": "Court"}
STAFF_PAGES = ("consent", "consent_paper", "consent_paper_file")
NO_SUCH = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def pupil(made):
    """At the owner's school, and with Skoleporten."""
    pupil = make_pupil("Kari", "Lund", birth_date=years_ago(12))
    make_enrolment(made.school, pupil)
    make_involvement(pupil)
    return pupil


def parent_of(pupil, **fields):
    user = make_user()
    make_guardianship(pupil, make_guardian(user), **fields)
    return user


def somebody(role: Role, school=None):
    user = make_user()
    make_grant(user, role, school)
    return user


def asked(**fields) -> dict[str, str]:
    return {
        "client_id": str(uuid.uuid4()), "purpose": "join_skoleporten", "scope": "", "withheld": "", "language": "nb",
        "valid_until": today().isoformat(), "interpreter": "not_needed", **fields,
    }  # fmt: skip


def said(says: str = "yes", **fields) -> dict[str, str]:
    return {"client_id": str(uuid.uuid4()), "says": says, **fields}


def strangers(made, pupil) -> list:
    """Everybody for whom there is no such pupil, or no such page."""
    others = [made.stranger, made.administrator, somebody(Role.TEACHER, made.school)]
    others += [make_user_in(role) for role in (Role.SPECIALIST, Role.MUNICIPALITY, Role.RESEARCHER)]
    others += [make_user_in(Role.GUARDIAN), make_user_in(Role.PUPIL), parent_of(pupil, **BARRED)]
    return [*others, parent_of(pupil, decides="suspended"), parent_of(pupil, verified_at=None)]


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_the_team_opens_it_and_the_family_and_strangers_do_not(made, pupil, signed_in, page):
    parent, consent = parent_of(pupil), make_consent(pupil)
    address = reverse(page, args=[consent.public_id])
    for user in (somebody(Role.TEAM), somebody(Role.LEAD)):
        assert signed_in(user).get(address).status_code == 200
    for user in (parent, *strangers(made, pupil)):
        client = signed_in(user)
        denied = client.get(address)
        assert denied.status_code == 404, user
        assert content_of(denied) == content_of(client.get("/no/such/page/"))


def test_a_school_sees_only_what_a_school_asks_for(made, pupil, signed_in):
    parent_of(pupil)
    joining, assessment = make_consent(pupil), make_consent(pupil, "expert_assessment")
    for leader in (made.owner, made.colleague):
        client = signed_in(leader)
        assert client.get(reverse("consent", args=[joining.public_id])).status_code == 404
        assert client.get(reverse("consent", args=[assessment.public_id])).status_code == 200
        rows = client.get(reverse("pupil_consents", args=[pupil.public_id])).context["rows"]
        assert [row.title for row in rows] == ["Sakkyndig vurdering"]


def test_the_familys_pages_are_the_familys(made, pupil, signed_in):
    consent = make_consent(pupil)
    address = reverse("my_consent", args=[consent.public_id])
    for user in (parent_of(pupil), make_pupil_account(pupil).user):
        assert signed_in(user).get(address).status_code == 200
    for user in (somebody(Role.TEAM), made.owner, *strangers(made, pupil)):
        assert signed_in(user).get(address).status_code == 404, user
        assert signed_in(user).post(address, said()).status_code == 404, user
    assert not Answer.objects.exists()


def test_a_barred_parent_learns_nothing_from_the_list_or_the_start_page(made, pupil, signed_in):
    make_consent(pupil)
    client = signed_in(parent_of(pupil, **BARRED))
    empty = signed_in(make_user_in(Role.GUARDIAN))
    for page in ("my_consents", "start"):
        mine = client.get(reverse(page))
        assert mine.status_code == 200
        assert "Kari" not in mine.content.decode()
        assert "venter på deg" not in mine.content.decode() + empty.get(reverse(page)).content.decode()


def test_what_is_read_is_in_the_log(pupil, signed_in):
    consent = make_consent(pupil)
    client = signed_in(somebody(Role.TEAM))
    for name, key in (("pupil_consents", pupil), ("consent", consent), ("consent_paper", consent)):
        client.get(reverse(name, args=[key.public_id]))
        event = Event.objects.latest("seq")
        assert event.action.startswith("consents.")
        assert EventPupil.objects.filter(event=event, pupil=pupil.public_id).exists()


# Asking ---------------------------------------------------------------------------------------------------------------
def test_the_team_asks_and_a_double_click_asks_once(pupil, signed_in):
    client, sent = signed_in(somebody(Role.TEAM)), asked()
    address = reverse("ask_consent", args=[pupil.public_id])
    answers = [client.post(address, sent) for _ in range(2)]
    assert len({answer.url for answer in answers}) == 1
    assert Consent.objects.get().purpose == "join_skoleporten"


def test_nothing_is_chosen_beforehand(pupil, signed_in):
    client = signed_in(somebody(Role.TEAM))
    assert " checked" not in client.get(reverse("ask_consent", args=[pupil.public_id])).content.decode()
    consent = make_consent(pupil)
    family = signed_in(parent_of(pupil)).get(reverse("my_consent", args=[consent.public_id]))
    assert " checked" not in family.content.decode()


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"purpose": ""}, "purpose"),
        ({"purpose": "share_with_service"}, "service"),
        ({"purpose": "share_with_service", "service": "ABUP"}, "scope"),
        ({"valid_until": "soon"}, "valid_until"),
        ({"valid_until": "2001-01-01"}, "__all__"),
        ({"scope": "x" * 501}, "scope"),
    ],
)
def test_a_question_that_lacks_something_is_shown_again_as_it_was(pupil, signed_in, fields, name):
    answer = signed_in(somebody(Role.TEAM)).post(
        reverse("ask_consent", args=[pupil.public_id]), asked(withheld="Fars helse", **fields)
    )
    assert answer.status_code == 200
    assert name in answer.context["form"].errors
    assert "Fars helse" in answer.content.decode()
    assert not Consent.objects.exists()


def test_a_school_leader_can_not_ask_for_what_the_team_asks_for(made, pupil, signed_in):
    client, address = signed_in(made.owner), reverse("ask_consent", args=[pupil.public_id])
    assert client.post(address, asked(purpose="research")).context["form"].errors
    assert client.post(address, asked(purpose="ito_decision")).status_code == 302


def test_asking_again_begins_with_what_was_asked_before(pupil, signed_in):
    first = consent_in_force(pupil, "share_with_service", service="ABUP", withheld="Fars helse")
    address = f"{reverse('ask_consent', args=[pupil.public_id])}?again={first.public_id}"
    form = signed_in(somebody(Role.LEAD)).get(address).context["form"]
    assert (form["service"].value(), form["withheld"].value()) == ("ABUP", "Fars helse")


# Answering ------------------------------------------------------------------------------------------------------------
def test_a_guardian_answers_reads_it_again_and_withdraws_in_the_same_place(pupil, signed_in):
    client, consent = signed_in(parent_of(pupil)), make_consent(pupil)
    assert [link.waits for link in client.get(reverse("start")).context["waits"]] == [1]
    address = reverse("my_consent", args=[consent.public_id])
    assert "Sier du ja til at Kari blir med i Skoleporten?" in client.get(address).content.decode()
    assert client.post(address, said()).status_code == 302
    shown = client.get(address).content.decode()
    assert "Du har sagt ja" in shown
    assert "Jeg trekker samtykket" in shown
    client.post(reverse("my_consent_withdraw", args=[consent.public_id]))
    assert "Du har trukket samtykket tilbake" in client.get(address).content.decode()
    consent.refresh_from_db()
    assert consent.state == "withdrawn"


def test_a_double_click_makes_one_answer(pupil, signed_in):
    client, consent, sent = signed_in(parent_of(pupil)), make_consent(pupil), said()
    address = reverse("my_consent", args=[consent.public_id])
    answers = [client.post(address, sent) for _ in range(3)]
    assert {answer.url for answer in answers} == {address}
    assert Answer.objects.count() == 1


def test_an_answer_without_a_choice_is_asked_for_again(pupil, signed_in):
    client, consent = signed_in(parent_of(pupil)), make_consent(pupil)
    answer = client.post(reverse("my_consent", args=[consent.public_id]), said(""))
    assert answer.context["form"].errors["says"] == ["Velg ja eller nei."]
    assert not Answer.objects.exists()


def test_guardians_see_each_others_answers_and_nobodys_name_or_relation(pupil, signed_in):
    one, other = parent_of(pupil), parent_of(pupil, kind="foster_parent", decides="care_taken_over")
    consent = make_consent(pupil)
    address = reverse("my_consent", args=[consent.public_id])
    signed_in(one).post(address, said("no"))
    shown = signed_in(other).get(address).content.decode()
    assert "Sa nei" in shown
    for hidden in (one.guardian.family_name, "foster", "Foster", "overtatt"):
        assert hidden not in shown


def test_a_pupil_answers_for_herself_from_the_age_of_own_right_and_reads_before(made, signed_in):
    young, grown = make_pupil(birth_date=years_ago(14)), make_pupil(birth_date=years_ago(15, days=1))
    for pupil, may_answer in ((young, False), (grown, True)):
        parent_of(pupil)
        client = signed_in(make_pupil_account(pupil).user)
        address = reverse("my_consent", args=[make_consent(pupil).public_id])
        page = client.get(address)
        assert ("Sier du ja til å bli med i Skoleporten?" in page.content.decode()) is may_answer
        assert (page.context["form"] is not None) is may_answer
        assert bool(page.context["why_not"]) is not may_answer
        client.post(address, said())
    assert [one.consent.pupil for one in Answer.objects.all()] == [grown]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_family_reads_it_in_its_own_language(pupil, signed_in, language):
    from skoleporten.consents import texts

    client, consent = signed_in(parent_of(pupil)), make_consent(pupil)
    client.cookies["language"] = language
    client.get(reverse("choose_language", args=[language]))
    shown = client.get(reverse("my_consent", args=[consent.public_id])).content.decode()
    assert f'lang="{language}"' in shown
    assert texts.words_of(consent, language).title in shown


# Paper and withdrawal by the staff ------------------------------------------------------------------------------------
def test_the_staff_record_paper_once_and_a_withdrawal_they_are_told(pupil, signed_in):
    parent, consent = parent_of(pupil), make_consent(pupil)
    client = signed_in(somebody(Role.TEAM))
    address = reverse("consent_answer", args=[consent.public_id])
    sent = said(giver=str(parent.guardian.public_id), signed_on=today().isoformat())
    assert [client.post(address, sent).status_code for _ in range(2)] == [302, 302]
    given = Answer.objects.get()
    assert (given.how, given.guardian) == ("paper", parent.guardian)
    for _ in range(2):
        client.post(reverse("consent_withdraw", args=[consent.public_id, given.public_id]))
    consent.refresh_from_db()
    assert consent.state == "withdrawn"
    assert Event.objects.filter(action="consents.withdrawn").count() == 1


def photo(name: str = "IMG.png", content: bytes | None = None) -> SimpleUploadedFile:
    made = io.BytesIO()
    Image.new("RGB", (30, 20), "white").save(made, "PNG")
    return SimpleUploadedFile(name, made.getvalue() if content is None else content)


def test_a_scan_of_the_paper_is_kept_for_the_staff_who_ask_and_for_nobody_else(made, pupil, signed_in):
    parent, consent = parent_of(pupil), make_consent(pupil)
    client = signed_in(somebody(Role.TEAM))
    sent = said(giver=str(parent.guardian.public_id), signed_on=today().isoformat())
    for _ in range(2):
        client.post(reverse("consent_answer", args=[consent.public_id]), sent | {"scan": photo()})
    scan = Attachment.objects.get()
    assert Answer.objects.get().scan == scan
    address = reverse("attachment", args=[scan.public_id])
    assert address in client.get(reverse("consent", args=[consent.public_id])).content.decode()
    assert client.get(address).status_code == 200
    for user in (parent, made.owner, *strangers(made, pupil)):
        assert signed_in(user).get(address).status_code == 404, user


@pytest.mark.parametrize(("name", "content"), [("a.svg", b"<svg/>"), ("a.pdf", b"MZ"), ("a.png", b""), ("a", b"x")])
def test_a_bad_scan_is_refused_and_no_answer_is_recorded(pupil, signed_in, name, content):
    parent, consent = parent_of(pupil), make_consent(pupil)
    sent = said(giver=str(parent.guardian.public_id), signed_on=today().isoformat(), scan=photo(name, content))
    answer = signed_in(somebody(Role.TEAM)).post(reverse("consent_answer", args=[consent.public_id]), sent)
    assert answer.status_code == 200
    assert answer.context["paper_form"].errors
    assert not Answer.objects.exists()
    assert not Attachment.objects.exists()


def test_a_guardian_without_the_right_is_told_to_the_staff_with_the_reason_and_can_not_be_chosen(pupil, signed_in):
    parent_of(pupil)
    without, consent = parent_of(pupil, decides="none"), make_consent(pupil)
    client = signed_in(somebody(Role.TEAM))
    page = client.get(reverse("consent", args=[consent.public_id]))
    assert (str(without.guardian), "Har ikke rett til å bestemme for eleven.") in [
        (name, str(why)) for name, why in page.context["others"]
    ]
    sent = said(giver=str(without.guardian.public_id), signed_on=today().isoformat())
    answer = client.post(reverse("consent_answer", args=[consent.public_id]), sent)
    assert "giver" in answer.context["paper_form"].errors
    assert not Answer.objects.exists()


def test_an_answer_is_reached_under_its_own_consent_only(pupil, signed_in):
    one, other = consent_in_force(pupil), make_consent(pupil, "research")
    given = one.answers.get()
    address = reverse("consent_withdraw", args=[other.public_id, given.public_id])
    assert signed_in(somebody(Role.TEAM)).post(address).status_code == 404
    assert signed_in(somebody(Role.TEAM)).post(address.replace(str(given.public_id), NO_SUCH)).status_code == 404


def test_the_form_on_paper_names_each_who_must_sign_and_has_the_whole_text(pupil, signed_in):
    one, other = parent_of(pupil), parent_of(pupil)
    barred, consent = parent_of(pupil, **BARRED), make_consent(pupil)
    address = reverse("consent_paper", args=[consent.public_id])
    shown = signed_in(somebody(Role.TEAM)).get(address, {"language": "nn"}).content.decode()
    assert "Seier du ja til at Kari blir med i Skoleporten?" in shown
    pages = PdfReader(io.BytesIO(signed_in(somebody(Role.LEAD)).get(f"{address[:-1]}.pdf?language=nn").content)).pages
    on_paper = " ".join("".join(page.extract_text() for page in pages).split())
    assert "Seier du ja til at Kari blir med i Skoleporten?" in on_paper
    for user, is_there in ((one, True), (other, True), (barred, False)):
        assert (str(user.guardian) in shown) is is_there
        assert (str(user.guardian) in on_paper) is is_there


def test_a_question_is_taken_back(pupil, signed_in):
    parent, consent = parent_of(pupil), make_consent(pupil)
    signed_in(somebody(Role.TEAM)).post(reverse("consent_take_back", args=[consent.public_id]))
    page = signed_in(parent).get(reverse("my_consent", args=[consent.public_id]))
    assert page.context["form"] is None
    assert "Spørsmålet ble tatt tilbake" in page.content.decode()


def test_the_list_of_the_team_holds_what_waits_and_what_is_to_be_asked_again(made, pupil, signed_in):
    parent_of(pupil)
    make_consent(pupil)
    consent_in_force(pupil, "research", valid_until=today() + dt.timedelta(days=9))
    consent_in_force(pupil, "source_panel", valid_until=today() + dt.timedelta(days=90))
    make_consent(make_pupil("Ukjent"))
    client = signed_in(somebody(Role.TEAM))
    for asked_for, title in ({}, "Bli med i Skoleporten"), ({"show": "again"}, "Forskning"):
        context = client.get(reverse("consents_waiting"), asked_for).context
        assert [row.title for row in context["rows"]] == [title]
        assert context["counts"] == {"unanswered": 1, "again": 1}


def test_a_long_list_asks_the_database_no_more_than_a_short_one(pupil, signed_in, django_assert_max_num_queries):
    client, others = signed_in(somebody(Role.TEAM)), [make_pupil(birth_date=years_ago(12)) for _ in range(6)]
    for one in (pupil, *others):
        make_involvement(one)
        parent_of(one)
        make_consent(one)
    with django_assert_max_num_queries(40):
        assert len(client.get(reverse("consents_waiting")).context["rows"]) == 7
