"""What is told in the intake talk: each in own words, for whom the teller chose; who is near; and what is finished.

Whoever tells chooses each time who else may read it. The queryset below holds that choice for every role.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role
from skoleporten.intake.models.intakes import Intake
from skoleporten.people.models import Guardian
from skoleporten.rules.talk import Part, Place, Ring, Telling
from skoleporten.rules.visibility import What, may_see, may_see_item
from skoleporten.schools.models import School

User = settings.AUTH_USER_MODEL
NOBODY = Q(pk__in=())
# The parts in which somebody tells something; the others hold lists, links and forms of their own.
TOLD_PARTS = (
    Part.WELCOME, Part.CHILDS_STORY, Part.GUARDIANS_STORY, Part.SCHOOLS_STORY, Part.STRENGTHS, Part.HOPES, Part.OFFER,
)  # fmt: skip


class OfTalkQuerySet(models.QuerySet[Any]):
    """Of what only the staff of the case see, by the gate and by the row of the visibility table."""

    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> OfTalkQuerySet:
        if not may_see(actor.role, self.model.WHAT):
            return self.none()
        return self.filter(intake__pupil__in=gate.pupils(actor, purpose, today))


class OfTalk(PublicIdModel):
    """`client_id` is made with the form, so that it sent twice is one. `version` goes up with each change."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="%(class)ss")
    client_id = models.UUIDField(unique=True)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True


class StoryQuerySet(models.QuerySet["Story"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> StoryQuerySet:
        """Of the pupils in view, those that are one's own words or were meant for one."""
        in_view = Q(intake__pupil__in=gate.pupils(actor, purpose, today))
        return self.filter(in_view & _meant_for(actor))

    def standing(self) -> StoryQuerySet:
        return self.filter(removed_at__isnull=True)


def _meant_for(actor: Actor) -> Q:
    match actor.role:
        case Role.TEAM | Role.LEAD:
            return Q()
        case Role.SPECIALIST:
            return Q(for_specialists=True, removed_at__isnull=True)
        case Role.SCHOOL_LEADER:
            own_or_shared = Q(teller=Story.Teller.SCHOOL) | Q(for_school=True)
            return own_or_shared & Q(school__in=actor.school_ids, removed_at__isnull=True)
        case Role.TEACHER:
            return Q(
                teller=Story.Teller.SCHOOL,
                written_by=actor.user_id,
                school__in=actor.school_ids,
                removed_at__isnull=True,
            )
        case Role.GUARDIAN:
            own = Q(teller=Story.Teller.GUARDIAN, guardian__user=actor.user_id)
            return (own | Q(for_guardians=True)) & Q(removed_at__isnull=True)
        case Role.PUPIL:
            return (Q(teller=Story.Teller.PUPIL) | Q(for_pupil=True)) & Q(removed_at__isnull=True)
        case _:
            return NOBODY


class Story(OfTalk):
    """What one person told in one part of the talk, or why it is not told yet. Nobody's is merged with another's.

    `by_whom`: who wrote it down, or whom the child chose to tell it. `school`: whose account it is; of a family's
    words, the school that they may be read by. What the staff wrote for themselves is for no family.
    """

    class Teller(models.TextChoices):
        PUPIL = "pupil", _("The pupil")
        GUARDIAN = "guardian", _("A guardian")
        SCHOOL = "school", _("The school")
        TEAM = "team", _("Skoleporten")

    part = models.CharField(max_length=20, choices=[(part.value, part.value) for part in TOLD_PARTS])
    teller = models.CharField(max_length=8, choices=Teller)
    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    teller_name = models.CharField(max_length=160, blank=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    telling = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Telling])
    words = models.TextField(blank=True)
    by_whom = models.CharField(max_length=160, blank=True)
    why_not_yet = models.CharField(max_length=2000, blank=True)
    attachments = models.ManyToManyField("documents.Attachment", blank=True, related_name="stories")
    for_guardians = models.BooleanField(default=False)
    for_pupil = models.BooleanField(default=False)
    for_school = models.BooleanField(default=False)
    for_specialists = models.BooleanField(default=False)
    told_on = models.DateField()
    # Written in the wrong place: it is not shown any more, and who took it away stands.
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = StoryQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["told_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(teller="guardian", guardian__isnull=False)
                | (~Q(teller="guardian") & Q(guardian__isnull=True)),
                name="a_guardians_story_has_its_guardian",
            ),
            models.CheckConstraint(
                condition=~Q(telling="not_yet", why_not_yet=""), name="a_story_not_told_yet_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(teller__in=["pupil", "guardian"]) | Q(for_guardians=False, for_pupil=False),
                name="only_a_familys_words_are_for_a_family",
            ),
            models.CheckConstraint(
                condition=Q(school__isnull=False) | (Q(for_school=False) & ~Q(teller="school")),
                name="a_story_for_a_school_names_it",
            ),
        ]
        indexes = [models.Index(fields=["intake", "part"], name="story_intake_part")]

    def __str__(self) -> str:
        return f"{self.intake_id} {self.part} {self.teller}"

    @property
    def what(self) -> What:
        """Its row in the visibility table."""
        if self.teller == self.Teller.TEAM:
            return What.NOTES
        return What.SCHOOLS_ACCOUNT if self.teller == self.Teller.SCHOOL else What.OWN_WORDS

    @property
    def audiences(self) -> frozenset[str]:
        """Whom it is meant for. One guardian's own words are not another's, so they are asked for in `is_for`."""
        if self.removed_at is not None:
            return frozenset({"team"})
        chosen = {
            "team": True,
            "specialist": self.for_specialists,
            "school": self.for_school or self.teller == self.Teller.SCHOOL,
            "guardian": self.for_guardians,
            "pupil": self.for_pupil or self.teller == self.Teller.PUPIL,
        }
        return frozenset(audience for audience, is_in in chosen.items() if is_in)

    def is_for(self, actor: Actor) -> bool:
        """Of a pupil in view; `visible_to` says the same in the database."""
        if actor.role == Role.GUARDIAN and self.guardian and self.guardian.user_id == actor.user_id:
            return self.removed_at is None and may_see(actor.role, self.what)
        return may_see_item(actor.role, self.what, self.audiences)


class NearPerson(OfTalk):
    """Somebody who is near and safe for the child, an animal too: how good it is, never how many there are."""

    WHAT = What.RELATIONS

    name = models.CharField(max_length=80)
    who = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=8, choices=[(place.value, place.value) for place in Place])
    ring = models.PositiveSmallIntegerField(choices=[(ring.value, ring.name) for ring in Ring])
    words = models.CharField(max_length=1000, blank=True)
    said_by = models.CharField(max_length=8, choices=Story.Teller)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = OfTalkQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["ring", "id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="somebody_near_has_a_name")]

    def __str__(self) -> str:
        return f"{self.intake_id} {self.place} {self.ring}"


class FinishedPart(models.Model):
    """A part of the talk that somebody says is done; gone again when it is opened anew, and the log knows both."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="finished_parts")
    part = models.CharField(max_length=20)
    finished_at = models.DateTimeField(default=timezone.now)
    finished_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["finished_at", "id"]
        constraints = [models.UniqueConstraint(fields=["intake", "part"], name="a_part_is_finished_once")]

    def __str__(self) -> str:
        return f"{self.intake_id} {self.part}"
