"""What each kind of notice says. An e-mail may be read on a lock screen, or by somebody who shares the mailbox.

So no sentence names a child, a school, a service or this programme, nor uses a word that only somebody with a child in
follow-up would get. A test holds the words that may not stand here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override


class Kind(models.TextChoices):
    STEP_DUE = "step_due", gettext_lazy("Something you follow up is due.")
    STEP_OVERDUE = "step_overdue", gettext_lazy("Something you follow up is past its date.")
    TO_EVALUATE = "to_evaluate", gettext_lazy("Something you are in charge of is to be looked at again.")
    HANDOVER_OFFERED = "handover_offered", gettext_lazy("Somebody asks you to take over a task.")
    HANDOVER_ANSWERED = "handover_answered", gettext_lazy("You have got an answer to a task that you handed over.")
    ARRIVED = "arrived", gettext_lazy("Something new has come in that you are to look at.")
    ADVICE_ASKED = "advice_asked", gettext_lazy("Somebody asks for your advice.")
    ADVICE_GIVEN = "advice_given", gettext_lazy("You have got an answer to a question.")
    CONSENT_ASKED = "consent_asked", gettext_lazy("We ask for your answer to something.")
    CONSENT_ANSWERED = "consent_answered", gettext_lazy("An answer that you waited for has come.")
    MEETING = "meeting", gettext_lazy("You are invited to a meeting.")
    MEETING_MOVED = "meeting_moved", gettext_lazy("A meeting that you are invited to has another time.")
    MEETING_OFF = "meeting_off", gettext_lazy("A meeting that you were invited to is taken out of your calendar.")
    LETTER = "letter", gettext_lazy("There is a letter for you.")
    REPORTED = "reported", gettext_lazy("A report has come that you must answer.")
    ACKNOWLEDGED = "acknowledged", gettext_lazy("Somebody has received what you reported.")
    TO_REVIEW = "to_review", gettext_lazy("Something is to be looked through by you.")
    MESSAGE = "message", gettext_lazy("Somebody has written to you.")
    ASKED = "asked", gettext_lazy("We have a question for you.")
    ANSWERED = "answered", gettext_lazy("Somebody has answered what you asked.")
    WORDS = "words", gettext_lazy("There is something new to read.")
    ADULT_NOW = "adult_now", gettext_lazy("Somebody needs you now. Call as soon as you can.")


# Said in so many words on the telephone of whoever is on duty.
URGENT = frozenset({Kind.ADULT_NOW})


@dataclass(frozen=True)
class Words:
    subject: str
    body: str


def in_words(kind: str, language: str, address: str, more: Sequence[str] = ()) -> Words:
    """`address` is that of the notice: whoever opens it must log in. `more` is said after what it is about."""
    with override(language):
        lines = [
            _("Hello"),
            str(Kind(kind).label),
            *more,
            _("Log in to read more:") + f"\n{address}",
            _("You can not answer this e-mail."),
        ]
        return Words(_subject(kind), _signed(lines))


def in_sms(kind: str, language: str, address: str) -> str:
    """Of all kinds but one alike: a telephone shows it to whoever sits beside."""
    with override(language):
        said = [Kind(kind).label] if kind in URGENT else [_("You have a new message."), _("Log in to read it:")]
        return " ".join(str(line) for line in (*said, address, settings.MAIL_SIGNATURE) if line)


def code_in_words(language: str, code: str, minutes: int) -> Words:
    """To an address or a phone that somebody says is hers: it may be a stranger's."""
    with override(language):
        told = _("Your code is %(code)s. It works for %(minutes)d minutes.") % {"code": code, "minutes": minutes}
        not_yours = _("If you did not ask for it, you need do nothing.")
        return Words(_("Your code"), _signed([_("Hello"), told, not_yours, _("You can not answer this e-mail.")]))


def code_in_sms(language: str, code: str, minutes: int) -> str:
    with override(language):
        told = _("Your code is %(code)s. It works for %(minutes)d minutes.") % {"code": code, "minutes": minutes}
        return " ".join(line for line in (told, settings.MAIL_SIGNATURE) if line)


def _subject(kind: str) -> str:
    return _("Call as soon as you can") if kind in URGENT else _("You have a new message")


def _signed(lines: Sequence[str]) -> str:
    return "\n\n".join(line for line in (*lines, settings.MAIL_SIGNATURE) if line) + "\n"
