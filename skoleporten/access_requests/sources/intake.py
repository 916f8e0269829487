"""What was sent to us about the pupil, and the talk that came of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from skoleporten.access_requests.labels import named
from skoleporten.access_requests.source import Source
from skoleporten.intake.models import Informant
from skoleporten.rules.access_requests import Teller
from skoleporten.rules.talk import RINGS
from skoleporten.rules.transitions import STAGES
from skoleporten.rules.visibility import What

ORDER = 52


def _whose(informant: Informant) -> Teller:
    return {"pupil": Teller.PUPIL, "guardian": Teller.GUARDIAN}.get(informant.kind, Teller.OTHER)


SOURCES = (
    Source(
        "intake.intake", "intake.Intake", _("The intake"), What.REFERRALS, "pupil",
        shows=named("opened_at", "state", "owner", "next_review", "followed_up_by", "ended_at"),
        when="opened_at", related=("owner", "followed_up_by"), codes={"state": STAGES},
    ),
    Source(
        "intake.transition", "intake.Transition", _("Steps of the intake"), What.STAGE, "intake__pupil",
        shows=named("from_state", "to_state", "reason", "next_review", "followed_up_by"), when="at", by="by",
        related=("by", "followed_up_by"), codes={"from_state": STAGES, "to_state": STAGES},
    ),
    Source(
        "intake.handover", "intake.IntakeHandover", _("Who was asked to take over the intake"), What.REFERRALS,
        "intake__pupil",
        shows=named("offered_at", "offered_to", "note", "answered_at", "is_accepted"), when="offered_at",
        by="offered_by", related=("offered_to", "offered_by"),
    ),
    Source(
        "intake.referral", "intake.Referral", _("Referrals"), What.REFERRALS, "intake__pupil",
        shows={
            **named("sent_at", "referred_by", "school", "outside_name", "outside_service", "outside_contact"),
            **named("told_given_name", "told_family_name", "told_birth_date", "told_school", "reason", "hope"),
            **named("interpreter_language", "basis", "basis_text"),
            "evidence": _("What the school's own records said"), "evidence_as_of": _("As it stood"),
            "outcome_told_at": _("Told how it went"),
        },
        when="sent_at", by="referred_by", related=("referred_by", "school"),
    ),
    Source(
        "intake.booking", "intake.Booking", _("Talks that were booked"), What.REFERRALS, "intake__pupil",
        shows={
            **named("starts_at", "place", "pupil_is_asked", "why_pupil_is_not_asked", "others", "interpreter"),
            **named("interpreter_language", "family_adviser", "adviser_offer", "called_off_at"),
            "adviser_answered_at": _("Family adviser answered"),
        },
        when="starts_at", by="booked_by", related=("booked_by",),
    ),
    Source(
        "intake.preparation", "intake.Preparation", _("What somebody prepared for the talk"), What.NOTES,
        "intake__pupil",
        shows={"stories": _("What is told already"), "lacking": _("What is not known"), "questions": _("Questions")},
        when="saved_at", by="by", related=("by",),
    ),
    Source(
        "intake.meeting", "intake.Meeting", _("Talks that were held"), What.NOTES, "intake__pupil",
        shows=named(
            "held_at", "place", "pupil_was", "why_pupil_was_not", "how_pupil_was_heard", "interpreter_language",
            "summary",
        ),
        when="held_at", by="recorded_by", related=("recorded_by",),
    ),
    Source(
        "intake.participant", "intake.Participant", _("Who was in the talks"), What.NOTES, "meeting__intake__pupil",
        shows=named("meeting__held_at", "guardian", "name", "takes_part_as", "was_there", "why_not"),
        when="meeting__held_at", guardian=lambda row: row.guardian_id, related=("meeting", "guardian"),
    ),
    Source(
        "intake.near", "intake.NearPerson", _("Who is near"), What.RELATIONS, "intake__pupil",
        shows=named("name", "who", "place", "ring", "words", "said_by", "removed_at"),
        when="written_at", by="written_by", related=("written_by",), codes={"ring": RINGS},
        teller=lambda row: {"pupil": Teller.PUPIL, "guardian": Teller.GUARDIAN}.get(row.said_by, Teller.OTHER),
        for_adults_here=lambda row: row.said_by == "pupil",
    ),
    Source(
        "intake.informant", "intake.Informant", _("Who told of what makes it hard"), What.FACTORS, "intake__pupil",
        shows=named("kind", "guardian", "name", "removed_at"), when="written_at", by="written_by", teller=_whose,
        guardian=lambda row: row.guardian_id, for_adults_here=lambda row: _whose(row) is Teller.PUPIL,
        related=("guardian", "written_by"),
    ),
    Source(
        "intake.factor", "intake.FactorStatement", _("What makes it hard, and what helps"), What.FACTORS,
        "informant__intake__pupil",
        shows=named("informant__kind", "factor_id", "basis", "evidence", "strength"),
        when="written_at", by="written_by", teller=lambda row: _whose(row.informant),
        guardian=lambda row: row.informant.guardian_id,
        for_adults_here=lambda row: _whose(row.informant) is Teller.PUPIL, related=("informant", "written_by"),
    ),
    Source(
        "intake.score", "intake.InstrumentScore", _("Results of forms"), What.SCORES, "informant__intake__pupil",
        shows={
            **named("instrument"), "instrument_version": _("Edition"),
            **named("informant__kind", "filled_in_on", "subscale", "score", "removed_at"),
        },
        when="filled_in_on", by="written_by", teller=lambda row: _whose(row.informant),
        guardian=lambda row: row.informant.guardian_id,
        for_adults_here=lambda row: _whose(row.informant) is Teller.PUPIL, related=("informant", "written_by"),
    ),
    Source(
        "intake.hypothesis", "intake.Hypothesis", _("What the team asks itself"), What.HYPOTHESES, "intake__pupil",
        shows={**named("kind", "words"), "left_at": _("Put aside"), **named("why_left")},
        when="written_at", by="written_by", related=("written_by",),
    ),
    Source(
        "intake.own_answer", "intake.OwnAnswer", _("Answers to the municipality's own questions"), What.OWN_ANSWERS,
        "intake__pupil",
        shows=named("question_id", "asked_in", "school", "value"), when="answered_at", by="answered_by",
        related=("school", "answered_by"),
    ),
)  # fmt: skip
