"""The school writes its own account, and reads that and what the pupil or a guardian lets it read. Nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import gate
from skoleporten.access.gate import Purpose
from skoleporten.access.roles import Role
from skoleporten.concerns.models import Concern
from skoleporten.intake import own_questions, stories
from skoleporten.intake.models import Intake, OwnAnswer, Story
from skoleporten.intake.stories import Told
from skoleporten.people.models import Pupil
from skoleporten.rules.questions import AskedIn, DataClass
from skoleporten.rules.talk import Part, Telling
from skoleporten.schools.models import School
from skoleporten.web.components import Crumb
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.intake.talk_question_forms import SchoolsAccountForm
from skoleporten.web.intake.talk_questions import answers_in_words, as_typed
from skoleporten.web.intake.talk_saving import Page, answer
from skoleporten.web.intake.talk_words import teller_in_words
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

PLACE = AskedIn.SCHOOLS_ACCOUNT


@policy(roles={Role.SCHOOL_LEADER, Role.TEACHER}, purpose=Purpose.FOLLOW_UP, writes=True)
def account(request: ActingRequest, pupil: str) -> HttpResponse:
    found = gate.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).filter(public_id=pupil).first()
    intake = Intake.objects.open().filter(pupil=found).first() if found else None
    school = School.objects.filter(pk__in=request.actor.school_ids).first()
    if found is None or intake is None or school is None or not may_tell(request, found):
        raise Http404
    own = _visible(request, intake).filter(teller=Story.Teller.SCHOOL, written_by=request.actor.user_id).first()
    form = _form(request, intake, school, own)

    def save() -> None:
        _save(request, form, intake, school, own)

    here = reverse("schools_account", args=[found.public_id])
    page = Page("intake/talk_school.html", _context(request, intake, own), here, _("Sent to Skoleporten."), _text)
    return answer(request, form, page, found, save)


def may_tell(request: ActingRequest, pupil: Pupil) -> bool:
    """A leader of the school, and a teacher who owns the follow-up or has taken a step in it."""
    if request.actor.role == Role.SCHOOL_LEADER:
        return True
    mine = Q(owner=request.actor.user_id) | Q(steps__by=request.actor.user_id)
    seen = Concern.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    return seen.filter(mine, pupil=pupil, school__in=request.actor.school_ids).exists()


def _form(request: ActingRequest, intake: Intake, school: School, own: Story | None) -> SchoolsAccountForm:
    standing = own_questions.answers_to(request.actor, intake, PLACE, school)
    shown = [row for row in standing if row.data_class != DataClass.SPECIAL]
    initial: dict[str, Any] = as_typed(shown) | {"seen_answers": own_questions.version_of(standing)}
    if own:
        initial |= {"words": own.words, "seen_version": own.version}
    return drafted(
        request, SchoolsAccountForm, "intake.schools_account", intake.public_id,
        questions=own_questions.asked_in(PLACE), kept=_kept(standing), initial=initial,
    )  # fmt: skip


def _kept(standing: Iterable[OwnAnswer]) -> dict[str, str]:
    """Answers of a special category: not even their writer at the school is shown them again."""
    return {row.question_id: row.value for row in standing if row.data_class == DataClass.SPECIAL and row.value}


@transaction.atomic
def _save(request: ActingRequest, form: SchoolsAccountForm, intake: Intake, school: School, own: Story | None) -> None:
    values = form.cleaned_data
    told = Told(
        Part.SCHOOLS_STORY, Story.Teller.SCHOOL, Telling.WRITTEN, timezone.localdate(), values["words"],
        teller_name=request.actor.name,
    )  # fmt: skip
    if own:
        stories.change(by=request.actor, story=own, told=told, seen_version=values["seen_version"])
    else:
        stories.tell(by=request.actor, intake=intake, told=told, client_id=values["client_id"], school=school)
    if form.questions:
        own_questions.answer(
            by=request.actor, intake=intake, place=PLACE, values=form.answers, seen_version=values["seen_answers"],
            school=school,
        )  # fmt: skip


def _context(request: ActingRequest, intake: Intake, own: Story | None) -> dict[str, Any]:
    assert intake.pupil is not None
    pupil = intake.pupil
    others = [one for one in _visible(request, intake) if own is None or one.pk != own.pk]
    is_leader = request.actor.role == Role.SCHOOL_LEADER
    up = Crumb(pupil.full_name, reverse("pupil", args=[pupil.public_id]))
    return {
        "pupil": pupil,
        "own": own,
        "others": [(teller_in_words(intake, one), one) for one in others],
        "answers": answers_in_words(request, intake, PLACE),
        "is_leader": is_leader,
        "trail": [Crumb(_("Pupils"), reverse("pupils")), up, Crumb(_("The school’s account"))],
    }


def _visible(request: ActingRequest, intake: Intake) -> Any:
    """The school's own accounts, and the words that a family lets the school read."""
    visible = Story.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today).standing()
    return visible.filter(intake=intake).select_related("guardian", "school", "written_by", "intake__pupil")


def _text(now: Any) -> str:
    return str(getattr(now, "words", ""))
