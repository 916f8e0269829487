"""A call for an adult in words: to whoever asked, and to the team. Nothing is said that has not happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from skoleporten.access.roles import Role
from skoleporten.on_call.models import Call, CallTurn, Duty
from skoleporten.on_call.queries import Day
from skoleporten.people.models import Guardian
from skoleporten.rules.on_call import Turn
from skoleporten.web import words
from skoleporten.web.front.presenters import dialled
from skoleporten.web.on_call.forms import WEEKDAYS

LOOKS_AGAIN_FOR = dt.timedelta(minutes=30)


@dataclass(frozen=True)
class Phone:
    name: str
    number: str
    dial: str


@dataclass(frozen=True)
class State:
    """To whoever asked; `turn` is the newest."""

    turn: str
    headline: str
    more: Sequence[str] = ()
    is_fresh: bool = True

    @property
    def is_going_on(self) -> bool:
        """It may change by itself."""
        return self.turn in (Turn.PASSED_TO, Turn.NOBODY, Turn.TAKEN)

    @property
    def looks_again(self) -> bool:
        """By itself, for a while only: a page that was left open keeps nobody logged in."""
        return self.is_fresh and self.is_going_on

    @property
    def may_take_back(self) -> bool:
        return self.turn in (Turn.PASSED_TO, Turn.NOBODY)

    @property
    def may_ask_again(self) -> bool:
        return self.turn in (Turn.NOBODY, Turn.NOT_REACHED, Turn.TAKEN_BACK)


def state_of(call: Call) -> State:
    """The newest of its turns says how it stands."""
    return replace(_state(call), is_fresh=timezone.now() - call.at < LOOKS_AGAIN_FOR)


def _state(call: Call) -> State:
    turns = list(call.turns.select_related("to", "by"))
    newest = turns[-1]
    if newest.kind == Turn.PASSED_TO:
        return _asked(call, turns)
    if newest.kind == Turn.NOBODY:
        return _nobody(turns)
    said = {"name": str(newest.by), "time": _clock(newest.at)}
    headline, *more = {
        Turn.TAKEN: (_("%(name)s calls you now.") % said, _("The answer came at %(time)s.") % said),
        Turn.TALKED: (_("You have talked with %(name)s.") % said,),
        Turn.NOT_REACHED: (_("%(name)s tried to reach you, and did not.") % said, _("At %(time)s.") % said),
        Turn.TAKEN_BACK: (_("You took it back at %(time)s.") % said,),
    }[Turn(newest.kind)]
    return State(newest.kind, headline, more)


def phones_of(duties: Sequence[Duty]) -> list[Phone]:
    return [Phone(str(one.user), one.phone, dialled(one.phone)) for one in duties if one.phone]


def turn_in_words(turn: CallTurn) -> str:
    """To the team."""
    said = {"by": str(turn.by or ""), "to": str(turn.to or "")}
    told = {
        Turn.ASKED: _("Asked for an adult."),
        Turn.PASSED_TO: _("%(to)s was told.") % said,
        Turn.NOBODY: _("There was nobody more to tell. Whoever asked was told so."),
        Turn.TAKEN: _("%(by)s answered: I call now.") % said,
        Turn.TALKED: _("%(by)s: we have talked.") % said,
        Turn.NOT_REACHED: _("%(by)s: not reached.") % said,
        Turn.TAKEN_BACK: _("Whoever asked took it back."),
    }
    return told[Turn(turn.kind)]


def _asked(call: Call, turns: Sequence[CallTurn]) -> State:
    assert call.passes_on_at is not None
    said = {"name": str(call.asked), "time": _clock(call.passes_on_at)}
    more = [*_did_not_answer(turns[:-1]), _("If no answer has come by %(time)s, we try the next one.") % said]
    return State(Turn.PASSED_TO, _("We are sending a message to %(name)s.") % said, more)


def _nobody(turns: Sequence[CallTurn]) -> State:
    tried = _did_not_answer(turns)
    headline = _("Nobody has answered.") if tried else _("Nobody at Skoleporten is on duty now.")
    more = [*tried, _("Call one of the numbers below. They answer."), _("We see that you asked when we are at work.")]
    return State(Turn.NOBODY, headline, more)


def _did_not_answer(turns: Sequence[CallTurn]) -> list[str]:
    return [
        _("%(name)s has not answered.") % {"name": turn.to} for turn in turns if turn.kind == Turn.PASSED_TO
    ]  # fmt: skip


def _clock(at: dt.datetime) -> str:
    """Of the day alone: it is about the next minutes."""
    return formats.date_format(timezone.localtime(at), "TIME_FORMAT")


# To the team ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class CallRow:
    pupil: str
    who: str
    at: dt.datetime
    state: str
    url: str


@dataclass(frozen=True)
class DayInWords:
    date: dt.date
    lines: Sequence[str]
    off: str


@dataclass(frozen=True)
class DutyRow:
    """`can_be_told`: whether a message reaches her outside the page."""

    name: str
    words: str
    phone: str
    can_be_told: bool
    url: str


def call_row(call: Call) -> CallRow:
    newest = list(call.turns.select_related("to", "by"))[-1]
    return CallRow(
        pupil=call.pupil.full_name,
        who=who_calls(call),
        at=timezone.localtime(call.at),
        state=turn_in_words(newest),
        url=reverse("call_for_adult", args=[call.public_id]),
    )


def who_calls(call: Call) -> str:
    if call.by_role == Role.PUPIL:
        return _("The pupil")
    guardian = Guardian.objects.filter(user=call.by_id).first()
    return _("%(name)s (guardian)") % {"name": guardian or call.by}


def day_in_words(day: Day) -> DayInWords:
    here = [_("%(name)s, %(times)s") % {"name": one.user, "times": _times(one)} for one in day.duties]
    away = [_("%(name)s is away, and is not asked") % {"name": one.user} for one in day.away]
    return DayInWords(day.date, [*here, *away], day.off)


def duty_row(duty: Duty, *, can_be_told: bool) -> DutyRow:
    url = reverse("on_call_duty", args=[duty.public_id])
    return DutyRow(str(duty.user), _when(duty), duty.phone, can_be_told, url)


def duty_in_words(duty: Duty) -> str:
    return "\n".join([str(duty.user), _when(duty), duty.phone])


def _when(duty: Duty) -> str:
    days = ", ".join(str(name) for key, name in WEEKDAYS if key in duty.weekdays)
    said = {"first": words.day(duty.first), "last": words.day(duty.last), "days": days, "times": _times(duty)}
    when = _("%(first)s to %(last)s: %(days)s, %(times)s.") % said
    return " ".join([when, _("Asked as number %(order)s.") % {"order": duty.order}])


def _times(duty: Duty) -> str:
    return f"{formats.time_format(duty.begins, 'H.i')}–{formats.time_format(duty.ends, 'H.i')}"
