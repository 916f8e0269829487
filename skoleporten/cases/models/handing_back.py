"""Handing back: which school takes over from which day and how, what is settled, and how it went afterwards."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.access.public_id import PublicIdModel
from skoleporten.cases.models.of_case import OfCase, OfCaseQuerySet
from skoleporten.rules.handing_back import After, Answer
from skoleporten.rules.handing_back import To as ToWhere
from skoleporten.rules.visibility import What

User = settings.AUTH_USER_MODEL
MOST_IN_A_CLASS = 60


class HandingBackQuerySet(OfCaseQuerySet):
    def current(self) -> HandingBackQuerySet:
        """Without those whose case was opened again."""
        return self.filter(set_aside_at__isnull=True)


class HandingBack(OfCase):
    """`school` is one of the municipality's, `school_name` any other. What nobody has agreed yet is empty."""

    WHAT = What.CASE

    class To(models.TextChoices):
        HOME = ToWhere.HOME.value, _("The home school")
        OTHER = ToWhere.OTHER.value, _("Another school")
        UPPER_SECONDARY = ToWhere.UPPER_SECONDARY.value, _("Upper secondary school")

    class TwoTeachers(models.TextChoices):
        ALWAYS = "always", _("In all lessons")
        SOME = "some", _("In some lessons")
        NO = "no", _("No")

    to = models.CharField(max_length=16, choices=To)
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    school_name = models.CharField(max_length=160, blank=True)
    taken_over_on = models.DateField(null=True, blank=True)
    class_name = models.CharField(max_length=40, blank=True)
    class_size = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_IN_A_CLASS)]
    )
    two_teachers = models.CharField(max_length=8, choices=TwoTeachers, blank=True)
    named_adult = models.CharField(max_length=120, blank=True)
    peers = models.CharField(max_length=1000, blank=True)
    subjects = models.CharField(max_length=1000, blank=True)
    grades_basis = models.CharField(max_length=2000, blank=True)
    transport = models.CharField(max_length=500, blank=True)
    fallback = models.CharField(max_length=1000, blank=True)
    pupils_words = models.CharField(max_length=2000, blank=True)
    why_not_asked = models.CharField(max_length=500, blank=True)
    # The case was opened again: what was planned then stands as it was, and a new plan begins.
    set_aside_at = models.DateTimeField(null=True, blank=True)

    objects = HandingBackQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(set_aside_at__isnull=True), name="one_way_back_a_case_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(school__isnull=True) | Q(school_name=""), name="the_receiving_school_is_named_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.to} {self.taken_over_on or ''}"

    @property
    def receiving_school(self) -> str:
        return str(self.school.name) if self.school else self.school_name


class HandingBackAnswer(models.Model):
    """One item of the checklist, answered. Rows, never changed: the newest of an item holds."""

    handing_back = models.ForeignKey(HandingBack, on_delete=models.PROTECT, related_name="answers")
    client_id = models.UUIDField(unique=True)
    item = models.CharField(max_length=40)
    answer = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Answer])
    why = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(answer="not_needed", why=""), name="what_is_not_needed_in_handing_back_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.answer}"


class FollowUp(PublicIdModel):
    """How it goes after the school has taken over. Never changed: a second row of the same time adds to the first.

    `figures`: absence since that day as it was then known (handing_back.since), so that it stands as it was seen.
    """

    handing_back = models.ForeignKey(HandingBack, on_delete=models.PROTECT, related_name="follow_ups")
    client_id = models.UUIDField(unique=True)
    after = models.CharField(max_length=12, choices=[(one.value, one.value) for one in After])
    on = models.DateField()
    seen = models.CharField(max_length=2000)
    pupils_words = models.CharField(max_length=2000, blank=True)
    why_not_asked = models.CharField(max_length=500, blank=True)
    figures = models.JSONField(default=dict)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(pupils_words="", why_not_asked=""), name="follow_up_has_the_pupils_words_or_why_not"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handing_back_id} {self.after}"
