"""The way back to school in words: its plan, its list, what the registers say, and what came after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from skoleporten.cases.models import Case, FollowUp, HandingBack, HandingBackAnswer
from skoleporten.cases.way_back import Since, done_of, registers_differ
from skoleporten.rules.handing_back import AFTER, DIFFERS, After, Answer, planned, shipped_items
from skoleporten.web import words
from skoleporten.web.cases.handing_back_forms import NotNeededForm


@dataclass(frozen=True)
class ItemInWords:
    """`form` asks why it is not needed, where it is open."""

    id: str
    text: str
    state: str
    is_open: bool
    who: str
    why: str
    form: NotNeededForm
    url: str


@dataclass(frozen=True)
class FollowUpInWords:
    name: str
    due_on: dt.date
    is_due: bool
    done: Sequence[DoneInWords]
    url: str


@dataclass(frozen=True)
class DoneInWords:
    on: dt.date
    who: str
    seen: str
    pupils_words: str
    why_not_asked: str
    figures: str


def in_language(texts: Any) -> str:
    language = (get_language() or "nb")[:2]
    return str(texts.get(language, texts["nb"]))


def school_in_words(row: HandingBack) -> str:
    if not row.receiving_school:
        return str(row.get_to_display())
    return f"{row.receiving_school} ({str(row.get_to_display()).lower()})"


def facts_of(row: HandingBack, *, with_own_words: bool) -> list[tuple[str, str]]:
    """What is not agreed says so. The pupil's words stay with the team."""
    missing = _("not agreed yet")
    day = date_format(row.taken_over_on, "DATE_FORMAT") if row.taken_over_on else ""
    size = ngettext("%(count)s pupil", "%(count)s pupils", row.class_size or 0) % {"count": row.class_size}
    in_class = ", ".join(part for part in (row.class_name, size if row.class_size else "") if part)
    rows = [
        (_("The school takes over from"), day),
        (_("Class"), in_class),
        (_("Two teachers in the class"), str(row.get_two_teachers_display()) if row.two_teachers else ""),
        (_("The adult who is there in the first weeks"), row.named_adult),
        (_("Whom to be with"), row.peers),
        (_("Subjects"), row.subjects),
        (_("Basis for grades"), row.grades_basis),
        (_("The way to and from school"), row.transport),
        (_("On a day that is too hard"), row.fallback),
    ]
    told = [(name, value or missing) for name, value in rows]
    if not with_own_words:
        return told
    own = row.pupils_words or (_("not asked: %(why)s") % {"why": row.why_not_asked} if row.why_not_asked else missing)
    return [*told, (_("What the pupil says about it"), own)]


def items_of(row: HandingBack) -> list[ItemInWords]:
    newest = {one.item: one for one in row.answers.select_related("by").order_by("pk")}
    return [_item(row, item.id, in_language(item.text), newest.get(item.id)) for item in shipped_items()]


def _item(row: HandingBack, item: str, text: str, given: HandingBackAnswer | None) -> ItemInWords:
    states = {Answer.DONE: _("Done"), Answer.NOT_NEEDED: _("Not needed"), Answer.OPEN: _("Open")}
    answer = Answer(given.answer) if given else Answer.OPEN
    who = f"{given.by}, {date_format(given.at, 'DATE_FORMAT')}" if given and answer is not Answer.OPEN else ""
    return ItemInWords(
        id=item,
        text=text,
        state=states[answer],
        is_open=answer is Answer.OPEN,
        who=who,
        why=given.why if given and answer is Answer.NOT_NEEDED else "",
        form=NotNeededForm(auto_id=f"id_{item}_%s"),
        url=reverse("case_handing_back_item", args=[row.case.public_id, item]),
    )


def differences_of(row: HandingBack, today: dt.date) -> list[str]:
    return [in_language(DIFFERS[one]) for one in registers_differ(row, today)]


def follow_ups_of(case: Case, row: HandingBack, today: dt.date, *, with_own_words: bool) -> list[FollowUpInWords]:
    if row.taken_over_on is None:
        return []
    done = done_of(row)
    return [
        FollowUpInWords(
            name=after_in_words(one.after),
            due_on=one.due_on,
            is_due=one.is_due(today) and one.after not in done,
            done=[_done(each, with_own_words) for each in done.get(one.after, [])],
            url=reverse("case_follow_up", args=[case.public_id, one.after]),
        )
        for one in planned(row.taken_over_on)
    ]


def after_in_words(after: After) -> str:
    return in_language(AFTER[after])


def _done(one: FollowUp, with_own_words: bool) -> DoneInWords:
    figures = since_in_words(Since.from_json(one.figures))
    own, why = (one.pupils_words, one.why_not_asked) if with_own_words else ("", "")
    return DoneInWords(one.on, str(one.written_by), one.seen, own, why, figures)


def since_in_words(since: Since | None) -> str:
    """«Borte 12 % av skoletiden: 9 t av 75 t, på 15 skoledager fra … til …»."""
    if since is None:
        return _("Absence since then is not known yet.")
    told = {
        "share": words.percent(since.share_absent),
        "away": words.duration(since.minutes_absent),
        "offered": words.duration(since.minutes_offered),
        "first": date_format(since.first, "DATE_FORMAT"),
        "last": date_format(since.as_of, "DATE_FORMAT"),
    }
    text = _("Away %(share)s of school time: %(away)s of %(offered)s from %(first)s to %(last)s.") % told
    if since.elsewhere_minutes:
        elsewhere = {"time": words.duration(since.elsewhere_minutes)}
        text += " " + _("Elsewhere by agreement: %(time)s, not absence.") % elsewhere
    return text
