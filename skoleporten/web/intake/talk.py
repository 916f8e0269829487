"""The page of the intake talk: its parts and how far each is, and one part a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.gate import Purpose
from skoleporten.consents import queries as consents
from skoleporten.intake import own_questions, talk
from skoleporten.intake.models import Booking, Intake, Story
from skoleporten.intake.stories import who_may_tell
from skoleporten.rules.questions import AskedIn
from skoleporten.rules.talk import Part
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.consents import presenters as consent_words
from skoleporten.web.intake import talk_factors, talk_near, talk_questions
from skoleporten.web.intake.decision_presenters import steps_of
from skoleporten.web.intake.one import booking_of
from skoleporten.web.intake.talk_saving import pupil_of, still_open, talk_of
from skoleporten.web.intake.talk_trail import trail_in
from skoleporten.web.intake.talk_words import (
    PROMPTS,
    TELLERS,
    finished_in_words,
    part_name,
    part_url,
    parts_in_words,
    story_in_words,
)
from skoleporten.web.intake.visible import team_reads, team_writes
from skoleporten.web.requests import ActingRequest


@team_reads
def overview(request: ActingRequest, public_id: str) -> HttpResponse:
    intake = talk_of(request, public_id)
    _log(request, intake, "intake.talk_opened")
    parts = parts_of(intake)
    context = {
        "intake": intake,
        "pupil": intake.pupil,
        "parts": parts_in_words(intake, parts, talk.states(intake, request.today)),
        "booking": booking_of(intake),
        "interpreter": _interpreter(booking_of(intake)),
        "has_hypotheses": own_questions.choice_in_force().has_hypotheses,
        "trail": trail_in(intake),
    }
    return render(request, "intake/talk.html", context)


@team_reads
def part(request: ActingRequest, public_id: str, part: str) -> HttpResponse:
    """One theme. Whatever it holds, the frame is the same: how far it is, what comes before and after."""
    intake = talk_of(request, public_id)
    parts = parts_of(intake)
    if part not in parts:
        raise Http404
    _log(request, intake, "intake.talk_part_opened")
    number = parts.index(part)
    states = parts_in_words(intake, parts, talk.states(intake, request.today))
    context = {
        "intake": intake,
        "pupil": intake.pupil,
        "part": part,
        "here": states[number],
        "count": len(parts),
        "before": states[number - 1] if number else None,
        "after": states[number + 1] if number + 1 < len(parts) else None,
        "finished": finished_in_words(intake, part),
        "may_write": intake.ended_at is None,
        "prompts": PROMPTS.get(part, ()),
        "trail": trail_in(intake, Crumb(part_name(part))),
    }
    template, fill = _HOLDS.get(part, ("intake/talk_told.html", _told))
    return render(request, template, context | fill(request, intake, part))


@team_writes
@require_POST
def finish(request: ActingRequest, public_id: str, part: str) -> HttpResponse:
    """Done, and on to the next; or not done after all."""
    intake = still_open(talk_of(request, public_id))
    parts = parts_of(intake)
    if part not in parts:
        raise Http404
    if "reopen" in request.POST:
        talk.reopen(by=request.actor, intake=intake, part=part)
        return redirect(part_url(intake, part))
    talk.finish(by=request.actor, intake=intake, part=part)
    following = parts[parts.index(part) + 1 :]
    return redirect(part_url(intake, following[0]) if following else reverse("talk", args=[intake.public_id]))


def parts_of(intake: Intake) -> list[str]:
    """With the municipality's own questions where it asks any in the talk, or where there are answers."""
    has_asked = intake.own_answers.exclude(asked_in=AskedIn.SCHOOLS_ACCOUNT).exists()
    return talk.parts_asked(has_own_questions=has_asked or bool(own_questions.asked_in(AskedIn.TALK)))


def _told(request: ActingRequest, intake: Intake, part: str) -> dict[str, Any]:
    visible = Story.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).standing()
    rows = visible.filter(intake=intake, part=part).select_related("guardian", "school", "written_by", "changed_by")
    stories = [story_in_words(intake, row) for row in rows.prefetch_related("attachments")]
    return {"stories": stories, "tellers": tellers_of(request, intake, part)} | _besides(request, intake, part)


def tellers_of(request: ActingRequest, intake: Intake, part: str) -> list[tuple[str, str]]:
    """Each with the words of its button, and the address of its form."""
    pupil = pupil_of(intake)
    found: list[tuple[str, str]] = []
    for teller in TELLERS[part]:
        if teller == Story.Teller.GUARDIAN:
            for row in who_may_tell(pupil, request.today):
                names = {"name": row.guardian, "relation": row.get_kind_display().lower()}
                found.append((_("What %(name)s says (%(relation)s)") % names, str(row.guardian.public_id)))
        else:
            found.append((_teller_button(teller, pupil.given_name or pupil.full_name), teller))
    return [(words, reverse("talk_tell", args=[intake.public_id, part, who])) for words, who in found]


def _teller_button(teller: str, name: str) -> str:
    words = {
        Story.Teller.PUPIL: _("What %(name)s says") % {"name": name},
        Story.Teller.SCHOOL: _("What the school says"),
    }
    return words.get(Story.Teller(teller), _("Write it down"))


def _besides(request: ActingRequest, intake: Intake, part: str) -> dict[str, Any]:
    """What a part shows besides what was told."""
    if part == Part.WELCOME:
        return {"booking": booking_of(intake)}
    if part == Part.SCHOOLS_STORY:
        return {"own_answers": talk_questions.answers_in_words(request, intake, AskedIn.SCHOOLS_ACCOUNT)}
    if part == Part.OFFER:
        return {"deciding": steps_of(request.actor.role, intake)}
    return {}


def _consent(request: ActingRequest, intake: Intake, part: str) -> dict[str, Any]:
    """Only where it stands, and the way to the page where it is asked. Nothing is answered here for anybody."""
    asked = consents.newest(pupil_of(intake), talk.JOINING)
    standing = consent_words.row_of(asked, "consent", request.today) if asked else None
    return {"consent": standing}


def _interpreter(booking: Booking | None) -> str:
    if booking is None or booking.interpreter == Booking.Interpreter.NOT_NEEDED:
        return ""
    return f"{booking.interpreter_language}: {booking.get_interpreter_display()}"


def _log(request: ActingRequest, intake: Intake, action: str) -> None:
    read_log.shown(request, [pupil_of(intake).public_id], action=action, purpose=Purpose.FOLLOW_UP)


Fill = Callable[[ActingRequest, Intake, str], dict[str, Any]]
_HOLDS: dict[str, tuple[str, Fill]] = {
    Part.RELATIONS: ("intake/talk_near.html", talk_near.near_of),
    Part.FACTORS: ("intake/talk_factors.html", talk_factors.factors_of),
    Part.CONSENT: ("intake/talk_consent.html", _consent),
    talk.OWN_QUESTIONS: ("intake/talk_questions.html", talk_questions.questions_of),
}
