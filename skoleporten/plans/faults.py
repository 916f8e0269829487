"""What the rules refuse, in the reader's own language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from skoleporten.rules.errors import RefusedError
from skoleporten.rules.ladder import Fault as RungFault
from skoleporten.rules.plan import BasisFault, Fault

WORDS: Mapping[StrEnum, tuple[object, object]] = {
    Fault.BEFORE_THE_CASE: (
        _("The plan can not begin before the pupil began in Skoleporten."),
        _("Choose a later day."),
    ),
    Fault.IN_THE_PAST: (
        _("A plan was agreed for that day already, and what was agreed stands."),
        _("Let the new step begin today or later."),
    ),
    Fault.TOO_LONG_AGO: (
        _("It would begin more than two weeks ago."),
        _("Choose a day in the last two weeks, or a later one."),
    ),
    Fault.TOO_FAR_AHEAD: (_("It would begin more than a year from now."), _("Choose an earlier day.")),
    Fault.ENDS_BEFORE_IT_STARTS: (_("The last day is before the first one."), _("Change one of them.")),
    Fault.NOTHING_AGREED: (
        _("No time is agreed on any day."),
        _("Give at least one day its minutes, or say that it is an agreed pause."),
    ),
    Fault.PAUSE_WITH_MINUTES: (
        _("It is an agreed pause, and there are minutes too."),
        _("Take away the one or the other."),
    ),
    Fault.NOT_A_SCHOOL_DAY: (_("A plan is for Monday to Friday."), _("Choose another day.")),
    Fault.TOO_FEW_OR_MANY_MINUTES: (
        _("A part of a day lasts at least 5 minutes, and a day at most 10 hours."),
        _("Change the minutes."),
    ),
    Fault.TOO_MANY_PARTS: (_("A day has at most three parts."), _("Put some of them together.")),
    Fault.OVERLAP: (_("Two parts of the same day lie over each other."), _("Change when one of them begins.")),
    Fault.OVER_MIDNIGHT: (_("A part of a day goes past midnight."), _("Change when it begins.")),
    Fault.REMOTE_WITHOUT_REASON: (
        _("Remote teaching must carry its reason in law."),
        _("Write why it is allowed for this pupil."),
    ),
    Fault.ADAPTED_BY_NOBODY: (
        _("Nobody is named for what the school adapts."),
        _("Write who at the school sees to it."),
    ),
    BasisFault.NOBODY_DECIDED: (_("Nobody is named as having decided it."), _("Write who decided.")),
    BasisFault.NO_LAST_DAY: (_("It says nothing of how long it lasts."), _("Give the last day.")),
    BasisFault.OVER_BEFORE_IT_BEGINS: (
        _("What the plan rests on ends before the plan begins."),
        _("Look at the dates again."),
    ),
    BasisFault.NO_WORDS: (_("It does not say what the plan rests on."), _("Write what it is.")),
    RungFault.NO_REASON: (_("It does not say why."), _("Write a few words.")),
    RungFault.IN_THE_FUTURE: (_("The day has not come yet."), _("Choose today or an earlier day.")),
    RungFault.BEFORE_THE_PUPIL_BEGAN: (_("The pupil had not begun in Skoleporten that day."), _("Choose a later day.")),
    RungFault.BEFORE_THE_LAST: (
        _("There is a newer step on the ladder than that day."),
        _("Choose the same day or a later one."),
    ),
}


def refuse(faults: Sequence[StrEnum]) -> None:
    """Raises RefusedError with all of them, in the order found; nothing where there are none."""
    if faults:
        sentences = [str(part) for fault in faults for part in WORDS[fault]]
        raise RefusedError(" ".join(sentences))
