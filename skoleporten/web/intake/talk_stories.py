"""Writing down what one person tells, and changing or taking away what stands."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from skoleporten.access.gate import Purpose
from skoleporten.documents.attachment_kinds import read_to_the_limit
from skoleporten.intake import stories
from skoleporten.intake.models import Intake, Story
from skoleporten.intake.stories import Picture, Told, school_of, who_may_tell
from skoleporten.people.models import Guardian
from skoleporten.rules.talk import Telling
from skoleporten.web.components import Crumb
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.intake.talk_forms import StoryForm
from skoleporten.web.intake.talk_saving import Page, answer, pupil_of, still_open, talk_of
from skoleporten.web.intake.talk_trail import trail_in
from skoleporten.web.intake.talk_words import TELLERS, part_name, part_url, readers_of, teller_in_words
from skoleporten.web.intake.visible import team_writes
from skoleporten.web.requests import ActingRequest

Teller = Story.Teller


@team_writes
def tell(request: ActingRequest, public_id: str, part: str, who: str) -> HttpResponse:
    """`who`: a teller's code, or the public id of a guardian of the pupil."""
    intake = still_open(talk_of(request, public_id))
    guardian = _guardian(request, intake, who)
    teller = str(Teller.GUARDIAN) if guardian else who
    if teller not in TELLERS.get(part, ()) or (teller == Teller.GUARDIAN and guardian is None):
        raise Http404
    school = school_of(pupil_of(intake), request.today) if teller == Teller.SCHOOL else None
    if teller == Teller.SCHOOL and school is None:
        messages.warning(request, _("The pupil goes to no school today."))
        return redirect(part_url(intake, part))
    form = drafted(request, StoryForm, f"intake.{part}.{who}"[:64], intake.public_id, teller=teller, part=part)

    def save() -> None:
        values = form.cleaned_data
        told = _as_told(form, part, teller, guardian, _name_of_guardian(request, intake, guardian))
        stories.tell(by=request.actor, intake=intake, told=told, client_id=values["client_id"], school=school)

    name = _who_tells(intake, Story(teller=teller, guardian=guardian, school=school))
    return answer(request, form, _page(intake, part, name), pupil_of(intake), save)


@team_writes
def one(request: ActingRequest, public_id: str, story: str) -> HttpResponse:
    intake = still_open(talk_of(request, public_id))
    visible = Story.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).standing()
    rows = visible.filter(intake=intake, public_id=story).select_related("intake__pupil", "guardian", "school")
    found = rows.first()
    if found is None:
        raise Http404
    if "remove" in request.POST:
        stories.remove(by=request.actor, story=found)
        messages.success(request, _("It is taken away. Nobody outside the team sees it."))
        return redirect(part_url(intake, found.part))
    form = drafted(
        request,
        StoryForm,
        "intake.story",
        found.public_id,
        teller=found.teller,
        part=found.part,
        initial=_as_it_is(found),
    )

    def save() -> None:
        told = _as_told(form, found.part, found.teller, found.guardian, found.teller_name)
        stories.change(by=request.actor, story=found, told=told, seen_version=form.cleaned_data["seen_version"])

    page = _page(intake, found.part, _who_tells(intake, found))
    page.context["may_remove"] = True
    return answer(request, form, page, pupil_of(intake), save)


def _page(intake: Intake, part: str, name: str) -> Page:
    return Page(
        template="intake/talk_write.html",
        context={
            "intake": intake,
            "pupil": intake.pupil,
            "heading": f"{part_name(part)}: {name}",
            "trail": trail_in(intake, Crumb(part_name(part), part_url(intake, part)), Crumb(name)),
        },
        back=part_url(intake, part),
        done=_("Written down."),
        theirs=lambda now: now.words or now.why_not_yet,
    )


def _as_told(form: StoryForm, part: str, teller: str, guardian: Guardian | None, teller_name: str) -> Told:
    values = form.cleaned_data
    return Told(
        part=part,
        teller=teller,
        telling=values.get("telling", Telling.WRITTEN.value),
        told_on=values["told_on"],
        words=values["words"],
        guardian=guardian,
        teller_name=teller_name,
        by_whom=values.get("by_whom", ""),
        why_not_yet=values.get("why_not_yet", ""),
        audiences=form.chosen,
        pictures=[Picture(file.name or "", read_to_the_limit(file)) for file in values.get("pictures", ())],
    )


def _as_it_is(story: Story) -> dict[str, Any]:
    """Also whom it is for: a change of the words is no new choice."""
    return {
        "telling": story.telling,
        "words": story.words,
        "by_whom": story.by_whom,
        "why_not_yet": story.why_not_yet,
        "told_on": story.told_on,
        "audiences": readers_of(story),
        "seen_version": story.version,
    }


def _guardian(request: ActingRequest, intake: Intake, who: str) -> Guardian | None:
    rows = who_may_tell(pupil_of(intake), request.today)
    return next((row.guardian for row in rows if str(row.guardian.public_id) == who), None)


def _name_of_guardian(request: ActingRequest, intake: Intake, guardian: Guardian | None) -> str:
    """By own name and relation, as it is today."""
    rows = who_may_tell(pupil_of(intake), request.today)
    kinds = [row.get_kind_display().lower() for row in rows if row.guardian == guardian]
    return f"{guardian} ({kinds[0]})" if kinds else ""


def _who_tells(intake: Intake, story: Story) -> str:
    return teller_in_words(intake, story)
