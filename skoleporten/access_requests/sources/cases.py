"""The case itself: who is on it, what must be known at the door, and how it was handed back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from skoleporten.access_requests.labels import named
from skoleporten.access_requests.source import Source
from skoleporten.rules.handing_back import AFTER
from skoleporten.rules.visibility import What

ORDER = 46
SOURCES = (
    Source(
        "cases.case", "cases.Case", _("The case"), What.CASE, "pupil", shows=named("opened_at"), when="opened_at",
    ),
    Source(
        "cases.member", "cases.CaseMember", _("Who works in the case"), What.CASE, "case__pupil",
        shows=named("user", "part", "words", "start", "end"), when="start", by="written_by",
        related=("user", "written_by"),
    ),
    Source(
        "cases.care", "cases.Care", _("What must be known at the door"), What.CARE, "case__pupil",
        shows=named("fetched_by", "transport", "numbers", "notes"), when="changed_at", by="changed_by",
        related=("changed_by",),
    ),
    Source(
        "cases.standing", "cases.StandingDecision", _("Decisions in force"), What.CASE, "case__pupil",
        shows={
            **named("kind", "start", "end", "decided_by", "document", "legal_reason", "holder", "content"),
            **named("removed_at"),
        },
        when="start", by="written_by", related=("written_by",),
    ),
    Source(
        "cases.handing_back", "cases.HandingBack", _("The way back"), What.CASE, "case__pupil",
        shows=named(
            "to", "school", "school_name", "taken_over_on", "class_name", "class_size", "two_teachers", "named_adult",
            "peers", "subjects", "grades_basis", "transport", "fallback", "pupils_words", "why_not_asked",
        ),
        when="written_at", by="written_by", related=("school", "written_by"), retold=("pupils_words",),
    ),
    Source(
        "cases.handing_back_answer", "cases.HandingBackAnswer", _("Before the way back"), What.CASE,
        "handing_back__case__pupil",
        shows=named("item", "answer", "why"), when="at", by="by", related=("by",),
    ),
    Source(
        "cases.follow_up", "cases.FollowUp", _("How it went after"), What.CASE, "handing_back__case__pupil",
        shows={"after": _("After how long"), **named("on", "seen", "pupils_words", "why_not_asked", "figures")},
        when="on", by="written_by", related=("written_by",), codes={"after": AFTER},
        retold=("pupils_words",),
    ),
)  # fmt: skip
