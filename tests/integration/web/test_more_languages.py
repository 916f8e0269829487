"""Languages beside the three: whoever reads one is met in it, and a page says truly which language its words are in."""

from __future__ import annotations

import datetime as dt
import io
import re
import uuid
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.utils import formats, timezone, translation
from django.utils.translation import ngettext
from pypdf import PdfReader

from skoleporten.access import languages
from skoleporten.access.actor import software
from skoleporten.access.models import Role
from skoleporten.config.languages import load_languages
from skoleporten.documents.models import Document
from skoleporten.documents.typesetting import pdf_of
from skoleporten.intake.booking import Plan, book
from skoleporten.intake.letters import receivers, write_text
from skoleporten.intake.models.decisions import TEXTS
from skoleporten.notices.actions import notify
from skoleporten.notices.jobs import send
from skoleporten.notices.models import Reach
from skoleporten.notices.texts import Kind, in_sms
from skoleporten.people.reading import Reads, reads
from skoleporten.rules.errors import RefusedError
from skoleporten.web import words
from tests.decision_factories import decide
from tests.factories import actor_of, make_guardian, make_guardianship, make_pupil, make_user, make_user_in
from tests.intake_factories import make_intake, make_lead
from tests.letters import letters
from tests.pages import signed_in
from tests.smtp_sink import mail_server

pytestmark = pytest.mark.django_db
OURS = Path(__file__).resolve().parents[3] / "skoleporten" / "web" / "locale"
SAID = {
    "uk": {
        "Consents": "Згоди",
        "Hello": "Вітаємо",
        "There is a letter for you.": "Для вас є лист.",
        "You have a new message": "У вас нове повідомлення",
        "You have a new message.": "У вас нове повідомлення.",
        "Log in to read it:": "Увійдіть, щоб прочитати:",
        "Log in to read more:": "Увійдіть, щоб прочитати більше:",
        "You can not answer this e-mail.": "На цей лист не можна відповісти.",
        "How we reach you": "Як з вами зв’язатися",
    },
    "ar": {"Consents": "الموافقات", "Kind regards": "مع أطيب التحيات"},
}
NAMES = {"uk": "Українська", "ar": "العربية"}


