"""The letters of a decision: easy to read in each language, each to one reader, kept, and replaced by name."""

from __future__ import annotations

import io
import uuid

import pytest
from django.utils import timezone
from django.utils.translation import override
from pypdf import PdfReader

from skoleporten.documents.letters.letter import words_of
from skoleporten.documents.typesetting import pdf_of
from skoleporten.intake import deciding, letters
from skoleporten.notices.models import Notice
from skoleporten.people.models import Guardianship
from skoleporten.rules.decision import KINDS_OF, Kind, Outcome
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.readability import lix
from tests.consent_factories import years_ago
from tests.decision_factories import TODAY, decide, decided, in_intake, make_referred_pupil, texts
from tests.factories import actor_of, make_enrolment, make_guardian, make_guardianship, make_pupil, make_pupil_account
from tests.intake_factories import make_lead

pytestmark = pytest.mark.django_db
LANGUAGES = ("nb", "nn", "en")
ALL = [(outcome, kind) for outcome in Outcome for kind in sorted(KINDS_OF[outcome])]


@pytest.fixture
def lead():
    return actor_of(make_lead())


def written(decision, to="guardian"):
    """In the decision's language, as text."""
    receiver = next(one for one in letters.receivers(decision, TODAY) if one.to == to)
    with override(receiver.language):
        letter = letters.data_for(decision, receiver, TODAY).letter()
    headings = [block["text"] for block in letter.blocks if block["kind"] == "heading"]
    return "\n".join([letter.title, *headings, words_of(letter)])


def make(lead, decision):
    return letters.make(by=lead, decision=decision, client_id=uuid.uuid4(), today=TODAY)


