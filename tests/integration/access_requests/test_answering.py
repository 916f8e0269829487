"""A request for everything that is kept: asked, decided thing by thing, answered, complained about."""

from __future__ import annotations

import io
import json
import uuid
import zipfile

import pytest
from django.utils import timezone
from pypdf import PdfReader

from skoleporten.access_requests import answering, choosing, requests
from skoleporten.access_requests.choosing import Chosen
from skoleporten.access_requests.models import AccessRequest, ItemChoice, PupilAsked
from skoleporten.access_requests.reading import Listed, Listing
from skoleporten.access_requests.sources import source
from skoleporten.audit.models import Event
from skoleporten.intake.changes import ChangedMeanwhileError
from skoleporten.rules import access_requests as rules
from skoleporten.rules.access_requests import Basis, Verdict, Waits
from skoleporten.rules.errors import RefusedError
from tests.access_request_factories import (
    NAMES_ANOTHER,
    OF_TEAM,
    OF_THE_OTHER,
    ONLY_HERE,
    SHARED,
    Family,
    listing_of,
    make_family_of,
    make_request,
    make_things,
    years_ago,
)
from tests.judgement_factories import make_note

pytestmark = pytest.mark.django_db
NOTES, STORIES = "judgement.note", "intake.story"


def row_with(listing: Listing, kind: str, words: str) -> Listed:
    rows = listing.kind(source(kind)).rows
    return next(row for row in rows if any(words in part.text for part in row.item.parts))


def decide(family: Family, asked: AccessRequest, row: Listed, chosen: Chosen) -> None:
    choosing.choose(
        by=family.lead, request=asked, row=row, chosen=chosen, seen_number=row.number, today=timezone.localdate()
    )  # fmt: skip


def decide_all(family: Family, asked: AccessRequest, undecided: Chosen | None = None) -> None:
    """As proposed, and what the rules propose nothing for as said."""
    listing = listing_of(asked)
    for kind in listing.kinds():
        choosing.choose_as_proposed(by=family.lead, listing=listing, kind=kind, today=timezone.localdate())
    for kind in listing_of(asked).kinds():
        for row in kind.rows:
            if not row.is_decided:
                decide(family, asked, row, undecided or Chosen(Verdict.WITHHOLD, Basis.HARM, "Det ville skade."))