def a_catalogue(code: str) -> str:
    told = "\n".join(f'msgid "{text}"\nmsgstr "{said}"\n' for text, said in SAID[code].items())
    direction = "rtl" if code == "ar" else "ltr"
    return (
        f'msgid ""\nmsgstr ""\n"Language: {code}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"X-Name: {NAMES[code]}\\n"\n"X-Direction: {direction}\\n"\n\n{told}'
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder, made = tmp_path_factory.mktemp("dropped"), tmp_path_factory.mktemp("made")
    for code in SAID:
        (folder / f"{code}.po").write_text(a_catalogue(code), encoding="utf-8")
    return made, load_languages(str(folder), ["se"], OURS, made)


@pytest.fixture(autouse=True)
def switched_on(settings, made):
    folder, more = made
    settings.LOCALE_PATHS = [folder, *settings.LOCALE_PATHS]
    settings.MORE_LANGUAGES = more
    settings.LANGUAGES = [*settings.LANGUAGES, *((one.code, one.name) for one in more)]
    yield
    translation.trans_real._translations = {}


@pytest.fixture
def mother():
    """Reads no Norwegian."""
    user = make_user_in(Role.GUARDIAN)
    user.language, user.email = "uk", "mor@example.no"
    user.save()
    return user


def test_a_guardian_who_reads_no_norwegian_is_met_in_her_language(mother, settings):
    """On the page, in the e-mail and in the SMS; the page says how much of it there is."""
    settings.MAIL_SIGNATURE = ""
    page = signed_in(mother).get("/settings/reach/")
    text = page.content.decode()
    assert '<html lang="uk" dir="ltr"' in text
    assert page.headers["Content-Language"] == "uk"
    assert "Як з вами зв’язатися" in text
    assert "Українська er ikke ferdig: 1 prosent" in text
    assert "Ingen som snakker språket, har lest gjennom dem ennå." in text
    assert in_sms(Kind.LETTER, "uk", "https://x.no/") == (
        "У вас нове повідомлення. Увійдіть, щоб прочитати: https://x.no/"
    )
    with mail_server() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        notice = notify(by=software("test"), to=mother, kind=Kind.LETTER, link="/", role=Role.GUARDIAN)
        assert send.call(str(notice.public_id)) == "sent"

    mail = message_from_bytes(sink.messages[0].text.encode(), policy=policy.default)
    assert mail["Subject"].strip() == "У вас нове повідомлення"
    assert "Для вас є лист." in mail.get_content()


@pytest.fixture
def finished(settings):
    """As if every text were there and a speaker had read it."""
    more = [
        replace(one, percent=100, reviewed_by="Olena") if one.code == "uk" else one for one in settings.MORE_LANGUAGES
    ]
    settings.MORE_LANGUAGES = tuple(more)


@pytest.fixture
def hers():
    """A decision about a child of somebody who has chosen Ukrainian."""
    decision = decide()
    relation = make_guardianship(decision.intake.pupil, make_guardian(make_user(language="uk")))
    Reach.objects.create(user=relation.guardian.user, changed_at=timezone.now())
    return decision, relation.guardian


def receiver_of(decision, guardian):
    (found,) = [one for one in receivers(decision, timezone.localdate()) if one.guardian == guardian]
    return found


def test_no_letter_is_half_in_one_language_and_half_in_another(hers):
    """Those who write to her are told what she reads, and go through it with an interpreter."""
    to_her = receiver_of(*hers)
    assert (to_her.language, to_her.wants, to_her.speaks) == ("nb", "", "Українська")
    assert not to_her.lacks_text
    with pytest.raises(RefusedError):
        write_text(by=actor_of(hers[0].recorded_by), decision=hers[0], language="uk", texts={}, version=0)


def test_a_finished_language_is_one_that_a_letter_can_be_written_in(hers, finished):
    decision, guardian = hers
    assert receiver_of(decision, guardian).lacks_text
    page = f"/intake/decisions/{decision.public_id}/texts/uk/"
    client = signed_in(decision.recorded_by)
    assert "Українська" in client.get(f"/intake/decisions/{decision.public_id}/").content.decode()
    assert client.get(page).status_code == 200
    ours = {name: f"{name} українською" for name in TEXTS if getattr(decision, name)}
    measures = "Щось одне" if decision.measures.exists() else ""
    write_text(
        by=actor_of(decision.recorded_by), decision=decision, language="uk", version=0,
        texts={**ours, "measures": measures},
    )  # fmt: skip
    assert receiver_of(decision, guardian).language == "uk"


def test_the_page_of_the_invitation_says_what_she_reads(finished):
    lead = make_lead("leder")
    intake = make_intake(owner=lead)
    guardian = make_guardianship(intake.pupil, make_guardian(make_user(), language="uk")).guardian
    plan = Plan(timezone.now() + dt.timedelta(days=7), "Leiligheten", "Veileder", "unanswered", [guardian])
    book(by=actor_of(lead), intake=intake, plan=plan, client_id=uuid.uuid4())
    client = signed_in(lead)
    assert f"{guardian} leser Українська." in client.get(f"/intake/{intake.public_id}/").content.decode()
    letter = f"/intake/{intake.public_id}/talk-time/letter/"
    answer = client.post(letter, {"language": "uk"}, follow=True)
    assert Document.objects.get().language == "uk"
    assert PdfReader(io.BytesIO(answer.content)).trailer["/Root"]["/Lang"] == "uk-NO"
    assert client.post(letter, {"language": "ar"}).status_code == 404


@pytest.mark.parametrize(
    ("recorded", "chosen", "has_chosen", "expected"),
    [
        ("uk", "nb", False, Reads("uk")),
        ("uk", "nn", True, Reads("nn")),
        ("no", "en", False, Reads("nb")),
        ("so", "nb", False, Reads("nb", "so")),
        ("", "nn", False, Reads("nn")),
        ("nb-NO", "en", False, Reads("nb")),
        ("", "", False, Reads("nb")),
    ],
)
def test_own_choice_goes_before_the_register_and_the_register_before_the_log_in(recorded, chosen, has_chosen, expected):
    user = make_user(language=chosen)
    if has_chosen:
        Reach.objects.create(user=user, changed_at=timezone.now())
    assert reads(recorded, user) == expected


def test_of_somebody_without_a_log_in_the_register_is_all_there_is():
    assert reads("", None) == Reads()
    assert reads("so", None) == Reads(speaks="so")
    assert reads("uk", None).name == "Українська"


def test_what_is_written_from_right_to_left_is_shown_so(mother):
    client = signed_in(mother)
    client.get("/language/ar/")
    text = client.get("/settings/reach/").content.decode()
    assert '<html lang="ar" dir="rtl"' in text
    assert "الموافقات" in text


def test_a_letter_in_arabic_has_every_sign(settings, tmp_path):
    settings.LETTERHEAD = tmp_path / "none.toml"
    with translation.override("ar"):
        pdf = PdfReader(io.BytesIO(pdf_of(letters("nb")[0], "ar")))
    assert pdf.trailer["/Root"]["/Lang"] == "ar-NO"
    assert "□" not in "".join(page.extract_text() for page in pdf.pages)


def test_what_the_catalogue_lacks_is_bokmaal_and_never_english(mother):
    text = signed_in(mother).get("/settings/reach/").content.decode()
    assert "Hvordan skal vi si fra om noe nytt?" in text
    assert "How do we tell you" not in text


class TestNorthernSami:
    def test_its_pages_are_in_bokmaal_and_say_so_to_a_screen_reader(self, mother):
        mother.language = "se"
        mother.save()
        page = signed_in(mother).get("/settings/reach/")
        text = page.content.decode()
        assert '<html lang="nb" dir="ltr"' in text
        assert page.headers["Content-Language"] == "nb"
        assert "Davvisámegiella er ikke ferdig: 0 prosent av tekstene er på språket" in text
        assert re.search(r'<a [^>]*language/se/[^>]*lang="se"', text)

    def test_it_is_offered_only_where_it_is_switched_on(self, settings, mother):
        mother.language = "se"
        mother.save()
        settings.MORE_LANGUAGES, settings.LANGUAGES = (), settings.LANGUAGES[:3]
        assert languages.of(mother) == "nb"
        client = signed_in(mother)
        assert "Davvisámegiella" not in client.get("/settings/reach/").content.decode()
        client.get("/language/se/")
        assert "er ikke ferdig" not in client.get("/settings/reach/").content.decode()

    def test_numbers_and_dates_are_whole_and_the_forms_fall_back(self):
        with translation.override("se"):
            assert formats.number_format(12345.6, 1, force_grouping=True) == "12\u00a0345,6"
            assert words.day(dt.date(2025, 11, 3)) == "mandag 3. november 2025"
            assert words.clock(dt.datetime(2025, 11, 3, 8, 42, tzinfo=dt.UTC)) == "3. november 2025 kl. 09.42"
            assert [ngettext("%(n)s referral", "%(n)s referrals", n) % {"n": n} for n in (1, 2, 3)] == [
                "1 henvisning",
                "2 henvisninger",
                "3 henvisninger",
            ]

    def test_its_letters_are_in_bokmaal_and_marked_so(self, settings, tmp_path):
        settings.LETTERHEAD = tmp_path / "none.toml"
        pdf = PdfReader(io.BytesIO(pdf_of(letters("nb")[0], "se")))
        assert pdf.trailer["/Root"]["/Lang"] == "nb-NO"

    def test_its_names_stand_whole_on_a_page_and_in_a_letter(self, settings, tmp_path):
        settings.LETTERHEAD = tmp_path / "none.toml"
        name = "Čáppa Beaŋka-Muoŧŧá Guovža Ođđa Lottáš"
        pdf = PdfReader(io.BytesIO(pdf_of(replace(letters("nb")[0], to=(name,)), "nb")))
        assert name in " ".join(pdf.pages[0].extract_text().split())
        pupil = make_pupil("Čáppa", "Beaŋka")
        parent = make_user()
        make_guardianship(pupil, make_guardian(parent))
        assert "Čáppa Beaŋka" in signed_in(parent).get("/", follow=True).content.decode()


def test_a_language_in_a_cookie_or_a_link_that_is_not_offered_changes_nothing(mother):
    client = signed_in(mother)
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "xx"
    assert '<html lang="uk"' in client.get("/settings/reach/").content.decode()
    assert client.get("/language/xx/").status_code == 302


def test_words_written_in_three_languages_are_bokmaal_in_a_fourth():
    said = {"nb": "Hei", "nn": "Hei du", "en": "Hello"}
    for language, expected in (("nn", "Hei du"), ("uk", "Hei"), ("ckb", "Hei")):
        with translation.override(language):
            assert languages.pick(said) == expected
            assert languages.written() == (language if language in said else "nb")
