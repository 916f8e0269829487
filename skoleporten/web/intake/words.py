"""Where an intake is, in words: for the team and the school, for a guardian, and for a pupil about herself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from skoleporten.access.roles import Role
from skoleporten.rules.transitions import STAGES, Stage
from skoleporten.web.rules.wording import in_language

COLORS: Mapping[str, str] = {
    Stage.REFERRED: "fyr",
    Stage.IN_INTAKE: "accent",
    Stage.WAITING: "fyr",
    Stage.OFFERED: "havn",
    Stage.ACTIVE: "havn",
    Stage.HANDING_BACK: "havn",
}
TO_SCHOOL: Mapping[str, Any] = {
    Stage.REFERRED: _("Skoleporten has received the referral."),
    Stage.IN_INTAKE: _("Skoleporten has taken it up and talks with the pupil and the family."),
    Stage.WAITING: _("It waits. Skoleporten looks at it again by an agreed date."),
    Stage.OFFERED: _("The pupil is offered a place in Skoleporten."),
    Stage.DECLINED: _("It goes no further."),
    Stage.REDIRECTED: _("Another kind of help was found to fit."),
    Stage.ACTIVE: _("The pupil is in Skoleporten."),
    Stage.HANDING_BACK: _("The pupil is on the way back to the school."),
    Stage.CLOSED: _("Skoleporten has ended its part."),
}
TO_GUARDIAN: Mapping[str, Any] = {
    Stage.REFERRED: _("We have received what you wrote. Somebody at Skoleporten reads it and calls you."),
    Stage.IN_INTAKE: _("We are getting to know the situation, and talk with you about what can help."),
    Stage.WAITING: _("It waits. We look at it again by a date that you are told."),
    Stage.OFFERED: _("Your child is offered a place in Skoleporten. You decide whether to say yes."),
    Stage.DECLINED: _("It goes no further now. You can ask again whenever you like."),
    Stage.REDIRECTED: _("Other help was found to fit better. We have told you which."),
    Stage.ACTIVE: _("Your child is in Skoleporten."),
    Stage.HANDING_BACK: _("Your child is on the way back to the school."),
    Stage.CLOSED: _("Skoleporten has ended its part."),
}
TO_PUPIL: Mapping[str, Any] = {
    Stage.REFERRED: _("We have got what you wrote. An adult at Skoleporten reads it and gets in touch."),
    Stage.IN_INTAKE: _("We want to hear from you, and find out together what can help."),
    Stage.WAITING: _("It waits. We look at it again, and tell you when."),
    Stage.OFFERED: _("You are offered a place in Skoleporten. What you think counts."),
    Stage.DECLINED: _("It goes no further now. You can ask again whenever you like."),
    Stage.REDIRECTED: _("Other help was found to fit better. We have told you which."),
    Stage.ACTIVE: _("You are in Skoleporten."),
    Stage.HANDING_BACK: _("You are on your way back to your school."),
    Stage.CLOSED: _("Skoleporten has ended its part."),
}
ONLY_RECEIVED = _("We have received what you wrote. Somebody at Skoleporten reads it.")


def stage_in_words(state: str) -> str:
    text = in_language(STAGES[Stage(state)])
    return text[:1].upper() + text[1:]


def told_to(role: str, state: str) -> Any:
    """One sentence to whoever referred, in her own words' register."""
    texts = {Role.GUARDIAN: TO_GUARDIAN, Role.PUPIL: TO_PUPIL}.get(Role(role), TO_SCHOOL)
    return texts[Stage(state)]
