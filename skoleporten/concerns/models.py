"""Absence to follow up: what the rules said (signals, with the days that caused them) and what people did about it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.people.models import Pupil
from skoleporten.schools.models import School


class RuleSetText(models.Model):
    """A rule set exactly as it was used, kept once. A trigger refuses to change it: signals point here."""

    set_id = models.CharField(max_length=64)
    version = models.CharField(max_length=32)
    sha256 = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    first_used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["set_id", "-first_used_at"]

    def __str__(self) -> str:
        return f"{self.set_id} {self.version}"


class CheckRun(models.Model):
    """One run of the rules over the whole database. `as_of` is the last date in the data unless given."""

    class Trigger(models.TextChoices):
        IMPORT = "import", _("After an import")
        NIGHTLY = "nightly", _("Nightly")
        PERSON = "person", _("Asked for by a person")

    as_of = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    trigger = models.CharField(max_length=8, choices=Trigger)
    engine = models.CharField(max_length=40)
    denominator = models.CharField(max_length=16)
    pupils = models.PositiveIntegerField()
    pupils_with_signals = models.PositiveIntegerField()
    signals = models.PositiveIntegerField()
    counts = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.as_of} ({self.trigger})"


class PupilMeasureQuerySet(models.QuerySet["PupilMeasure"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> PupilMeasureQuerySet:
        return self.filter(pupil__in=gate.pupils(actor, purpose, today))


class PupilMeasure(models.Model):
    """THE as-of table: one row a pupil, of the latest run, that every page reads. Null is "not known", never nought.

    Rates are fractions 0-1 of minutes offered. School, class and grade are those of the last effective enrolment.
    """

    run = models.ForeignKey(CheckRun, on_delete=models.PROTECT, related_name="measures", db_index=False)
    as_of = models.DateField()
    pupil = models.OneToOneField(Pupil, on_delete=models.CASCADE, related_name="measure")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    school_class = models.ForeignKey(
        "people.SchoolClass", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    grade = models.PositiveSmallIntegerField(null=True)

    minutes_offered = models.PositiveIntegerField()
    days_offered = models.PositiveIntegerField()
    minutes_absent = models.PositiveIntegerField()
    absence_rate = models.FloatField(null=True)
    documented_minutes = models.PositiveIntegerField()
    undocumented_minutes = models.PositiveIntegerField()
    unknown_minutes = models.PositiveIntegerField()
    not_absence_minutes = models.PositiveIntegerField()
    elsewhere_minutes = models.PositiveIntegerField(default=0, db_default=0)
    school_initiated_minutes = models.PositiveIntegerField()
    days_absent = models.PositiveIntegerField()
    lessons_absent = models.PositiveIntegerField()
    late_count = models.PositiveIntegerField()
    left_early_count = models.PositiveIntegerField()
    partly_absent_days = models.PositiveIntegerField()

    spells = models.PositiveIntegerField(null=True)
    longest_spell_days = models.PositiveIntegerField(null=True)
    current_run_days = models.PositiveIntegerField(null=True)
    absent_days_monday = models.PositiveIntegerField(null=True)
    absent_days_tuesday = models.PositiveIntegerField(null=True)
    absent_days_wednesday = models.PositiveIntegerField(null=True)
    absent_days_thursday = models.PositiveIntegerField(null=True)
    absent_days_friday = models.PositiveIntegerField(null=True)
    share_monday = models.FloatField(null=True)
    share_tuesday = models.FloatField(null=True)
    share_wednesday = models.FloatField(null=True)
    share_thursday = models.FloatField(null=True)
    share_friday = models.FloatField(null=True)

    previous_school_year_rate = models.FloatField(null=True)
    term_rate = models.FloatField(null=True)
    previous_term_rate = models.FloatField(null=True)
    rate_change = models.FloatField(null=True)
    weekly_slope = models.FloatField(null=True)

    objects = PupilMeasureQuerySet.as_manager()

    class Meta:
        ordering = ["pupil_id"]
        indexes = [models.Index(fields=["school", "-absence_rate"], name="measure_school_rate")]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.as_of}"


class SignalQuerySet(models.QuerySet["Signal"]):
    def current(self) -> SignalQuerySet:
        return self.filter(is_current=True)

    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> SignalQuerySet:
        return self.filter(pupil__in=gate.pupils(actor, purpose, today))


class Signal(models.Model):
    """One rule that fired for one pupil, from its first day to its last.

    While it stands, window, value and dates follow the newest run; `first_evidence` keeps what they were at first.
    `rule_id` is `set/rule`. Rates are fractions 0-1, counts whole numbers.
    """

    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="signals", db_index=False)
    run = models.ForeignKey(CheckRun, on_delete=models.PROTECT, related_name="+", db_index=False)
    rule_set = models.ForeignKey(RuleSetText, on_delete=models.PROTECT, related_name="signals", db_index=False)
    rule_id = models.CharField(max_length=130)
    window_start = models.DateField()
    window_end = models.DateField()
    value = models.FloatField()
    limit = models.FloatField()
    offered_days = models.PositiveIntegerField()
    dates = models.JSONField(default=list)
    first_seen = models.DateField()
    last_seen = models.DateField()
    first_evidence = models.JSONField(default=dict)
    is_current = models.BooleanField(default=True)

    objects = SignalQuerySet.as_manager()

    class Meta:
        ordering = ["-last_seen", "rule_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "rule_set", "rule_id"],
                condition=Q(is_current=True),
                name="one_current_signal_a_pupil_and_rule",
            ),
            models.CheckConstraint(condition=Q(first_seen__lte=F("last_seen")), name="signal_dates_in_order"),
        ]
        indexes = [
            models.Index(fields=["pupil", "is_current"], name="signal_pupil_current"),
            models.Index(fields=["rule_id", "is_current"], name="signal_rule_current"),
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.rule_id}"


class ConcernQuerySet(models.QuerySet["Concern"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> ConcernQuerySet:
        return self.filter(pupil__in=gate.pupils(actor, purpose, today))

    def open(self) -> ConcernQuerySet:
        return self.exclude(state=Concern.State.CLOSED)

    def untouched_first(self) -> ConcernQuerySet:
        """What nobody has acted on stays first; the oldest of it first of all."""
        return self.order_by(F("first_action_at").asc(nulls_first=True), "opened_at", "id")

    def overdue(self, today: dt.date) -> ConcernQuerySet:
        """The date of the next step has passed, and nobody has decided anything about it."""
        return self.open().filter(next_step_due__lt=today)

    def owned_by(self, user_id: int | None) -> ConcernQuerySet:
        """Also what somebody offers the person, as it waits for her answer."""
        offered = Q(handovers__to=user_id, handovers__answered_at__isnull=True)
        return self.filter(Q(owner=user_id) | Q(pk__in=self.model.objects.filter(offered).values("pk")))


class Concern(PublicIdModel):
    """Absence of one pupil to follow up. Opened by a signal or a person; closed only by a decision with a reason."""

    class Kind(models.TextChoices):
        SIGNAL = "signal", _("Opened by a rule")
        PERSON = "person", _("Opened by a person")

    class State(models.TextChoices):
        OPEN = "open", _("Nobody has acted yet")
        ACTED = "acted", _("Being followed up")
        CLOSED = "closed", _("Closed")

    class Decision(models.TextChoices):
        """What it is closed by; never what the pupil is."""

        FOLLOWED_UP = "followed_up", _("Followed up, and no more is needed now")
        TAKEN_FURTHER = "taken_further", _("Taken further to Skoleporten or another service")
        NOTHING_TO_FOLLOW_UP = "nothing", _("Looked at, and there is nothing to follow up")
        MOVED = "moved", _("The pupil goes to another school, which goes on with it")

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="concerns")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, related_name="concerns")
    kind = models.CharField(max_length=6, choices=Kind)
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="concerns_opened"
    )
    opening_reason = models.CharField(max_length=300, blank=True)
    # Nobody by name: then the leaders of the school own it, and see it first.
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="concerns_owned"
    )
    # The municipality's routine as it was when the concern was opened; a later choice changes no date of it.
    routine = models.ForeignKey(
        "concerns.RoutineText", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # What concerns.next_steps derives, kept here so that a list of thousands asks for it by an index.
    next_step = models.CharField(max_length=64, blank=True, default="", db_default="")
    next_step_due = models.DateField(null=True, blank=True)
    # The as-of date of the newest check in which a rule still fires for the pupil; null where no rule did.
    last_signal_on = models.DateField(null=True, blank=True)
    first_action_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="concerns_closed"
    )
    closing_reason = models.CharField(max_length=300, blank=True)
    # Empty only on what was closed before decisions were asked for.
    closing_decision = models.CharField(max_length=16, choices=Decision, blank=True, default="", db_default="")

    objects = ConcernQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["last_signal_on", "routine", "next_step", "next_step_due"])

    class Meta:
        ordering = ["-opened_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pupil"], condition=~Q(state="closed"), name="one_concern_a_pupil_that_is_not_closed"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, closed_by__isnull=False) & ~Q(closing_reason="")
                | ~Q(state="closed") & Q(closed_at__isnull=True, closed_by__isnull=True),
                name="concern_is_closed_by_someone_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(first_action_at__isnull=True), name="open_concern_has_no_action"
            ),
            models.CheckConstraint(
                condition=Q(kind="signal") | Q(opened_by__isnull=False), name="person_opens_as_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "school", "opened_at"], name="concern_state_school"),
            models.Index(fields=["next_step_due", "state"], name="concern_next_step_due"),
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.state}"


class ConcernStep(models.Model):
    """What somebody did about a concern: rows, never changed afterwards. `at` is when it happened."""

    class Kind(models.TextChoices):
        HOME_CONTACTED = "home_contacted", _("Contacted the home")
        PUPIL_TALK = "pupil_talk", _("Talked with the pupil")
        MEETING = "meeting", _("Held a meeting")
        AGREEMENT = "agreement", _("Made an agreement")
        MEASURE = "measure", _("Started a measure")
        EVALUATION = "evaluation", _("Looked at how a measure works")
        RESOURCE_TEAM = "resource_team", _("Took it to the resource team")
        DISCUSSED = "discussed", _("Discussed it with another service")
        INFORMED = "informed", _("Told what is recorded, and why")
        SET_ASIDE = "set_aside", _("Decided to leave a step out")
        PUT_OFF = "put_off", _("Decided on a new date for a step")
        HANDED_OVER = "handed_over", _("Handed over")
        OTHER = "other", _("Something else")
        CLOSED = "closed", _("Closed")
        REOPENED = "reopened", _("Opened again")

    class How(models.TextChoices):
        PHONE = "phone", _("By telephone")
        MEETING = "meeting", _("Face to face")
        MESSAGE = "message", _("By message")
        LETTER = "letter", _("By letter")
        OTHER = "other", _("In another way")

    class Result(models.TextChoices):
        REACHED = "reached", _("We talked")
        MESSAGE_LEFT = "message_left", _("Left a message")
        NOT_REACHED = "not_reached", _("Got no answer")

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=16, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=1000, blank=True)
    written_at = models.DateTimeField(auto_now_add=True, null=True)
    # Which step of the routine it answers, where somebody said so; else its kind tells.
    routine_step = models.CharField(max_length=64, blank=True, default="", db_default="")
    # The new date of a step that was put off.
    until = models.DateField(null=True, blank=True)
    to_whom = models.CharField(max_length=120, blank=True, default="", db_default="")
    guardian = models.ForeignKey(
        "people.Guardian", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    how = models.CharField(max_length=8, choices=How, blank=True, default="", db_default="")
    result = models.CharField(max_length=12, choices=Result, blank=True, default="", db_default="")
    # Made with the form, so that a form sent twice is one step.
    client_id = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["concern", "client_id"], name="a_form_sent_twice_is_one_step"),
        ]

    def __str__(self) -> str:
        return f"{self.concern_id} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A step is a row of history: write a new one.")
        super().save(*args, **kwargs)


class NightlyWork(models.Model):
    """That a piece of nightly work was given to the worker, once a date however many servers ask."""

    name = models.CharField(max_length=40)
    date = models.DateField()
    enqueued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "date"], name="nightly_work_once_a_date")]

    def __str__(self) -> str:
        return f"{self.name} {self.date}"


from skoleporten.concerns import chosen, discussions, handovers, measures  # noqa: E402, F401  (Django finds models here only)
