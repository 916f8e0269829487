"""Own words on the page of a case and on the pupil's page for the school, and on the start page: what waits."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.cases.models import Case
from skoleporten.rules.visibility import What, may_see
from skoleporten.voices import queries
from skoleporten.voices.models import Word
from skoleporten.web.cases.panel import Link, Panel
from skoleporten.web.components import TimelineEntry
from skoleporten.web.requests import ActingRequest
from skoleporten.web.voices.presenters import hider, word_in_words
from skoleporten.web.voices.visible import TEAM, visible_words
from skoleporten.web.voices.words import kind_in_words

NEWEST = 3


def panel(request: ActingRequest, case: Case) -> Panel | None:
    """What nobody has read comes first. Nothing of it is in the printout: it is not the case's to carry around."""
    if not may_see(request.actor.role, What.OWN_WORDS):
        return None
    rows = visible_words(request).standing().filter(pupil=case.pupil)
    is_team = request.actor.role in TEAM
    unread = list(rows.to_read()[:NEWEST]) if is_team else []
    shown = list({one.pk: one for one in [*unread, *rows[:NEWEST]]}.values())[:NEWEST]
    words = [word_in_words(request.actor, one, request.today) for one in shown]
    return Panel(
        key="own-words",
        title=_("Own words"),
        template="voices/panel.html",
        context={"words": words, "pupil": case.pupil, "is_team": is_team},
        links=[Link(_("All own words"), reverse("voices_of", args=[case.pupil.public_id]))] if words else [],
    )


def school_panel(request: ActingRequest, case: Case) -> Panel | None:
    """To the leader of the school, what the pupil or a guardian let the school read."""
    if not may_see(request.actor.role, What.OWN_WORDS):
        return None
    rows = list(visible_words(request).standing().filter(pupil=case.pupil)[:NEWEST])
    if not rows:
        return None
    hide = hider(request.actor, case.pupil, request.today)
    words = [word_in_words(request.actor, one, request.today, hide) for one in rows]
    return Panel(
        key="own-words",
        title=_("Own words that the school may read"),
        template="voices/panel.html",
        context={"words": words, "pupil": case.pupil},
        links=[Link(_("All own words"), reverse("voices_of", args=[case.pupil.public_id]))],
    )


def happened(request: ActingRequest, case: Case, before: dt.datetime, most: int) -> list[TimelineEntry]:
    """That somebody wrote, and not what."""
    if not may_see(request.actor.role, What.OWN_WORDS):
        return []
    rows = Word.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).standing()
    found = rows.filter(pupil=case.pupil, written_at__lt=before).select_related("guardian")[:most]
    return [
        TimelineEntry(
            one.written_at, _("Wrote in own words"), str(one.guardian or case.pupil),
            "" if one.guardian is None else kind_in_words(one.kind, is_pupils=False),
        )
        for one in found
    ]  # fmt: skip


def waits(actor: Actor, today: dt.date) -> tuple[str, str] | None:
    """How many wait to be read, and the way to them."""
    rows = queries.to_read(actor, today)
    count = rows.count()
    if not count:
        return None
    late = rows.filter(read_by__lt=today).count()
    text = _("Own words to read: %(count)s") % {"count": count}
    if late:
        text += ", " + _("of which %(count)s should have been read by now") % {"count": late}
    first = rows.first()
    assert first is not None
    return text, reverse("voice", args=[first.public_id]) if count == 1 else reverse("voices")
