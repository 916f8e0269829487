"""What somebody sent us about a pupil. It is kept as it was sent; only the match with the register comes later."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role
from skoleporten.documents.models import Attachment
from skoleporten.intake.models.intakes import Intake
from skoleporten.intake.models.routes import Route
from skoleporten.schools.models import School


class Basis(models.TextChoices):
    """What the referral rests on, as recorded."""

    DUTY = "duty", _("The school’s duty to follow up absence")
    CONSENT = "consent", _("Consent from those who decide for the pupil")
    LAW = "law", _("A rule in law that lets or bids the service tell")
    OWN = "own", _("The family or the pupil asks for it")


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> ReferralQuerySet:
        """Those of the pupils in view; a lead also sees those that nobody has matched with a pupil yet."""
        seen = Q(intake__pupil__in=gate.pupils(actor, purpose, today))
        if actor.role == Role.LEAD and purpose == gate.Purpose.FOLLOW_UP:
            seen |= Q(intake__pupil__isnull=True)
        return self.filter(seen)


class Referral(PublicIdModel):
    """`client_id` is made with the form, so that a form sent twice is one referral.

    The names and the birth date are as they were told, where the sender chose no pupil of the register. `evidence` is
    what the school's own records said on `evidence_as_of`: a frozen picture, for a school's referral only.
    """

    client_id = models.UUIDField(unique=True)
    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="referrals")
    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="referrals")
    sent_at = models.DateTimeField()
    referred_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals")
    concern = models.ForeignKey(
        "concerns.Concern", on_delete=models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    outside_name = models.CharField(max_length=120, blank=True)
    outside_service = models.CharField(max_length=120, blank=True)
    outside_contact = models.CharField(max_length=200, blank=True)

    told_given_name = models.CharField(max_length=120, blank=True)
    told_family_name = models.CharField(max_length=120, blank=True)
    told_birth_date = models.DateField(null=True, blank=True)
    told_school = models.CharField(max_length=120, blank=True)

    reason = models.TextField()
    hope = models.TextField(blank=True)
    interpreter_language = models.CharField(max_length=60, blank=True)
    basis = models.CharField(max_length=8, choices=Basis)
    basis_text = models.CharField(max_length=300, blank=True)
    evidence = models.JSONField(default=dict, blank=True)
    evidence_as_of = models.DateField(null=True, blank=True)

    # For the team alone: the school sees what it wrote, and neither sees the other's files.
    attachments = models.ManyToManyField(Attachment, blank=True, related_name="referrals")

    matched_at = models.DateTimeField(null=True, blank=True)
    matched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Who referred from outside gets to know the outcome only by consent, and then by a person.
    outcome_told_at = models.DateTimeField(null=True, blank=True)
    outcome_told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(referred_by__isnull=False) | ~Q(outside_service=""), name="somebody_refers"
            ),
            models.CheckConstraint(
                condition=Q(basis__in=["duty", "own"]) | ~Q(basis_text=""), name="consent_or_law_is_told_of"
            ),
        ]
        indexes = [models.Index(fields=["school", "sent_at"], name="referral_school_sent")]

    def __str__(self) -> str:
        return f"{self.intake_id} {self.route_id} {self.sent_at:%Y-%m-%d}"

    @property
    def told_name(self) -> str:
        return f"{self.told_given_name} {self.told_family_name}".strip()
