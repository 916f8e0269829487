"""A trial is begun, changed, rested on something, looked at and ended. What goes on always has a date."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.audit.actions import record
from skoleporten.development import things
from skoleporten.development.models import Ground, Look, Trial
from skoleporten.intake.changes import ChangedMeanwhileError, save_changed
from skoleporten.intake.transitions import somebody
from skoleporten.rules.development import Kind
from skoleporten.rules.errors import RefusedError


@dataclass(frozen=True)
class Written:
    """What stands in the form: of an idea `about` alone. With a date there is all of the four last, and `tries`."""

    about: str
    observed: str = ""
    hypothesis: str = ""
    alternatives: str = ""
    why: str = ""
    noticed_by: str = ""
    tries: str = ""
    starts_on: dt.date | None = None
    evaluate_on: dt.date | None = None
    owner: User | None = None

    def as_columns(self) -> dict[str, Any]:
        return {name: value.strip() if isinstance(value, str) else value for name, value in vars(self).items()}


@dataclass(frozen=True)
class Seen:
    """`decided`: go_on | change | end, and a new day unless it ends."""

    seen: str
    decided: str
    keep: str = ""
    change: str = ""
    stop: str = ""
    evaluate_on: dt.date | None = None


@transaction.atomic
def begin(
    *,
    by: Actor,
    written: Written,
    client_id: uuid.UUID,
    origin: str = "",
    origin_id: uuid.UUID | None = None,
    previous: Trial | None = None,
) -> Trial:
    """An idea, or a trial with its dates. `origin` and `origin_id` name what it comes of, as kind and public id."""
    if made := Trial.objects.filter(client_id=client_id).first():
        return _own(by, made)
    _check(written)
    if origin == Kind.CLIMATE and written.starts_on is None:
        raise RefusedError(_("What the group decides to try has a date: say when it starts and when you look at it."))
    if previous and Trial.objects.filter(previous=previous).exists():
        raise RefusedError(_("It has gone on already."), do=_("Open the newest one."))
    made = Trial.objects.create(
        client_id=client_id, previous=previous, written_by_id=somebody(by), **written.as_columns()
    )
    if origin and origin_id:
        _rest_on(by, made, origin, origin_id)
    _log(by, "development.begun", made)
    return made


def start(
    *,
    by: Actor,
    about: str,
    tries: str,
    starts_on: dt.date,
    evaluate_on: dt.date,
    client_id: uuid.UUID,
    owner: User | None = None,
    origin: str = "",
    origin_id: uuid.UUID | None = None,
    **texts: Any,
) -> Trial:
    """A trial with its dates, of whoever starts it unless another is named. `texts`: the other words of `Written`."""
    owner = owner or User.objects.get(pk=somebody(by))
    written = Written(about=about, tries=tries, starts_on=starts_on, evaluate_on=evaluate_on, owner=owner, **texts)
    return begin(by=by, written=written, client_id=client_id, origin=origin, origin_id=origin_id)


def note_idea(
    *, by: Actor, about: str, client_id: uuid.UUID, origin: str = "", origin_id: uuid.UUID | None = None, **texts: Any
) -> Trial:
    written = Written(about=about, **texts)
    return begin(by=by, written=written, client_id=client_id, origin=origin, origin_id=origin_id)


@transaction.atomic
def change(*, by: Actor, trial: Trial, written: Written, seen_version: int) -> bool:
    """Raises ChangedMeanwhileError where somebody was quicker. False where it stands so already."""
    now = _going_on(trial)
    _check(written)
    if now.looks.exists() and written.starts_on is None:
        raise RefusedError(_("It has been looked at, so it keeps its dates."))
    is_changed = save_changed(by, now, seen_version, written.as_columns())
    if is_changed:
        _log(by, "development.changed", now, version=now.version)
    return is_changed


@transaction.atomic
def look(*, by: Actor, trial: Trial, seen: Seen, client_id: uuid.UUID, seen_version: int | None = None) -> Look:
    """What was seen, and what is kept, changed and stopped. What goes on has a new date.

    With `seen_version` it raises ChangedMeanwhileError where somebody else has looked or written since.
    """
    if made := Look.objects.filter(client_id=client_id).first():
        return _of_trial(made, trial)
    now = _going_on(trial)
    if now.starts_on is None:
        raise RefusedError(_("It is an idea still."), do=_("Give it dates, or leave it."))
    if seen_version is not None and seen_version != now.version:
        raise ChangedMeanwhileError(now)
    _check_seen(seen)
    return _write(by, now, seen, client_id)


@transaction.atomic
def leave(*, by: Actor, trial: Trial, why: str, client_id: uuid.UUID) -> Look:
    """An idea, or a trial that shall not be gone on with: said in words, and kept."""
    if made := Look.objects.filter(client_id=client_id).first():
        return _of_trial(made, trial)
    now = _going_on(trial)
    if not why.strip():
        raise RefusedError(_("Say why you leave it."))
    return _write(by, now, Seen(why, Look.Next.END), client_id)


@transaction.atomic
def rest_on(*, by: Actor, trial: Trial, kind: str, thing: uuid.UUID) -> Ground:
    """Twice is once."""
    return _rest_on(by, _going_on(trial), kind, thing)


@transaction.atomic
def rest_on_result(
    *, by: Actor, trial: Trial, words: str, figure: str = "", of_what: str = "", as_of: dt.date | None = None
) -> Ground:
    """A figure says what it is of, and as of when."""
    now = _going_on(trial)
    if not words.strip():
        raise RefusedError(_("Write what the result says."))
    parts = (bool(figure.strip()), bool(of_what.strip()), as_of is not None)
    if any(parts) and not all(parts):
        raise RefusedError(_("A figure needs what it is of, and the day it is counted up to."))
    values = {"words": words.strip(), "figure": figure.strip(), "of_what": of_what.strip(), "as_of": as_of}
    if made := Ground.objects.filter(trial=now, kind=Kind.RESULT, **values).first():
        return made
    made = Ground.objects.create(trial=now, kind=Kind.RESULT, added_by_id=somebody(by), **values)
    _log(by, "development.rests_on", now, kind=Kind.RESULT.value)
    return made


@transaction.atomic
def take_off(*, by: Actor, ground: Ground) -> None:
    """Twice is once; the history keeps that it was there."""
    now = _going_on(ground.trial)
    if standing := Ground.objects.filter(pk=ground.pk).first():
        standing.delete()
        _log(by, "development.rests_no_more_on", now, kind=ground.kind)


def _rest_on(by: Actor, trial: Trial, kind: str, thing: uuid.UUID) -> Ground:
    if things.find(by, kind, thing) is None:
        raise RefusedError(_("What it is to rest on is not there any more."))
    made, is_new = Ground.objects.get_or_create(
        trial=trial, kind=kind, thing=thing, defaults={"added_by_id": somebody(by)}
    )
    if is_new:
        _log(by, "development.rests_on", trial, kind=kind)
    return made


def _check(written: Written) -> None:
    if not written.about.strip():
        raise RefusedError(_("Write what it is about."))
    first, second = written.starts_on, written.evaluate_on
    if first is None and second is None:
        return
    if first is None or second is None or written.owner is None or not written.tries.strip():
        raise RefusedError(_("With a date go all of these: what is tried, who is in charge, the start, and the look."))
    if second < first:
        raise RefusedError(_("It is looked at before it starts. Correct the dates."))


def _check_seen(seen: Seen) -> None:
    if not seen.seen.strip():
        raise RefusedError(_("Say in short what you saw."))
    if seen.decided not in Look.Next.values:
        raise RefusedError(_("Choose what happens with it."))
    if not any(text.strip() for text in (seen.keep, seen.change, seen.stop)):
        raise RefusedError(_("Say what you keep, change or stop."))
    if seen.decided == Look.Next.CHANGE and not seen.change.strip():
        raise RefusedError(_("Say what you change."))
    if seen.decided != Look.Next.END and (seen.evaluate_on is None or seen.evaluate_on < timezone.localdate()):
        raise RefusedError(_("Say when you look at it next: a day that is still to come."))


def _write(by: Actor, trial: Trial, seen: Seen, client_id: uuid.UUID) -> Look:
    goes_on = seen.decided != Look.Next.END
    next_date = seen.evaluate_on if goes_on else None
    made = Look.objects.create(
        client_id=client_id, trial=trial, at=timezone.now(), by_id=somebody(by), seen=seen.seen.strip(),
        keep=seen.keep.strip(), change=seen.change.strip(), stop=seen.stop.strip(), next=seen.decided,
        evaluate_on=next_date,
    )  # fmt: skip
    if next_date and trial.starts_on:
        trial.evaluate_on = max(trial.starts_on, next_date)
    else:
        trial.ended_on = timezone.localdate(made.at)
    trial.version += 1
    trial.changed_at, trial.changed_by_id = made.at, made.by_id
    trial.save()
    _log(by, "development.looked_at", trial, next=seen.decided)
    return made


def _going_on(trial: Trial) -> Trial:
    """Nobody else writes in it until the transaction is over."""
    now = Trial.objects.select_for_update().get(pk=trial.pk)
    if now.ended_on is not None:
        raise RefusedError(_("It has ended."), do=_("Begin anew from it."))
    return now


def _own(by: Actor, made: Trial) -> Trial:
    if made.written_by_id != by.user_id:
        raise RefusedError(_("The form has been used for something else."), do=_("Open the page anew."))
    return made


def _of_trial(made: Look, trial: Trial) -> Look:
    if made.trial_id != trial.pk:
        raise RefusedError(_("The form has been used for something else."), do=_("Open the page anew."))
    return made


def _log(by: Actor, action: str, trial: Trial, **details: Any) -> None:
    record(by=by, action=action, object_type="trial", object_id=trial.public_id, details=details)
