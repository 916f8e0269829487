"""What minutes say, put together by itself from what was written in the meeting: a part for each item.

The same whether they are ready or approved; an approved part is kept as it was. `content` holds plain text and codes:
section, words, state, note, decisions (words, owner, due, key) and choices (question, alternatives with who leans to
them, chosen with why, before, differs).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from skoleporten.agendas.models import Item
from skoleporten.agendas.queries import name_of
from skoleporten.agendas.scope import kind_of
from skoleporten.meetings.models import Meeting
from skoleporten.minutes.models import (
    Attendance,
    Choice,
    Chosen,
    ItemNote,
    ItemTime,
    MeetingDecision,
    Minutes,
    Voice,
)
from skoleporten.rules.agenda import Placed, in_order, shipped
from skoleporten.rules.minutes import Says


@dataclass(frozen=True)
class Made:
    """`item` None: of the meeting as a whole."""

    item: Item | None
    intake_id: int | None
    content: dict[str, Any]


def parts_of(minutes: Minutes) -> list[Made]:
    """All of them, whoever may read them; whoever shows them asks for each."""
    notes = {row.item_id: row.text for row in ItemNote.objects.filter(minutes=minutes) if row.text}
    decisions = _by_item(MeetingDecision.objects.filter(minutes=minutes).select_related("owner").order_by("pk"))
    choices = _by_item(choices_of(minutes))
    items = Item.objects.filter(meeting=minutes.meeting_id).standing().order_by("position", "pk")
    made = [Made(item, item.intake_id, _of_item(item, notes.get(item.pk, ""), decisions, choices)) for item in items]
    whole = _content(notes.get(None, ""), decisions.get(None, ()), ())
    return [*made, Made(None, None, whole)] if whole else made


def items_in_order(meeting: Meeting) -> list[Item]:
    """As on the agenda; whoever shows them asks for each."""
    rows = (
        Item.objects.standing()
        .filter(meeting=meeting)
        .select_related("intake__pupil")
        .prefetch_related("intake__referrals")
    )
    items, asked = {str(one.pk): one for one in rows}, shipped().asked_by(kind_of(meeting))
    order = in_order(
        Placed(key, asked.place_of(one.section), one.on, name_of(one.intake), one.position)
        for key, one in items.items()
    )
    return [items[key] for key in order]


def choices_of(minutes: Minutes) -> Any:
    """With everything that was said of each."""
    voices = Voice.objects.select_related("alternative")
    chosen = Chosen.objects.select_related("alternative", "replaced_by")
    rows = Choice.objects.filter(minutes=minutes).prefetch_related(
        "alternatives", Prefetch("voices", voices), Prefetch("chosen", chosen)
    )
    return rows.order_by("pk")


def facts_of(minutes: Minutes) -> dict[str, Any]:
    """Who was there, also in somebody else's place, and who was not; names as they are today."""
    rows = Attendance.objects.filter(minutes=minutes).select_related("user", "instead")
    there = [_name(row) for row in rows if row.was_there]
    return {
        "there": list(dict.fromkeys([*there, *(str(row.instead) for row in rows if row.instead)])),
        "absent": [[_name(row), str(row.instead or "")] for row in rows if not row.was_there],
        "begun": minutes.begun_at.isoformat(),
        "ended": minutes.ended_at.isoformat() if minutes.ended_at else "",
    }


def touched(minutes: Minutes) -> set[int]:
    """Keys of the items that something was written about, or that time was measured of."""
    found = set(ItemNote.objects.filter(minutes=minutes).exclude(text="").values_list("item", flat=True))
    for model in (MeetingDecision, Choice, ItemTime):
        found |= set(model._default_manager.filter(minutes=minutes).values_list("item", flat=True))
    return {key for key in found if key is not None}


def _by_item(rows: Iterable[Any]) -> dict[int | None, list[Any]]:
    found: dict[int | None, list[Any]] = {}
    for row in rows:
        found.setdefault(row.item_id, []).append(row)
    return found


def _of_item(item: Item, note: str, decisions: Any, choices: Any) -> dict[str, Any]:
    said = _content(note, decisions.get(item.pk, ()), choices.get(item.pk, ()))
    return {"section": item.section, "words": item.words, "state": item.state} | said


def _content(note: str, decisions: Sequence[MeetingDecision], choices: Sequence[Choice]) -> dict[str, Any]:
    """Without what there is none of."""
    told = {
        "note": note,
        "decisions": [_decision(one) for one in decisions],
        "choices": [choice_in_plain(one) for one in choices],
    }
    return {name: value for name, value in told.items() if value}


def _decision(one: MeetingDecision) -> dict[str, str]:
    return {
        "words": one.words, "owner": str(one.owner), "due": one.due.isoformat(), "key": str(one.public_id),
    }  # fmt: skip


def choice_in_plain(one: Choice) -> dict[str, Any]:
    voices, chosen = list(one.voices.all()), list(one.chosen.all())
    standing = [row for row in chosen if not hasattr(row, "replaced_by")]
    return {
        "question": one.question,
        "alternatives": [
            {"words": row.words, "favoured": [_voice(said) for said in voices if _favours(said, row.pk)]}
            for row in one.alternatives.all()
        ],
        "chosen": {"words": standing[0].alternative.words, "why": standing[0].why} if standing else None,
        "before": [{"words": row.alternative.words, "why": row.why} for row in chosen if row not in standing],
        "differs": [_voice(said) for said in voices if said.says == Says.DISAGREES],
    }


def _favours(said: Voice, alternative: int) -> bool:
    return said.says == Says.FAVOURS and said.alternative_id == alternative


def _voice(said: Voice) -> dict[str, str]:
    return {"who": said.who, "words": said.words}


def _name(row: Attendance) -> str:
    return str(row.user) if row.user else row.guest
