"""Own words of a pupil and of a guardian: a word in each text, with whom it was let be read by."""

from __future__ import annotations

import io

from PIL import Image

from skoleporten.access.models import Role
from skoleporten.cases.models import Case
from skoleporten.documents import actions as documents
from skoleporten.people.models import Guardian
from skoleporten.rules.visibility import What
from skoleporten.voices.models import EarlierWord, Opening, Word
from tests.access.canary import THE_TEAM, Planted
from tests.access.canary import Word as Canary
from tests.factories import actor_of

THE_PUPIL_TOO = THE_TEAM | {Role.PUPIL}
SHARED = {"for_school": True, "for_specialists": True}


def write_own_words(planted: Planted, whose: str, case: Case) -> None:
    """The guardians whom nobody lets read it see the child too, and read none of it."""
    kept, shared = _word(case, f"Kanarihun{whose}skrev"), _word(case, f"Kanarivistfram{whose}", **SHARED)
    earlier = EarlierWord(
        client_id=kept.public_id,
        word=kept,
        version=1,
        kind="anything",
        about_on=kept.about_on,
        was_spoken=False,
        stood_from=kept.written_at,
    )
    earlier.write(words=f"Kanariordfør{whose}")
    earlier.save()
    guardian = Guardian.objects.create(given_name=f"Kanariordverge{whose}")
    opening = Opening(client_id=earlier.public_id, word=kept, guardian=guardian, opened_by=case.owner)
    opening.write(reason=f"Kanariordhvorfor{whose}", pupils_view=f"Kanariordsvar{whose}")
    opening.save()
    picture = documents.attach(
        by=actor_of(case.owner), pupil=case.pupil, what=What.OWN_WORDS, name="a.png", content=_drawn(),
        title=f"Kanariordbilde{whose}",
    )  # fmt: skip
    kept.attachments.add(picture)
    for thing, row in (("word", kept), ("opening", opening), ("word_picture", picture)):
        planted.keep(whose, thing, row.public_id)
    seen = (
        (kept.words, THE_PUPIL_TOO),
        (str(kept.public_id), THE_PUPIL_TOO),
        (f"Kanariordfør{whose}", THE_PUPIL_TOO),
        (str(guardian), THE_PUPIL_TOO),
        (opening.reason, THE_PUPIL_TOO),
        (opening.pupils_view, THE_PUPIL_TOO),
        (str(opening.public_id), THE_TEAM),
        (shared.words, THE_PUPIL_TOO | {Role.SPECIALIST, Role.SCHOOL_LEADER}),
    )
    planted.words += [Canary(text, pupil=case.pupil_id, roles=roles) for text, roles in seen]


def _word(case: Case, text: str, **chosen: bool) -> Word:
    school = case.pupil.enrolments.get().school if chosen else None
    day = case.opened_at.date()
    word = Word(
        client_id=case.public_id if chosen else case.pupil.public_id, pupil=case.pupil, teller="pupil",
        kind="anything", about_on=day, read_by=day, school=school, written_by=case.owner, **chosen,
    )  # fmt: skip
    word.write(words=text)
    word.save()
    return word


def _drawn() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(content, "PNG")
    return content.getvalue()
