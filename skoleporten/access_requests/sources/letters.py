"""Letters and files, and the decisions that they tell of."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from skoleporten.access.roles import Role
from skoleporten.access_requests.labels import named
from skoleporten.access_requests.source import File, Reader, Source, told_by_rows
from skoleporten.documents.models import Attachment, Document
from skoleporten.rules.access_requests import Teller
from skoleporten.rules.visibility import AUDIENCE_OF, What

ORDER = 42
WORDS_OF_A_DECISION = (
    "outcome", "kind", "decided_on", "choice", "to_pupil", "reason", "alternatives", "childs_best", "pupils_view",
    "facts", "legal_rule", "grounds", "what_happens_now", "who_is_told", "is_story_heard", "childs_story", "to_school",
    "told_at", "told_how", "next_review", "follower", "receiver", "complaint_deadline", "complaint_to", "assessed_on",
    "why_replaced",
)  # fmt: skip


def _for_role(reader: Reader, rows: Any) -> Any:
    """Whom it is meant for stands on the file."""
    seen = told_by_rows(reader, rows)
    mine = [one.pk for one in seen if one.is_for(reader.actor.role)]
    return seen.filter(pk__in=mine)


def _pdf(document: Document) -> tuple[File, ...]:
    return (File(f"{document.made_at:%Y-%m-%d}-{document.public_id.hex[:6]}.pdf", document.file),)


def _file(attachment: Attachment) -> tuple[File, ...]:
    if attachment.file is None:
        return ()
    return (
        File(f"{attachment.uploaded_at:%Y-%m-%d}-{attachment.public_id.hex[:6]}.{attachment.kind}", attachment.file),
    )


def _receiver(document: Document) -> int | None:
    """Where one guardian alone gets it."""
    keys = [one.pk for one in document.guardians.all()]
    return keys[0] if len(keys) == 1 else None


def _alone(rows: Any) -> Any:
    """Without those that come with somebody's own words: they are listed and decided with the words."""
    return rows.filter(stories=None, words=None)


def _whose(attachment: Attachment) -> Teller:
    """A drawing comes with the pupil's own words."""
    return Teller.PUPIL if attachment.what == What.OWN_WORDS else Teller.OTHER


def _is_for_adults_here(attachment: Attachment) -> bool:
    return _whose(attachment) is Teller.PUPIL and AUDIENCE_OF[Role.GUARDIAN] not in attachment.audiences


SOURCES = (
    Source(
        "documents.letter", "documents.Document", _("Letters and forms"), What.LETTERS, "pupil",
        shows=named("made_at", "kind", "language", "school"), when="made_at", by="made_by", told=_for_role, files=_pdf,
        teller=lambda one: Teller.GUARDIAN if _receiver(one) else Teller.OTHER, guardian=_receiver,
        related=("made_by", "school", "file"),
    ),
    Source(
        "documents.file", "documents.Attachment", _("Files that were handed in"), What.OWN_WORDS, "pupil",
        shows=named("uploaded_at", "title", "kind", "removed_at"), when="uploaded_at", by="uploaded_by", told=_for_role,
        kept=_alone, teller=_whose, for_adults_here=_is_for_adults_here, files=_file, related=("uploaded_by", "file"),
    ),
    Source(
        "intake.decision", "intake.Decision", _("Decisions of the intake"), None, "intake__pupil",
        shows=named(*WORDS_OF_A_DECISION), when="decided_on", by="recorded_by", related=("recorded_by",),
    ),
    Source(
        "intake.decision_text", "intake.DecisionText", _("Decisions of the intake in another language"), None,
        "decision__intake__pupil",
        shows=named(
            "language", "choice", "to_pupil", "reason", "alternatives", "childs_best", "pupils_view", "facts",
            "legal_rule", "grounds", "what_happens_now", "who_is_told", "measures",
        ),
        when="saved_at", by="saved_by", related=("saved_by",),
    ),
    Source(
        "intake.to_tell", "intake.ToTell", _("Who was told of a decision"), None, "decision__intake__pupil",
        shows=named("whom", "guardian", "school", "told_at", "told_how", "interpreter_language"),
        when="told_at", by="told_by", related=("guardian", "school", "told_by"),
    ),
)  # fmt: skip
