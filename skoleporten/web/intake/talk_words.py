"""The talk in words: its parts, what to say in each, and each story with whom it is for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.intake.models import FinishedPart, Intake, Story
from skoleporten.intake.talk import OWN_QUESTIONS, State
from skoleporten.rules.talk import PARTS, TELLINGS, Part, Telling
from skoleporten.web.documents.views import file_url
from skoleporten.web.intake.talk_forms import READERS
from skoleporten.web.rules.wording import in_language

STATES: Mapping[State, Any] = {
    State.NOT_BEGUN: _("Not begun"),
    State.BEGUN: _("Begun"),
    State.FINISHED: _("Done"),
}
COLORS: Mapping[State, str] = {State.NOT_BEGUN: "neutral", State.BEGUN: "accent", State.FINISHED: "havn"}
# What to say or to think of, for whoever leads the talk. Plain enough to be read aloud.
PROMPTS: Mapping[str, Sequence[Any]] = {
    Part.WELCOME: (
        _("Who is here, and why. The pupil may choose where to sit, and may have somebody along."),
        _("You decide what you tell. You may stop, take a break or leave something out."),
        _("We write down what you say in your own words. You may read it, and have mistakes put right."),
        _("You choose each time who may read it. If somebody may be in danger, we must pass it on."),
        _("An interpreter is a grown-up from outside the family."),
    ),
    Part.CHILDS_STORY: (
        _("The pupil is heard first: told, written, drawn or shown, now or another day."),
        _("Write the pupil’s words, not yours. What you think about it does not belong here."),
    ),
    Part.GUARDIANS_STORY: (_("Each guardian tells for herself or himself. What differs may differ."),),
    Part.SCHOOLS_STORY: (_("The school writes its account itself. Here you write down what it tells in the talk."),),
    Part.STRENGTHS: (_("What goes well, when and with whom? Ask everybody, and the pupil first."),),
    Part.HOPES: (_("Each hopes for something of her or his own. Nobody’s hope is more right."),),
    Part.OFFER: (
        _("Tell what Skoleporten can offer, and what it can not. Nothing is promised before it is decided."),
        _("Tell what happens next, who decides, and when they hear."),
    ),
}
# Who may tell in which part.
TELLERS: Mapping[str, tuple[str, ...]] = {
    Part.WELCOME: ("team",),
    Part.CHILDS_STORY: ("pupil",),
    Part.GUARDIANS_STORY: ("guardian",),
    Part.SCHOOLS_STORY: ("school",),
    Part.STRENGTHS: ("pupil", "guardian", "school", "team"),
    Part.HOPES: ("pupil", "guardian", "school", "team"),
    Part.OFFER: ("team",),
}


@dataclass(frozen=True)
class PartInWords:
    number: int
    name: str
    url: str
    state: str
    color: str
    is_finished: bool


@dataclass(frozen=True)
class StoryInWords:
    """`for_whom` is empty for what the staff wrote for themselves."""

    who: str
    how: str
    words: str
    why_not_yet: str
    by_whom: str
    told_on: dt.date
    written: str
    changed_at: dt.datetime | None
    for_whom: Sequence[str]
    pictures: Sequence[tuple[str, str]]
    url: str


def part_name(part: str) -> str:
    return gettext("Our own questions") if part == OWN_QUESTIONS else in_language(PARTS[Part(part)])


def parts_in_words(intake: Intake, parts: Sequence[str], states: Mapping[str, State]) -> list[PartInWords]:
    return [
        PartInWords(
            number=number,
            name=part_name(part),
            url=part_url(intake, part),
            state=str(STATES[states[part]]),
            color=COLORS[states[part]],
            is_finished=states[part] == State.FINISHED,
        )
        for number, part in enumerate(parts, start=1)
    ]


def part_url(intake: Intake, part: str) -> str:
    return reverse("talk_part", args=[intake.public_id, part])


def story_in_words(intake: Intake, story: Story) -> StoryInWords:
    """For the staff of the case, unmasked."""
    return StoryInWords(
        who=teller_in_words(intake, story),
        how=in_language(TELLINGS[Telling(story.telling)]),
        words=story.words,
        why_not_yet=story.why_not_yet,
        by_whom=story.by_whom,
        told_on=story.told_on,
        written=str(story.changed_by or story.written_by),
        changed_at=story.changed_at,
        for_whom=for_whom(story),
        pictures=[(one.title, file_url(one)) for one in story.attachments.all() if one.file_id],
        url=reverse("talk_story", args=[intake.public_id, story.public_id]),
    )


def teller_in_words(intake: Intake, story: Story) -> str:
    assert intake.pupil is not None
    if story.teller == Story.Teller.PUPIL:
        return intake.pupil.given_name or intake.pupil.full_name
    named = {
        Story.Teller.GUARDIAN: story.teller_name or str(story.guardian),
        Story.Teller.SCHOOL: " · ".join(filter(None, [str(story.school or ""), story.teller_name])),
    }
    return named.get(Story.Teller(story.teller), "") or str(story.get_teller_display())


def for_whom(story: Story) -> list[str]:
    """In the words of the form, so that both say the same."""
    chosen = readers_of(story)
    return [str(text) for code, text in READERS.get(story.teller, {}).items() if code in chosen]


def readers_of(story: Story) -> list[str]:
    """As the form has it."""
    marks = {
        "guardian": story.for_guardians,
        "pupil": story.for_pupil,
        "school": story.for_school,
        "specialist": story.for_specialists,
    }
    return [code for code, is_in in marks.items() if is_in] or ["only_here"]


def finished_in_words(intake: Intake, part: str) -> FinishedPart | None:
    return intake.finished_parts.filter(part=part).select_related("finished_by").first()