def send(family: Family, asked: AccessRequest) -> dict[str, bytes]:
    answer = answering.send(by=family.lead, listing=listing_of(asked), beside=[], today=timezone.localdate())
    with zipfile.ZipFile(io.BytesIO(answer.file.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def text_of(files: dict[str, bytes]) -> str:
    """Of everything in the packet, as one reads it and as data."""
    pdfs = [content for name, content in files.items() if name.endswith(".pdf")]
    read = "\n".join(page.extract_text() for pdf in pdfs for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join((read + json.dumps(json.loads(files["data.json"]), ensure_ascii=False)).split())


@pytest.fixture
def family() -> Family:
    made = make_family_of()
    make_things(made)
    return made


def test_a_request_is_due_a_month_after_and_waits_for_the_team(family: Family):
    asked = make_request(family)
    assert asked.due == asked.due_at_first == rules.due(timezone.localdate())
    assert asked.opened("words") == "Notatene, takk."
    assert "Notatene" not in asked.words_encrypted
    assert Event.objects.filter(action="access_requests.asked", pupils__pupil=family.pupil.public_id).count() == 1
    again = requests.ask(
        by=family.mum, pupil=family.pupil, words="", client_id=asked.client_id, today=timezone.localdate()
    )  # fmt: skip
    assert again == asked
    with pytest.raises(RefusedError):
        make_request(family)


def test_the_id_of_another_persons_request_is_refused_in_words(family: Family):
    asked = make_request(family)
    with pytest.raises(RefusedError):
        requests.ask(
            by=family.dad, pupil=family.pupil, words="", client_id=asked.client_id, today=timezone.localdate()
        )  # fmt: skip


def test_each_of_a_family_asks_alone_and_sees_only_own_requests(family: Family):
    today = timezone.localdate()
    mums, dads, childs = (make_request(family, by) for by in (family.mum, family.dad, family.child))
    for actor, purpose, own in ((family.mum, "own_child", mums), (family.dad, "own_child", dads)):
        assert list(AccessRequest.objects.visible_to(actor, purpose, today)) == [own]
    assert list(AccessRequest.objects.visible_to(family.child, "own", today)) == [childs]
    assert AccessRequest.objects.visible_to(family.lead, "follow_up", today).count() == 3


def test_the_list_holds_what_the_family_does_not_see_too(family: Family):
    listing = listing_of(make_request(family))
    seen, unseen = row_with(listing, NOTES, SHARED), row_with(listing, NOTES, OF_TEAM)
    assert seen.facts.is_seen
    assert not unseen.facts.is_seen
    assert unseen.proposal.verdict is Verdict.GIVE
    kinds = {kind.source.key for kind in listing.kinds()}
    assert {"people.pupil", "people.enrolment", "people.relation", "cases.case", NOTES, STORIES} <= kinds


def test_a_note_that_names_another_child_is_given_without_the_name(family: Family):
    asked = make_request(family)
    row = row_with(listing_of(asked), NOTES, NAMES_ANOTHER)
    assert (row.proposal.verdict, row.proposal.basis) == (Verdict.MASK, Basis.OTHERS)
    with pytest.raises(RefusedError):
        decide(family, asked, row, Chosen(Verdict.GIVE))
    decide_all(family, asked)
    told = text_of(send(family, asked))
    assert "Bergersen" not in told
    assert "Hun lo sammen med" in told


def test_what_the_child_said_to_an_adult_is_given_only_by_somebody_who_has_read_it(family: Family):
    said = "Jeg tør ikke si det hjemme."
    make_note(family.case, childs_words=said)
    asked, childs = make_request(family, family.dad), make_request(family, family.child)
    assert row_with(listing_of(asked), NOTES, said).proposal.verdict is None
    assert row_with(listing_of(childs), NOTES, said).proposal.verdict is Verdict.GIVE
    listing = listing_of(asked)
    choosing.choose_as_proposed(
        by=family.lead, listing=listing, kind=listing.kind(source(NOTES)), today=timezone.localdate()
    )
    assert not row_with(listing_of(asked), NOTES, said).is_decided


def test_another_guardians_own_words_are_withheld_and_the_answer_does_not_tell_of_them(family: Family):
    asked = make_request(family)
    row = row_with(listing_of(asked), STORIES, OF_THE_OTHER)
    assert (row.proposal.verdict, row.proposal.basis) == (Verdict.WITHHOLD, Basis.OTHERS)
    decide_all(family, asked)
    told = text_of(send(family, asked))
    assert OF_THE_OTHER not in told
    assert "Fridtjof" not in told
    assert OF_TEAM in told
    assert asked.answers.get().withheld == 0


def test_a_guardian_gets_her_own_words_and_the_pupil_gets_hers(family: Family):
    dads, childs = make_request(family, family.dad), make_request(family, family.child)
    for asked, words, others in ((dads, OF_THE_OTHER, ONLY_HERE), (childs, ONLY_HERE, OF_THE_OTHER)):
        decide_all(family, asked)
        told = text_of(send(family, asked))
        assert words in told
        assert others not in told


def test_under_twelve_a_person_decides_about_what_the_pupil_keeps_to_the_adults_here():
    family = make_family_of(years_ago(11, days=364))
    make_things(family)
    asked = make_request(family)
    row = row_with(listing_of(asked), STORIES, ONLY_HERE)
    assert row.proposal.verdict is None
    assert row.proposal.waits is None
    decide(family, asked, row, Chosen(Verdict.GIVE))


def test_from_twelve_the_pupil_is_asked_first():
    family = make_family_of(years_ago(12))
    make_things(family)
    asked = make_request(family)
    row = row_with(listing_of(asked), STORIES, ONLY_HERE)
    assert row.proposal.waits is Waits.ASKING
    with pytest.raises(RefusedError):
        decide(family, asked, row, Chosen(Verdict.GIVE))
    ask_and_answer(family, asked, "no")
    decide(family, asked, row_with(listing_of(asked), STORIES, ONLY_HERE), Chosen(Verdict.GIVE))


def test_from_fifteen_nothing_told_in_confidence_is_given_without_the_pupils_yes():
    family = make_family_of(years_ago(15))
    make_things(family)
    asked = make_request(family)
    row = row_with(listing_of(asked), STORIES, ONLY_HERE)
    assert row.proposal.waits is Waits.YES
    ask_and_answer(family, asked, "no")
    row = row_with(listing_of(asked), STORIES, ONLY_HERE)
    with pytest.raises(RefusedError):
        decide(family, asked, row, Chosen(Verdict.GIVE))
    decide_all(family, asked)
    told = text_of(send(family, asked))
    assert ONLY_HERE not in told
    assert asked.answers.get().withheld == 0


def test_with_the_pupils_yes_it_is_given_and_a_yes_taken_back_stops_it():
    family = make_family_of(years_ago(16))
    make_things(family)
    asked = make_request(family)
    ask_and_answer(family, asked, "yes")
    decide_all(family, asked)
    assert row_with(listing_of(asked), STORIES, ONLY_HERE).is_decided
    question = PupilAsked.objects.get(request=asked)
    say(family, question, "no")
    assert not row_with(listing_of(asked), STORIES, ONLY_HERE).is_decided
    with pytest.raises(RefusedError):
        send(family, asked)
    say(family, question, "yes")
    assert ONLY_HERE in text_of(send(family, asked))


def ask_and_answer(family: Family, asked: AccessRequest, says: str) -> None:
    today = timezone.localdate()
    rows = listing_of(asked).kind(source(STORIES)).rows
    assert choosing.ask_pupil(by=family.lead, request=asked, rows=rows, today=today) == 1
    say(family, PupilAsked.objects.get(request=asked), says)


def say(family: Family, question: PupilAsked, says: str) -> None:
    question.refresh_from_db()
    choosing.answer_as_pupil(
        by=family.child, asked=question, says=says, seen_version=question.version, today=timezone.localdate()
    )  # fmt: skip


def test_a_guardian_is_never_asked_for_the_pupil(family: Family):
    question = PupilAsked(request=make_request(family))
    with pytest.raises(RefusedError):
        choosing.answer_as_pupil(
            by=family.mum, asked=question, says="yes", seen_version=1, today=timezone.localdate()
        )  # fmt: skip


def test_what_is_held_back_needs_its_place_in_the_law_and_a_reason_which_the_letter_tells(family: Family):
    asked = make_request(family)
    row = row_with(listing_of(asked), NOTES, OF_TEAM)
    for lacking in (
        Chosen(Verdict.WITHHOLD),
        Chosen(Verdict.WITHHOLD, Basis.HARM),
        Chosen(Verdict.MASK, Basis.HARM, "x"),
    ):
        with pytest.raises(RefusedError):
            decide(family, asked, row, lacking)
    decide(family, asked, row, Chosen(Verdict.WITHHOLD, Basis.HARM, "Det ville gjøre vondt verre."))
    decide_all(family, asked)
    told = text_of(send(family, asked))
    assert OF_TEAM not in told
    assert "Det ville gjøre vondt verre." in told
    assert "§ 16 første ledd bokstav c" in told
    assert asked.answers.get().withheld == 1


def test_two_who_decide_at_once_do_not_write_over_each_other(family: Family):
    asked = make_request(family)
    row = row_with(listing_of(asked), NOTES, OF_TEAM)
    decide(family, asked, row, Chosen(Verdict.GIVE))
    decide(family, asked, row, Chosen(Verdict.GIVE))
    assert ItemChoice.objects.filter(request=asked).count() == 1
    with pytest.raises(ChangedMeanwhileError):
        decide(family, asked, row, Chosen(Verdict.WITHHOLD, Basis.HARM, "Nei."))


def test_nothing_is_sent_before_all_is_decided_and_what_comes_after_waits_too(family: Family):
    asked = make_request(family)
    decide_all(family, asked)
    make_note(family.case, family.lead, "Noe nytt.")
    with pytest.raises(RefusedError):
        send(family, asked)
    decide_all(family, asked)
    assert "Noe nytt." in text_of(send(family, asked))


def test_whoever_may_not_see_the_child_any_more_gets_no_answer(family: Family):
    asked = make_request(family)
    decide_all(family, asked)
    family.pupil.guardianships.filter(guardian=family.mother).update(
        barred_from=timezone.localdate(), barred_source="court"
    )
    with pytest.raises(RefusedError):
        send(family, asked)


def test_it_is_prolonged_once_with_a_reason_and_at_most_to_three_months(family: Family):
    asked, today = make_request(family), timezone.localdate()
    longest = rules.due(today, 3)
    for until, why in ((longest.replace(year=longest.year + 1), "x"), (asked.due, "x"), (longest, " ")):
        with pytest.raises(RefusedError):
            requests.prolong(by=family.lead, request=asked, until=until, why=why, today=today)
    requests.prolong(by=family.lead, request=asked, until=longest, why="Det er mye.", today=today)
    asked.refresh_from_db()
    assert (asked.due, asked.why_prolonged) == (longest, "Det er mye.")
    with pytest.raises(RefusedError):
        requests.prolong(by=family.lead, request=asked, until=rules.due(today, 2), why="Mer.", today=today)


def test_a_complaint_opens_the_request_again_or_goes_on(family: Family):
    asked = make_request(family)
    decide_all(family, asked)
    send(family, asked)
    today, client_id = timezone.localdate(), uuid.uuid4()
    for _click in range(2):
        made = answering.object_to(by=family.mum, request=asked, words="Jeg savner noe.", client_id=client_id)
    with pytest.raises(RefusedError):
        answering.object_to(by=family.dad, request=asked, words="Jeg også.", client_id=uuid.uuid4())
    answering.answer_objection(by=family.lead, objection=made, outcome="changed", words="Vi ser igjen.", today=today)
    asked.refresh_from_db()
    assert asked.state == AccessRequest.State.OPEN
    assert "Jeg savner noe." not in made.words_encrypted
    send(family, asked)
    assert [one.number for one in asked.answers.order_by("number")] == [1, 2]


def test_taken_back_it_is_over_and_one_may_ask_again(family: Family):
    asked = make_request(family)
    with pytest.raises(RefusedError):
        requests.take_back(by=family.dad, request=asked)
    for _click in range(2):
        requests.take_back(by=family.mum, request=asked)
    assert make_request(family) != asked


def test_a_protected_pupils_school_is_named_in_no_answer_to_a_guardian(family: Family):
    school = family.pupil.enrolments.first().school
    make_note(family.case, family.lead, f"Hun går til {school.name} hver dag.")
    asked = make_request(family)
    family.pupil.protected = True
    family.pupil.save()
    listing = listing_of(asked)
    assert listing.askers_lens.school(school) != school.name
    assert school.name not in listing.askers_lens.hide(f"Hun går til {school.name} hver dag.")
