"""The lead changes a kind of meeting, adds one, or takes one out of use. The meetings to come follow at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.audit.actions import record
from skoleporten.intake.changes import save_changed
from skoleporten.intake.transitions import somebody
from skoleporten.meetings import choosing, participants
from skoleporten.meetings.models import Meeting, MeetingKind
from skoleporten.rig.models import Room
from skoleporten.rig.no_names import refuse_names
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.rhythm import LONGEST, MOST_WEEKS, SHORTEST, Frequency


@dataclass(frozen=True)
class Words:
    nb: str
    nn: str
    en: str


@dataclass(frozen=True)
class KindFields:
    """All that is changed in the editor. `people` are asked each time, whatever their function."""

    name: Words
    purpose: Words
    frequency: str
    weekdays: Sequence[int]
    starts: dt.time
    minutes: int
    weeks: int = 1
    counted_from: dt.date | None = None
    only_if_needed: bool = False
    functions: Sequence[str] = ()
    owner: User | None = None
    second_owner: User | None = None
    convener: User | None = None
    writer: User | None = None
    room: Room | None = None
    place: str = ""
    is_active: bool = True
    people: Sequence[User] = field(default=())

    @property
    def values(self) -> dict[str, Any]:
        texts = {
            f"{what}_{language}": " ".join(getattr(words, language).split())
            for what, words in (("name", self.name), ("purpose", self.purpose))
            for language in ("nb", "nn", "en")
        }
        same = ("frequency", "starts", "minutes", "weeks", "counted_from", "only_if_needed", "owner", "second_owner")
        further = ("convener", "writer", "room", "is_active")
        return {
            **texts,
            **{name: getattr(self, name) for name in (*same, *further)},
            "weekdays": sorted(set(self.weekdays)),
            "functions": list(dict.fromkeys(self.functions)),
            "place": self.place.strip(),
        }


@transaction.atomic
def change(*, by: Actor, kind: MeetingKind, to: KindFields, seen_version: int) -> MeetingKind:
    """Refused where somebody else changed it meanwhile; both are then shown."""
    somebody(by)
    kind = MeetingKind.objects.select_for_update(of=("self",)).get(pk=kind.pk)
    _check(by, to)
    is_changed = save_changed(by, kind, seen_version, to.values)
    are_others = set(kind.people.all()) != set(to.people)
    kind.people.set(to.people)
    if is_changed or are_others:
        _log(by, "meetings.kind_changed", kind)
        _follow(by, kind)
    return kind


@transaction.atomic
def add(*, by: Actor, fields: KindFields) -> MeetingKind:
    _check(by, fields)
    last = MeetingKind.objects.count()
    code = slugify(fields.name.en).replace("-", "_")[:32] or f"own_{last + 1}"
    try:
        with transaction.atomic():
            made = MeetingKind.objects.create(
                code=code, position=last, changed_at=timezone.now(), changed_by_id=somebody(by), **fields.values
            )
    except IntegrityError as error:
        raise RefusedError(_("There is one of that name already."), do=_("Open it, or choose another name.")) from error
    made.people.set(fields.people)
    _log(by, "meetings.kind_added", made)
    _follow(by, made)
    return made


def _follow(by: Actor, kind: MeetingKind) -> None:
    choosing.follow(by, kind)
    to_come = Meeting.objects.planned().filter(kind=kind, date__gte=timezone.localdate())
    participants.refresh(by=by, meetings=list(to_come.select_related("kind")))


def _check(by: Actor, to: KindFields) -> None:
    texts = [text for words in (to.name, to.purpose) for text in (words.nb, words.nn, words.en)]
    refuse_names(by, "\n\n".join([*texts, to.place]), timezone.localdate())
    if not (to.name.nb.strip() and to.name.nn.strip() and to.name.en.strip()):
        raise RefusedError(_("Give the kind a name in all three languages."))
    if to.frequency not in list(Frequency):
        raise RefusedError(_("Choose how often."))
    if not set(to.weekdays) <= set(range(5)):
        raise RefusedError(_("Choose weekdays from Monday to Friday."))
    if not SHORTEST <= to.minutes <= LONGEST:
        words = {"least": SHORTEST, "most": LONGEST}
        raise RefusedError(_("A meeting takes from %(least)s to %(most)s minutes.") % words)
    if to.starts.hour * 60 + to.starts.minute + to.minutes >= 24 * 60:
        raise RefusedError(_("A meeting does not go over midnight."), do=_("Begin earlier, or make it shorter."))
    if not 1 <= to.weeks <= MOST_WEEKS:
        raise RefusedError(_("Choose from 1 to %(most)s weeks.") % {"most": MOST_WEEKS})
    _check_people(to)


def _check_people(to: KindFields) -> None:
    if to.second_owner is not None and (to.owner is None or to.owner == to.second_owner):
        raise RefusedError(_("The second owner is somebody else than the first."))
    may = participants.may_be_asked(timezone.localdate())
    for user in (to.owner, to.second_owner, to.convener, to.writer, *to.people):
        if user is not None and user not in may:
            raise RefusedError(_("%(name)s has no role here that opens meetings.") % {"name": user})


def _log(by: Actor, action: str, kind: MeetingKind) -> None:
    record(
        by=by, action=action, object_type="meetingkind", object_id=kind.code,
        details={"version": kind.version, "frequency": kind.frequency, "weekdays": kind.weekdays},
    )  # fmt: skip
