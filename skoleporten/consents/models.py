"""Consents: what was asked in which words, who answered what, and what has been withdrawn.

One purpose, one question. Who must agree is told by rules/consent.py from relations and age; what stands in `state`
and `in_force_until` is that answer, written in the transaction of whatever changed it, so that the gate can ask for it.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role
from skoleporten.documents.models import Attachment
from skoleporten.people.models import CaseTeamMember, Guardian, Pupil


class Purpose(models.TextChoices):
    """The codes of rules/consent.py, with their names."""

    JOIN_SKOLEPORTEN = "join_skoleporten", _("Joining Skoleporten")
    EXPERT_ASSESSMENT = "expert_assessment", _("Expert assessment")
    ITO_DECISION = "ito_decision", _("Individually adapted education")
    SHARE_WITH_SERVICE = "share_with_service", _("Sharing with a service")
    BTI_LOG = "bti_log", _("A shared log between services")
    CHILD_COORDINATOR = "child_coordinator", _("A child coordinator")
    INDIVIDUAL_PLAN = "individual_plan", _("An individual plan")
    RESEARCH = "research", _("Research")
    SOURCE_PANEL = "source_panel", _("The source panel")


# A school asks for these itself; the others are asked by Skoleporten.
ASKED_BY_A_SCHOOL = (Purpose.EXPERT_ASSESSMENT, Purpose.ITO_DECISION)


class ConsentText(models.Model):
    """What is asked, exactly as it was put, kept once. A trigger refuses to change it: consents point here."""

    purpose = models.CharField(max_length=32, choices=Purpose)
    version = models.CharField(max_length=32)
    sha256 = models.CharField(max_length=64, unique=True)
    text = models.TextField()
    first_used_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["purpose", "-first_used_at"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> ConsentQuerySet:
        """Of the pupils in view; to a school only what a school asks for."""
        visible = self.filter(pupil__in=gate.pupils(actor, purpose, today))
        return visible.filter(purpose__in=ASKED_BY_A_SCHOOL) if actor.role == Role.SCHOOL_LEADER else visible

    def standing(self) -> ConsentQuerySet:
        """Neither taken back nor replaced by a newer question."""
        return self.filter(closed_at__isnull=True)

    def with_what_a_row_needs(self) -> ConsentQuerySet:
        """So that a list asks the same few questions however long it is."""
        fetched = self.select_related("pupil", "text", "asked_by")
        return fetched.prefetch_related("answers__guardian__user", "pupil__guardianships__guardian__user")

    def live(self) -> ConsentQuerySet:
        """Those that an answer, a birthday or a new relation can still change."""
        return self.standing().filter(state__in=(Consent.State.AWAITING, Consent.State.IN_FORCE))

    def in_force(self, today: dt.date) -> ConsentQuerySet:
        return self.standing().filter(state=Consent.State.IN_FORCE, in_force_until__gte=today)


class Consent(PublicIdModel):
    """One question about one pupil. `service` is the one that is shared with, and empty for other purposes."""

    class State(models.TextChoices):
        AWAITING = "awaiting", _("Waiting for answers")
        IN_FORCE = "in_force", _("In force")
        REFUSED = "refused", _("Somebody said no")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("No longer in force")

    class Interpreter(models.TextChoices):
        NOT_NEEDED = "not_needed", _("No interpreter was needed")
        QUALIFIED = "qualified", _("A qualified interpreter helped")
        DECLINED = "declined", _("An interpreter was offered, and not wanted")

    class Closed(models.TextChoices):
        TAKEN_BACK = "taken_back", _("The question was taken back")
        REPLACED = "replaced", _("Asked again")

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=32, choices=Purpose)
    service = models.CharField(max_length=120, blank=True)
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents", db_index=False)
    scope = models.CharField(max_length=500, blank=True)
    withheld = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=16, default="nb")  # that it was explained in, ISO 639
    interpreter = models.CharField(max_length=12, choices=Interpreter, default=Interpreter.NOT_NEEDED)
    valid_until = models.DateField()
    state = models.CharField(max_length=12, choices=State, default=State.AWAITING, editable=False)
    # The last day on which nobody need be asked again: by `valid_until`, or the day before a birthday.
    in_force_until = models.DateField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    closed_because = models.CharField(max_length=12, choices=Closed, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="newer")
    # Made by the page that the question was asked on: a form sent twice asks once.
    client_id = models.UUIDField(unique=True, editable=False)

    objects = ConsentQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["state", "in_force_until"])

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "purpose", "service"],
                condition=Q(closed_at__isnull=True, state="awaiting"),
                name="one_consent_that_waits_a_pupil_purpose_and_service",
            ),
            models.UniqueConstraint(
                fields=["pupil", "purpose", "service"],
                condition=Q(closed_at__isnull=True, state="in_force"),
                name="one_consent_in_force_a_pupil_purpose_and_service",
            ),
            models.CheckConstraint(
                condition=Q(purpose="share_with_service") & ~Q(service="")
                | ~Q(purpose="share_with_service") & Q(service=""),
                name="sharing_names_its_service",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(in_force_until__isnull=False), name="what_is_in_force_has_an_end"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_because="")
                | Q(closed_at__isnull=False) & ~Q(closed_because=""),
                name="a_closed_consent_says_why",
            ),
        ]
        indexes = [models.Index(fields=["state", "in_force_until"], name="consent_state_until")]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.purpose} {self.state}"


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> AnswerQuerySet:
        return self.filter(consent__in=Consent.objects.visible_to(actor, purpose, today))


class Answer(PublicIdModel):
    """One person's own answer. `guardian` is null where the pupil answered. Only the withdrawal is added later."""

    class Capacity(models.TextChoices):
        PARENTAL_RESPONSIBILITY = "parental_responsibility", _("Has parental responsibility")
        CARE_TAKEN_OVER = "care_taken_over", _("Decides because care is taken over")
        PUPIL = "pupil", _("The pupil, of an age to decide")

    class Says(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")

    class How(models.TextChoices):
        LOGGED_IN = "logged_in", _("Logged in")
        PAPER = "paper", _("On paper")

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="answers")
    guardian = models.ForeignKey(
        Guardian, on_delete=models.PROTECT, null=True, blank=True, related_name="consent_answers"
    )
    capacity = models.CharField(max_length=24, choices=Capacity)
    says = models.CharField(max_length=3, choices=Says)
    how = models.CharField(max_length=9, choices=How)
    signed_on = models.DateField()
    answered_at = models.DateTimeField()
    # Whoever was logged in: the giver, or the member of staff who has the paper.
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # Of the signed paper, where somebody has handed it in.
    scan = models.OneToOneField(Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    client_id = models.UUIDField(unique=True, editable=False)

    objects = AnswerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["answered_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["consent", "guardian"], name="one_answer_a_consent_and_guardian"),
            models.UniqueConstraint(
                fields=["consent"], condition=Q(guardian__isnull=True), name="one_answer_a_consent_of_the_pupil"
            ),
            models.CheckConstraint(
                condition=Q(capacity="pupil", guardian__isnull=True) | ~Q(capacity="pupil") & Q(guardian__isnull=False),
                name="the_pupil_answers_as_the_pupil",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(says="yes"), name="only_a_yes_is_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consent_id} {self.capacity} {self.says}"


class Sharing(models.Model):
    """The consent that a specialist's place in the team around a pupil rests on: the gate looks here."""

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="sharings")
    member = models.OneToOneField(CaseTeamMember, on_delete=models.PROTECT, related_name="sharing")

    def __str__(self) -> str:
        return f"{self.consent_id} {self.member_id}"


class AskAgain(models.Model):
    """A task of the nightly work: a consent ends soon, or has ended, and must be asked anew."""

    class Why(models.TextChoices):
        EXPIRY = "expiry", _("It ends")
        BIRTHDAY = "birthday", _("The pupil decides from the birthday on")
        RELATIONS = "relations", _("Others than before hold the right to decide")

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="ask_again")
    why = models.CharField(max_length=10, choices=Why)
    due = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due", "id"]
        constraints = [
            models.UniqueConstraint(fields=["consent", "why"], name="one_task_a_consent_and_reason"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(done_at__gte=F("made_at")), name="task_is_done_after_it_is_made"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consent_id} {self.why} {self.due}"