def pdf_text(document):
    pages = PdfReader(io.BytesIO(document.file.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("outcome", "kind"), ALL)
def test_each_letter_of_each_outcome_and_kind_is_easy_to_read(outcome, kind, language):
    pupil = make_referred_pupil(birth_date=years_ago(15, 30))
    made = decide(in_intake(pupil), asked=decided(outcome, kind, language=language, texts=texts(language)))
    for receiver in letters.receivers(made, TODAY):
        with override(language):
            text = words_of(letters.data_for(made, receiver, TODAY).letter())
        assert receiver.language == language
        assert lix(text) < 40, (receiver.to, lix(text))


def test_a_letter_is_a_pdf_that_is_kept(lead):
    made = make(lead, decide(asked=decided(Outcome.SCHOOL_WITH_MEASURES, Kind.REDIRECTION)))
    assert sorted(one.to for one in made) == ["guardian", "pupil", "school"]
    assert all(one.document.file.content.startswith(b"%PDF") for one in made)


def test_letters_are_made_once_however_often_one_asks(lead):
    decision, same = decide(), uuid.uuid4()
    for client_id in (same, same, uuid.uuid4()):
        letters.make(by=lead, decision=decision, client_id=client_id, today=TODAY)
    assert decision.letters.count() == 3


# An individual decision ----------------------------------------------------------------------------------------------
def test_an_individual_decision_tells_facts_rule_grounds_view_and_how_to_complain():
    asked = decided(Outcome.WAITING, Kind.INDIVIDUAL_DECISION)
    told = written(decide(asked=asked))
    for name in ("facts", "legal_rule", "grounds", "pupils_view", "reason", "alternatives", "childs_best"):
        assert asked.texts[name] in told, name
    assert "Statsforvalteren" in told
    assert "post@example.no" in told


@pytest.mark.parametrize("kind", [Kind.AGREEMENT, Kind.REDIRECTION])
def test_no_other_kind_tells_how_to_complain(kind):
    outcome = Outcome.WAITING if kind == Kind.AGREEMENT else Outcome.OTHER_SERVICE
    assert "klage" not in written(decide(asked=decided(outcome, kind))).lower()


def test_whoever_decides_herself_gets_the_reason_and_how_to_complain_and_a_child_a_short_letter():
    told = {}
    for years in (9, 15):
        pupil = make_referred_pupil(birth_date=years_ago(years))
        told[years] = written(
            decide(in_intake(pupil), asked=decided(Outcome.WAITING, Kind.INDIVIDUAL_DECISION)), "pupil"
        )
    assert texts()["reason"] in told[15]
    assert "Statsforvalteren" in told[15]
    assert texts()["reason"] not in told[9]
    assert "Statsforvalteren" not in told[9]
    assert all(texts()["to_pupil"] in one for one in told.values())
    assert len(told[9].split()) < len(told[15].split())


# What the school may know --------------------------------------------------------------------------------------------
def test_the_school_reads_the_outcome_and_its_measures_and_nothing_of_the_family():
    made = decide(asked=decided(Outcome.SCHOOL_WITH_MEASURES, Kind.INDIVIDUAL_DECISION, to_school="Ring oss mandag."))
    told = written(made, "school")
    assert "Et stille rom i første time." in told
    assert "Ring oss mandag." in told
    for name in ("facts", "reason", "pupils_view", "grounds", "alternatives", "childs_best", "to_pupil", "choice"):
        assert texts()[name] not in told, name


def test_the_school_is_not_told_which_other_service():
    made = decide(asked=decided(Outcome.OTHER_SERVICE, Kind.REDIRECTION, receiver="Kanaritjenesten", follower="Kanari"))
    assert "Kanari" in written(made)
    assert "Kanari" not in written(made, "school")


# Languages -----------------------------------------------------------------------------------------------------------
def english_reader(pupil):
    relation = pupil.guardianships.select_related("guardian").get()
    relation.guardian.language = "en"
    relation.guardian.save()
    return relation.guardian


def to_guardian(decision):
    return next(one for one in letters.receivers(decision, TODAY) if one.to == "guardian")


def test_a_letter_is_in_the_readers_language_once_somebody_has_written_it(lead):
    intake = in_intake()
    english_reader(intake.pupil)
    decision = decide(intake)
    assert (to_guardian(decision).language, to_guardian(decision).lacks_text) == ("nb", True)
    letters.write_text(by=lead, decision=decision, language="en", texts=texts("en"), version=0)
    assert (to_guardian(decision).language, to_guardian(decision).lacks_text) == ("en", False)
    made = next(one for one in make(lead, decision) if one.to == "guardian")
    assert made.document.language == "en"
    assert texts("en")["reason"] in pdf_text(made.document)
    assert texts("nb")["reason"] not in pdf_text(made.document)


def test_a_text_in_another_language_says_as_much_as_the_first(lead):
    decision = decide()
    with pytest.raises(RefusedError):
        letters.write_text(by=lead, decision=decision, language="en", texts=texts("en") | {"grounds": ""}, version=0)
    with pytest.raises(RefusedError):
        letters.write_text(by=lead, decision=decision, language="nb", texts=texts(), version=0)


def test_the_schools_measures_are_written_in_the_readers_language_too(lead):
    intake = in_intake()
    english_reader(intake.pupil)
    decision = decide(intake, asked=decided(Outcome.SCHOOL_WITH_MEASURES, Kind.REDIRECTION))
    with pytest.raises(RefusedError):
        letters.write_text(by=lead, decision=decision, language="en", texts=texts("en"), version=0)
    told = texts("en") | {"measures": "A quiet room in the first lesson.\n\nA walk at noon."}
    letters.write_text(by=lead, decision=decision, language="en", texts=told, version=0)
    with override("en"):
        blocks = letters.data_for(decision, to_guardian(decision), TODAY).letter().blocks
    points = next(block["items"] for block in blocks if block["kind"] == "points")
    assert points == ["A quiet room in the first lesson.", "A walk at noon."]
    assert "stille rom" not in str(blocks)


def test_of_two_who_write_the_same_text_the_second_is_told(lead):
    decision = decide()
    letters.write_text(by=lead, decision=decision, language="en", texts=texts("en"), version=0)
    with pytest.raises(RefusedError):
        letters.write_text(by=lead, decision=decision, language="en", texts=texts("en"), version=0)


def test_a_language_that_is_not_ours_is_told_of():
    intake = in_intake()
    guardian = english_reader(intake.pupil)
    guardian.language = "ti"
    guardian.save()
    assert to_guardian(decide(intake)).speaks == "ti"


# Who gets one --------------------------------------------------------------------------------------------------------
def test_nobody_without_a_verified_right_gets_a_letter(lead):
    pupil = make_referred_pupil()
    make_guardianship(pupil, decides=Guardianship.Decides.NONE)
    make_guardianship(pupil, verified_at=None)
    make_guardianship(pupil, barred_from=TODAY, barred_source="Vedtak")
    made = make(lead, decide(in_intake(pupil)))
    assert [one.to for one in made].count("guardian") == 1


def test_each_guardian_gets_an_own_letter_and_a_notice(lead):
    pupil = make_referred_pupil()
    make_guardianship(pupil, make_guardian())
    account = make_pupil_account(pupil)
    decision = decide(in_intake(pupil))
    made = [one for one in make(lead, decision) if one.to == "guardian"]
    assert len(made) == 2
    for one in made:
        assert str(one.guardian) in pdf_text(one.document)
    told = Notice.objects.filter(kind="letter")
    assert {one.user_id for one in told} == {pupil.guardianships.first().guardian.user_id, account.user_id}
    assert {one.link for one in told} == {f"/intake/decisions/mine/{decision.public_id}/"}


def test_the_files_are_for_whom_they_are_written(lead):
    made = {one.to: one.document for one in make(lead, decide())}
    assert {to: one.audiences for to, one in made.items()} == {
        "guardian": ["guardian", "team"], "pupil": ["pupil", "team"], "school": ["school", "team"],
    }  # fmt: skip


def test_another_pupils_name_is_taken_out_of_what_a_family_reads():
    pupil = make_referred_pupil()
    other = make_pupil("Torbjørn", "Kanarisen")
    make_enrolment(pupil.enrolments.get().school, other)
    asked = decided(texts=texts() | {"reason": "Ola og Torbjørn Kanarisen vil være i hver sin gruppe."})
    made = decide(in_intake(pupil), asked=asked)
    assert "Kanarisen" not in written(made)


# In the place of another ---------------------------------------------------------------------------------------------
def test_a_letter_of_a_corrected_decision_says_which_it_replaces(lead):
    first = decide()
    old = {one.to: one for one in make(lead, first)}
    second = deciding.correct(by=lead, decision=first, decided=decided(), why="Feil dato.", client_id=uuid.uuid4())
    new = {one.to: one for one in make(lead, second)}
    assert {to: one.replaces for to, one in new.items()} == old
    for one in new.values():
        assert "erstatter" in pdf_text(one.document)
    first.refresh_from_db()
    assert [one.document.pk for one in first.letters.all()] == [one.document.pk for one in old.values()]


def test_no_letter_is_made_of_a_decision_that_another_has_taken_the_place_of(lead):
    first = decide()
    deciding.correct(by=lead, decision=first, decided=decided(), why="Feil dato.", client_id=uuid.uuid4())
    with pytest.raises(RefusedError):
        make(lead, first)


def test_one_letter_is_made_anew_once_and_replaces_the_one_before(lead):
    decision, same = decide(), uuid.uuid4()
    old = next(one for one in make(lead, decision) if one.to == "pupil")
    for _ in range(2):
        new = letters.make_anew(by=lead, decision=decision, key="pupil", client_id=same, today=TODAY)
    assert new.replaces == old
    assert decision.letters.filter(to="pupil").count() == 2
    with pytest.raises(RefusedError):
        letters.make_anew(by=lead, decision=decision, key="nobody", client_id=uuid.uuid4(), today=TODAY)


def test_a_preview_says_the_same_as_the_letter_and_keeps_nothing(lead):
    decision = decide()
    receiver = to_guardian(decision)
    preview = pdf_of(letters.data_for(decision, receiver, TODAY), receiver.language)
    assert decision.letters.count() == 0
    made = next(one for one in make(lead, decision) if one.to == "guardian")
    preview_text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(preview)).pages).split())
    assert pdf_text(made.document) == preview_text
    assert timezone.localdate(made.document.made_at) == TODAY
