"""Who is on call when, and each time somebody in a family needed an adult at once: whom it reached, and when."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role
from skoleporten.access.sealed_texts import SealedTexts
from skoleporten.people.models import Pupil
from skoleporten.rules import on_call as rules
from skoleporten.rules.visibility import What, may_see

User = settings.AUTH_USER_MODEL
FAMILY = (Role.GUARDIAN, Role.PUPIL)
TURNS = [
    (rules.Turn.ASKED.value, _("Asked for an adult")),
    (rules.Turn.PASSED_TO.value, _("Somebody was told")),
    (rules.Turn.NOBODY.value, _("There was nobody more to tell")),
    (rules.Turn.TAKEN.value, _("Somebody calls")),
    (rules.Turn.TALKED.value, _("They have talked")),
    (rules.Turn.NOT_REACHED.value, _("Not reached")),
    (rules.Turn.TAKEN_BACK.value, _("Taken back")),
]
# Who is on call is no pupil's matter: the team reads it, and a lead sets it.
READERS = frozenset({Role.TEAM, Role.LEAD})


class DutyQuerySet(models.QuerySet["Duty"]):
    def visible_to(self, actor: Actor) -> DutyQuerySet:
        return self.all() if actor.role in READERS else self.none()

    def standing(self) -> DutyQuerySet:
        """Those that nobody took back, of people whose account is open."""
        return self.filter(withdrawn_at__isnull=True, user__is_active=True)

    def within(self, first: dt.date, last: dt.date) -> DutyQuerySet:
        return self.standing().filter(first__lte=last, last__gte=first)


class Duty(PublicIdModel):
    """One person on some weekdays, from a day to a day, between two times. `order` 1 is asked first.

    `phone` is a number of the work: whoever asks for an adult while it lasts is shown it.
    """

    client_id = models.UUIDField(unique=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="duties")
    order = models.PositiveSmallIntegerField(default=1)
    first = models.DateField()
    last = models.DateField()
    # Monday is 0: "01234" is all working days.
    weekdays = models.CharField(max_length=7)
    begins = models.TimeField()
    ends = models.TimeField()
    phone = models.CharField(max_length=32, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = DutyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "duties"
        ordering = ["first", "begins", "order", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="days_on_call_in_order"),
            models.CheckConstraint(condition=Q(begins__lt=F("ends")), name="times_on_call_in_order"),
            models.CheckConstraint(condition=Q(order__gte=1), name="somebody_on_call_is_asked_first"),
            models.CheckConstraint(condition=~Q(weekdays=""), name="on_call_on_some_weekday"),
        ]
        indexes = [models.Index(fields=["first", "last"], name="duty_first_last")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.first}-{self.last}"

    @property
    def as_rule(self) -> rules.Duty:
        weekdays = frozenset(int(day) for day in self.weekdays)
        return rules.Duty(self.user_id, self.order, self.first, self.last, weekdays, self.begins, self.ends)


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> CallQuerySet:
        """Of the pupils in view: the team's all; of a family each one's own only."""
        if not may_see(actor.role, What.MESSAGES):
            return self.none()
        in_view = self.filter(pupil__in=gate.pupils(actor, purpose, today))
        return in_view if actor.role in READERS else in_view.filter(by=actor.user_id, by_role=actor.role)

    def not_ended(self) -> CallQuerySet:
        return self.filter(ended_at__isnull=True)


class Call(SealedTexts, PublicIdModel):
    """Somebody needs an adult now. `asked`: who has it now, until `passes_on_at`; nobody where `nobody_at` is set.

    `where` is how to reach whoever calls, in her own words, sealed.
    """

    ENCRYPTED = ("where",)

    client_id = models.UUIDField(unique=True)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="calls_for_an_adult")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_role = models.CharField(max_length=16, choices=[(role.value, role.label) for role in FAMILY])
    at = models.DateTimeField(default=timezone.now)
    where_encrypted = models.TextField(editable=False, blank=True)
    asked = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    passes_on_at = models.DateTimeField(null=True, blank=True)
    nobody_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_by__isnull=True)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="a_call_is_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(asked__isnull=True, passes_on_at__isnull=True)
                | Q(asked__isnull=False, passes_on_at__isnull=False),
                name="whoever_is_asked_is_asked_for_a_while",
            ),
        ]
        indexes = [models.Index(fields=["pupil", "-at"], name="call_pupil_at")]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.at}"

    @property
    def where(self) -> str:
        return self.opened("where")


class CallTurn(models.Model):
    """What happened to a call, and when; a row never changes. `to`: whom it went to, else nobody."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="turns")
    kind = models.CharField(max_length=12, choices=TURNS)
    to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.call_id} {self.kind}"
