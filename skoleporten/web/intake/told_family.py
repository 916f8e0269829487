"""What was told in the talk, for the family: one's own words, and what another let one read. Nobody else's name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from skoleporten.access.reasons import purpose_of
from skoleporten.access.roles import Role
from skoleporten.documents.models import Attachment
from skoleporten.intake.models import Story
from skoleporten.people.mentions import masker
from skoleporten.people.models import Pupil
from skoleporten.rules.talk import Telling
from skoleporten.web import read_log
from skoleporten.web.documents.views import file_url
from skoleporten.web.intake.talk_words import part_name
from skoleporten.web.intake.visible_decisions import family_reads
from skoleporten.web.requests import ActingRequest


@dataclass(frozen=True)
class ToldRow:
    """One person's words in one part of the talk, as the family reads them."""

    part: str
    who: str
    told_on: object
    words: str
    drawings: Sequence[str]


@family_reads
def mine(request: ActingRequest) -> HttpResponse:
    """A story that is not told yet is left out: why it is not is the staff's word."""
    purpose = purpose_of(request.actor.role)
    visible = Story.objects.visible_to(request.actor, purpose, request.today).standing()
    stories = visible.exclude(telling=Telling.NOT_YET).select_related("intake__pupil", "guardian")
    ordered = stories.prefetch_related("attachments").order_by("intake__pupil", "told_on", "pk")
    told = [(pupil, list(own)) for pupil, own in groupby(ordered, _pupil)]
    read_log.shown(request, [pupil.public_id for pupil, _own in told], action="intake.told_read", purpose=purpose)
    context = {
        "children": [(pupil, _rows(request, pupil, own)) for pupil, own in told],
        "with_names": request.actor.role == Role.GUARDIAN,
    }
    return render(request, "intake/told_mine.html", context)


def _rows(request: ActingRequest, pupil: Pupil, stories: Sequence[Story]) -> list[ToldRow]:
    hide = masker(pupil, request.today, reader=request.actor.user_id)
    return [_row(request, one, hide) for one in stories]


def _row(request: ActingRequest, story: Story, hide: Callable[[str], str]) -> ToldRow:
    files: Sequence[Attachment] = [one for one in story.attachments.all() if one.file_id]
    return ToldRow(
        part=part_name(story.part),
        who=_who(request, story),
        told_on=story.told_on,
        words=hide(story.words),
        drawings=[file_url(one) for one in files],
    )


def _who(request: ActingRequest, story: Story) -> str:
    """A guardian reads no other guardian's name or relation here, as in the consents."""
    if story.teller == Story.Teller.PUPIL:
        return _("You") if request.actor.role == Role.PUPIL else _pupil(story).given_name or _pupil(story).full_name
    if story.guardian is not None and story.guardian.user_id == request.actor.user_id:
        return _("You")
    return _("Another guardian") if request.actor.role == Role.GUARDIAN else _("Your guardian")


def _pupil(story: Story) -> Pupil:
    assert story.intake.pupil is not None  # only of pupils in view
    return story.intake.pupil
