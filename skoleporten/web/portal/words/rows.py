"""Own words as the family reads them, in one list with what was told in the intake talk. Newest first.

Made for an actor and not for a request, so that staff can be shown what a guardian or the pupil would see.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.intake.models import Story
from skoleporten.intake.models.talk import StoryQuerySet
from skoleporten.people.mentions import masker
from skoleporten.people.models import Pupil
from skoleporten.rules import voices as rules
from skoleporten.rules.talk import Telling
from skoleporten.rules.voices import Teller
from skoleporten.voices.models import Opening, Word, WordQuerySet
from skoleporten.voices.queries import is_listened_to, openings_of
from skoleporten.web.documents.views import file_url
from skoleporten.web.intake.talk_words import part_name
from skoleporten.web.voices.words import ShownFace, faces, kind_in_words
from skoleporten.web.words import clock, day, inside

ROWS_A_PAGE = 20
Hide = Callable[[str], str]


@dataclass(frozen=True)
class Opened:
    """That somebody here let a guardian read it, told to the pupil."""

    guardian: str
    on: dt.date
    reason: str
    pupils_view: str
    ended_on: dt.date | None
    lasts: bool


@dataclass(frozen=True)
class Row:
    """`readers`, `reading` and `opened` are told to whoever wrote it, and to nobody else."""

    heading: str
    who: str
    on: dt.date
    text: str
    faces: Sequence[ShownFace] = ()
    pictures: Sequence[str] = ()
    was_spoken: bool = False
    from_talk: bool = False
    is_own: bool = False
    is_taken_back: bool = False
    by_opening: bool = False
    readers: Sequence[str] = ()
    reading: str = ""
    opened: Sequence[Opened] = ()
    url: str = ""


def words_in_view(actor: Actor, pupil: Pupil, today: dt.date) -> WordQuerySet:
    visible = Word.objects.visible_to(actor, purpose_of(actor.role), today).filter(pupil=pupil)
    return visible.select_related("pupil", "guardian").prefetch_related("attachments", "readers", "reads")


def page_of_rows(actor: Actor, pupil: Pupil, today: dt.date, number: str | int | None) -> tuple[Page, list[Row]]:
    """A page of both kinds together; only what stands on it is opened."""
    words, stories = words_in_view(actor, pupil, today), _stories(actor, pupil, today)
    keys = [(at, "word", pk) for at, pk in words.order_by().values_list("written_at", "pk")]
    keys += [(_as_instant(on), "story", pk) for on, pk in stories.order_by().values_list("told_on", "pk")]
    page = Paginator(sorted(keys, reverse=True), ROWS_A_PAGE).get_page(number)
    found_words, found_stories = words.in_bulk(_of(page, "word")), stories.in_bulk(_of(page, "story"))
    hide = masker(pupil, today, reader=actor.user_id)
    rows = [
        word_row(actor, found_words[pk], today, hide) if kind == "word" else _story_row(actor, found_stories[pk], hide)
        for _at, kind, pk in page
    ]
    return page, rows


def word_row(actor: Actor, word: Word, today: dt.date, hide: Hide) -> Row:
    """Whoever wrote it reads it as it is; for others the names of other children are taken out."""
    is_own, url = word.is_of(actor), reverse("my_word", args=[word.pupil.public_id, word.public_id])
    is_pupils = word.teller == Teller.PUPIL
    plain = Row(
        heading=kind_in_words(word.kind, is_pupils=is_pupils),
        who=_who(actor, word.pupil, word, is_own=is_own),
        on=timezone.localdate(word.written_at) if is_pupils else word.about_on,
        text="",
        is_own=is_own,
        is_taken_back=not word.stands,
        url=url,
    )
    if not word.stands:
        return plain
    shown = replace(plain, faces=faces(word.faces), pictures=picture_urls(word), was_spoken=word.was_spoken)
    if not is_own:
        by_opening = actor.role == Role.GUARDIAN and _is_by_opening(actor, word)
        return replace(shown, text=hide(word.words), by_opening=by_opening)
    opened = [_opened(one, today, hide) for one in openings_of(word)]
    told = replace(shown, readers=readers_in_words(word, actor), reading=reading_in_words(word, today), opened=opened)
    return replace(told, text=word.words)


def picture_urls(word: Word) -> list[str]:
    args = [word.pupil.public_id, word.public_id]
    return [reverse("my_word_picture", args=[*args, one.public_id]) for one in word.attachments.all() if one.file_id]


def readers_in_words(word: Word, actor: Actor) -> list[str]:
    """Everybody who can read it, for whoever wrote it. A guardian is not told who the other guardians are."""
    is_pupil = actor.role == Role.PUPIL
    guardians = [str(one) for one in word.readers.all()] if is_pupil else [inside(_("Other guardians"))]
    leader = inside(_("The leader of your school") if is_pupil else _("The leader of the school"))
    around = inside(_("Those in the team around you") if is_pupil else _("Those in the team around the child"))
    chosen = [
        (word.for_guardians, guardians),
        (word.for_pupil, [word.pupil.given_name or word.pupil.full_name]),
        (word.for_school, [leader]),
        (word.for_specialists, [around]),
    ]
    return [_("The adults at Skoleporten"), *(name for is_in, names in chosen if is_in for name in names)]


def reading_in_words(word: Word, today: dt.date) -> str:
    """Whether somebody has read it as it stands now, and when; never who."""
    read = next((one for one in word.reads.all() if one.version == word.version), None)
    if read is not None:
        return _("Somebody who works here has read it, %(when)s.") % {"when": clock(timezone.localtime(read.at))}
    if not is_listened_to(word.pupil, today):
        return _("Nobody here reads it any more, as Skoleporten does not follow up now.")
    if word.read_by < today:
        return _("We promised to read it by %(day)s, and have not. We are sorry. Call us if it can not wait.") % {
            "day": day(word.read_by)
        }
    return _("Nobody has read it yet. Somebody reads it by %(day)s.") % {"day": day(word.read_by)}


def _opened(opening: Opening, today: dt.date, hide: Hide) -> Opened:
    lasts = opening.ended_at is None and rules.staff_may_open(opening.word.pupil.birth_date, today)
    return Opened(
        guardian=str(opening.guardian),
        on=timezone.localdate(opening.opened_at),
        reason=hide(opening.reason),
        pupils_view=hide(opening.pupils_view),
        ended_on=timezone.localdate(opening.ended_at) if opening.ended_at else None,
        lasts=lasts,
    )


def _is_by_opening(actor: Actor, word: Word) -> bool:
    return not any(one.user_id == actor.user_id for one in word.readers.all())


def _who(actor: Actor, pupil: Pupil, row: Word | Story, *, is_own: bool) -> str:
    """A guardian reads no other guardian's name here, as in the consents; a child knows who let her read it."""
    if is_own:
        return _("You")
    if row.teller == Teller.PUPIL:
        return pupil.given_name or pupil.full_name
    return _("Another guardian") if actor.role == Role.GUARDIAN else str(row.guardian or _("Your guardian"))


# What was told in the intake talk -------------------------------------------------------------------------------------
def _stories(actor: Actor, pupil: Pupil, today: dt.date) -> StoryQuerySet:
    visible = Story.objects.visible_to(actor, purpose_of(actor.role), today).standing().filter(intake__pupil=pupil)
    told = visible.exclude(telling=Telling.NOT_YET)
    return told.select_related("intake__pupil", "guardian").prefetch_related("attachments")


def _story_row(actor: Actor, story: Story, hide: Hide) -> Row:
    pupil = story.intake.pupil
    assert pupil is not None  # only of pupils in view
    is_pupils = story.teller == Teller.PUPIL and actor.role == Role.PUPIL
    is_own = is_pupils or (story.guardian is not None and story.guardian.user_id == actor.user_id)
    return Row(
        heading=part_name(story.part),
        who=_who(actor, pupil, story, is_own=is_own),
        on=story.told_on,
        text=hide(story.words),
        pictures=[file_url(one) for one in story.attachments.all() if one.file_id],
        from_talk=True,
        is_own=is_own,
    )


def _as_instant(on: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(on, dt.time(12)))


def _of(page: Page, kind: str) -> list[int]:
    return [pk for _at, of, pk in page if of == kind]
