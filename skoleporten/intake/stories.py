"""Writing down what is told in the talk: by whom, how, and for whom. Each in one transaction with its audit event."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.documents import actions as documents
from skoleporten.intake.changes import note, open_to_writing, save_changed
from skoleporten.intake.models import Intake, Story
from skoleporten.intake.transitions import somebody
from skoleporten.people.models import Enrolment, Guardian, Guardianship, Pupil
from skoleporten.rules import talk as rules
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.talk import Telling
from skoleporten.rules.visibility import What
from skoleporten.schools.models import School

Teller = Story.Teller
# Who else a teller may let read it. The adults of Skoleporten always do; whoever told it always may.
MAY_CHOOSE: Mapping[str, tuple[str, ...]] = {
    Teller.PUPIL: ("guardian", "school", "specialist"),
    Teller.GUARDIAN: ("pupil", "guardian", "school", "specialist"),
    Teller.SCHOOL: (),
    Teller.TEAM: (),
}
MOST_FILES = 5


@dataclass(frozen=True)
class Picture:
    name: str
    content: bytes


@dataclass(frozen=True)
class Told:
    """`audiences` are those of MAY_CHOOSE that the teller chose. A picture comes with the pupil's own story only."""

    part: str
    teller: str
    telling: str
    told_on: dt.date
    words: str = ""
    guardian: Guardian | None = None
    teller_name: str = ""
    by_whom: str = ""
    why_not_yet: str = ""
    audiences: frozenset[str] = frozenset()
    pictures: Sequence[Picture] = field(default_factory=tuple)


@transaction.atomic
def tell(*, by: Actor, intake: Intake, told: Told, client_id: uuid.UUID, school: School | None = None) -> Story:
    """`school` where it is the school's own account. A form sent twice is one story."""
    open_to_writing(intake)
    if made := Story.objects.filter(client_id=client_id, intake=intake).first():
        return made
    _check(intake, told)
    values = _columns(intake, told, school)
    _refuse_unsaid(told, len(told.pictures))
    made = Story.objects.create(
        intake=intake, client_id=client_id, part=told.part, teller=told.teller, guardian=told.guardian,
        written_by_id=somebody(by), **values,
    )  # fmt: skip
    _attach(by, made, told)
    note(by, "intake.story_told", intake, made, part=told.part, teller=told.teller, telling=told.telling)
    return made


@transaction.atomic
def change(*, by: Actor, story: Story, told: Told, seen_version: int) -> Story:
    """The part and the teller stay what they are. Raises ChangedMeanwhileError where somebody was quicker."""
    intake = story.intake
    open_to_writing(intake)
    _check(intake, told)
    _refuse_unsaid(told, len(told.pictures) + story.attachments.filter(file__isnull=False).count())
    school = story.school if told.teller == Teller.SCHOOL else None
    if save_changed(by, story, seen_version, _columns(intake, told, school)):
        for one in story.attachments.all():
            documents.readdress(by=by, attachment=one, audiences=_for_files(story))
        _attach(by, story, told)
        note(by, "intake.story_changed", intake, story, version=story.version, telling=told.telling)
    return story


@transaction.atomic
def remove(*, by: Actor, story: Story) -> None:
    """Written in the wrong place. Nobody outside the team sees it any more; that it was there stands."""
    open_to_writing(story.intake)
    story.refresh_from_db()
    if story.removed_at is None:
        story.removed_at, story.removed_by_id = timezone.now(), somebody(by)
        story.save()
        for one in story.attachments.all():
            documents.remove(by=by, attachment=one)
        note(by, "intake.story_removed", story.intake, story)


def who_may_tell(pupil: Pupil, today: dt.date) -> list[Guardianship]:
    """The relations of today, whatever right they give; nobody who is barred."""
    lasts = Q(end__isnull=True) | Q(end__gte=today)
    barred = Q(barred_from__lte=today) & (Q(barred_to__isnull=True) | Q(barred_to__gte=today))
    rows = Guardianship.objects.filter(lasts, pupil=pupil, start__lte=today).exclude(barred)
    return list(rows.select_related("guardian").order_by("guardian__family_name", "guardian__given_name", "pk"))


def school_of(pupil: Pupil, today: dt.date) -> School | None:
    """Where the pupil goes today."""
    stay = Enrolment.objects.on(today).filter(pupil=pupil).select_related("school").order_by("-start", "-pk").first()
    return stay.school if stay else None


def _check(intake: Intake, told: Told) -> None:
    assert intake.pupil is not None
    if told.audiences - set(MAY_CHOOSE[told.teller]):
        raise RefusedError(_("Whoever tells cannot choose that."))
    today = timezone.localdate()
    if told.guardian and told.guardian not in [row.guardian for row in who_may_tell(intake.pupil, today)]:
        raise RefusedError(_("Only somebody with a relation to the pupil today can tell as a guardian."))
    if told.told_on > today:
        raise RefusedError(_("The date is still to come."))
    if len(told.pictures) > MOST_FILES:
        raise RefusedError(_("At most %(count)s files at a time.") % {"count": MOST_FILES})


def _refuse_unsaid(told: Told, pictures: int) -> None:
    words = {
        rules.Lack.OWN_WORDS: _("Write down what was told, or say why it is not told yet."),
        rules.Lack.WHY_NOT_YET: _("Say why it is not told yet."),
        rules.Lack.WHO_TELLS: _("Say who tells it."),
    }
    told_so = rules.Story(Telling(told.telling), told.words, pictures, told.why_not_yet, told.by_whom)
    if lacking := rules.lacks(told_so):
        raise RefusedError(words[lacking[0]])


def _columns(intake: Intake, told: Told, school: School | None) -> dict[str, Any]:
    """What may be changed later too."""
    assert intake.pupil is not None
    chosen = told.audiences
    is_staff = told.teller in (Teller.TEAM, Teller.SCHOOL)
    if "school" in chosen:
        school = school_of(intake.pupil, timezone.localdate())
        if school is None:
            raise RefusedError(_("The pupil goes to no school today, so none can be let read it."))
    is_told = told.telling != Telling.NOT_YET
    return {
        "telling": told.telling,
        "words": told.words.strip() if is_told else "",
        "why_not_yet": "" if is_told else told.why_not_yet.strip(),
        "teller_name": told.teller_name.strip(),
        "by_whom": told.by_whom.strip(),
        "told_on": told.told_on,
        "school": school,
        "for_guardians": "guardian" in chosen,
        "for_pupil": "pupil" in chosen,
        "for_school": "school" in chosen,
        "for_specialists": "specialist" in chosen or is_staff,
    }


def _attach(by: Actor, story: Story, told: Told) -> None:
    if told.pictures and told.teller != Teller.PUPIL:
        raise RefusedError(_("Files come with the pupil's own story only."))
    for picture in told.pictures:
        kept = documents.attach(
            by=by, pupil=story.intake.pupil, what=What.OWN_WORDS, name=picture.name, content=picture.content,
            title=_("The pupil's drawing or picture"), audiences=_for_files(story),
        )  # fmt: skip
        story.attachments.add(kept)


def _for_files(story: Story) -> frozenset[str]:
    """As the words, but not for a school: a file does not know at which one the pupil was when it was chosen."""
    return story.audiences - {"school"}
