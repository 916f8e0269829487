"""What the school saw, did and asked about, before and beside a case; and what the law made somebody report to it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from skoleporten.access_requests.labels import named
from skoleporten.access_requests.source import Source
from skoleporten.rules.visibility import What

ORDER = 60
SOURCES = (
    Source(
        "concerns.concern", "concerns.Concern", _("Absence to follow up"), What.CONCERNS, "pupil",
        shows={
            **named("opened_at", "kind", "school", "opening_reason", "state", "owner", "next_step", "next_step_due"),
            **named("first_action_at", "closed_at", "closing_decision", "closing_reason"),
            "last_signal_on": _("Last seen by a rule"),
        },
        when="opened_at", by="opened_by", related=("school", "owner", "opened_by"),
    ),
    Source(
        "concerns.step", "concerns.ConcernStep", _("Steps of the follow-up"), What.STEPS, "concern__pupil",
        shows=named("kind", "note", "routine_step", "until", "to_whom", "guardian", "how", "result"),
        when="at", by="by", guardian=lambda row: row.guardian_id, related=("guardian", "by"),
    ),
    Source(
        "concerns.measure", "concerns.Measure", _("Measures of the school"), What.MEASURES_OF_THE_SCHOOL,
        "concern__pupil",
        shows=named("starts_on", "problem", "what", "who", "evaluate_on", "ended_on"), when="starts_on", by="made_by",
        related=("made_by",),
    ),
    Source(
        "concerns.evaluation", "concerns.Evaluation", _("How measures of the school went"), What.MEASURES_OF_THE_SCHOOL,
        "measure__concern__pupil",
        shows=named("measure__what", "seen", "pupils_view", "next", "evaluate_on"), when="at", by="by",
        related=("measure", "by"),
    ),
    Source(
        "concerns.information", "concerns.Information", _("Who was told that this is recorded"), What.STEPS,
        "concern__pupil",
        shows=named("whom", "to_whom", "how", "language", "with_interpreter"), when="at", by="by", related=("by",),
    ),
    Source(
        "concerns.handover", "concerns.Handover", _("Who was asked to take over the follow-up"), What.CONCERNS,
        "concern__pupil",
        shows=named("offered_at", "to", "note", "answer", "answered_at"), when="offered_at", by="offered_by",
        related=("to", "offered_by"),
    ),
    Source(
        "concerns.discussion", "concerns.Discussion", _("Discussions with other services"), What.STEPS,
        "concern__pupil",
        shows={
            **named("asked_at", "service", "basis", "law", "question", "explained", "consultant", "until", "ended_at"),
            "sheet": _("What was sent, without names"),
        },
        when="asked_at", by="asked_by", related=("consultant", "asked_by"),
    ),
    Source(
        "concerns.advice", "concerns.Advice", _("Advice from other services"), What.STEPS,
        "discussion__concern__pupil",
        shows=named("given_by", "text"), when="at", by="by", related=("by",),
    ),
    Source(
        "concerns.figures", "concerns.PupilMeasure", _("Figures of absence"), What.ABSENCE, "pupil",
        shows={
            "as_of": _("As it stood"),
            **named("school", "school_class", "grade", "days_offered", "minutes_offered", "minutes_absent"),
            **named("absence_rate", "days_absent", "lessons_absent", "late_count", "left_early_count"),
        },
        when="as_of", related=("school", "school_class"),
    ),
    Source(
        "concerns.signal", "concerns.Signal", _("What a rule of absence found"), What.CONCERNS, "pupil",
        shows=named("rule_id", "window_start", "window_end", "value", "limit", "dates", "first_seen", "last_seen"),
        when="first_seen",
    ),
    Source(
        "duties.environment", "duties.EnvironmentReport", _("That it may not be safe and good at school"),
        What.ENVIRONMENT_REPORTS, "pupil",
        shows=named("reported_at", "role", "school", "what", "pupils_view", "about", "is_serious", "acknowledged_at")
        | {"to_municipality_at": _("Sent to the municipality")},
        when="reported_at", by="reported_by", related=("school", "reported_by"),
    ),
    Source(
        "duties.intervention", "duties.PhysicalIntervention", _("Physical interventions"), What.INTERVENTIONS, "pupil",
        shows=named("happened_at", "reported_at", "role", "school", "what", "view", "pupils_view", "acknowledged_at"),
        when="happened_at", by="reported_by", related=("school", "reported_by"),
    ),
)  # fmt: skip
