"""What is written and kept as a whole: drafts of long forms, files handed in, and the letters made here."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from skoleporten.access import encryption, gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import AT_A_SCHOOL, Role
from skoleporten.people.models import Guardian, Pupil
from skoleporten.rules import visibility
from skoleporten.rules.visibility import What
from skoleporten.schools.models import School

DRAFT_DAYS = 30


class DraftQuerySet(models.QuerySet["Draft"]):
    def kept(self, now: dt.datetime) -> DraftQuerySet:
        return self.filter(saved_at__gt=now - dt.timedelta(days=DRAFT_DAYS))


class Draft(PublicIdModel):
    """What one person, in one role, has written into one form and not sent yet. Shown to nobody else."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    role = models.CharField(max_length=32)
    form = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64, blank=True)  # what the form is about; empty where it makes a new thing
    text_encrypted = models.TextField(editable=False)  # JSON: each field's name with a list of its values
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "form", "object_id"], name="one_draft_a_person_and_form"),
        ]
        indexes = [models.Index(fields=["saved_at"], name="draft_saved_at")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.form}"


class StoredFile(PublicIdModel):
    """Bytes, encrypted and bound to their row: in the database, so that a row and its file are kept or lost together.

    `sha256` and `size` are of the file itself.
    """

    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    sealed = models.BinaryField(editable=False)

    def __str__(self) -> str:
        return self.sha256[:12]

    @classmethod
    def keep(cls, content: bytes) -> StoredFile:
        kept = cls(sha256=hashlib.sha256(content).hexdigest(), size=len(content))
        kept.sealed = encryption.seal(content, place=kept._place())
        kept.save()
        return kept

    @property
    def content(self) -> bytes:
        """Raises DecryptionError where it can not be trusted."""
        return encryption.unseal(bytes(self.sealed), place=self._place())

    def _place(self) -> str:
        return f"documents_storedfile/sealed/{self.public_id}"


def _readable(actor: Actor, purpose: str, today: dt.date) -> Q:
    """Of pupils in view, and of the kinds that the role sees; `is_for` says whether it is meant for the role too.

    What came with a referral that nobody has matched with a pupil yet is the lead's alone.
    """
    in_view = Q(pupil__in=gate.pupils(actor, purpose, today))
    if actor.role == Role.LEAD and actor.user_id is not None:
        in_view |= Q(pupil__isnull=True)
    return in_view & Q(what__in=visibility.visible(actor.role))


class AboutPupil(PublicIdModel):
    """A file that hangs on a pupil. `what` is a row of rules/visibility.py, `audiences` whom it is meant for."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss")
    what = models.CharField(max_length=32)
    audiences = models.JSONField(default=list, blank=True)

    class Meta:
        abstract = True

    def is_for(self, role: str) -> bool:
        return visibility.may_see_item(role, What(self.what), frozenset(self.audiences))


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> AttachmentQuerySet:
        return self.filter(_readable(actor, purpose, today))


class Attachment(AboutPupil):
    """A file somebody handed in: checked, a picture made anew without what the camera wrote into it."""

    class Kind(models.TextChoices):
        PDF = "pdf", _("PDF")
        JPEG = "jpg", _("Picture")
        PNG = "png", _("Picture without loss")

    kind = models.CharField(max_length=4, choices=Kind)
    title = models.CharField(max_length=120)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="attachment")
    # Handed in by mistake: the file is gone, the row says that there was one.
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, file__isnull=False)
                | Q(removed_at__isnull=False, file__isnull=True),
                name="attachment_has_a_file_until_it_is_removed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.kind}"


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> DocumentQuerySet:
        """A letter to one guardian or school is not another's, though both may see the child."""
        readable = self.filter(_readable(actor, purpose, today))
        if actor.role in AT_A_SCHOOL:
            return readable.filter(Q(school__isnull=True) | Q(school__in=actor.school_ids))
        if actor.role != Role.GUARDIAN:
            return readable
        receivers = Document.guardians.through._default_manager.filter(document=OuterRef("pk"))
        return readable.filter(~Exists(receivers) | Exists(receivers.filter(guardian__user=actor.user_id)))


class Document(AboutPupil):
    """A letter or form made here, as PDF, exactly as it was made. Never changed: a new one is made.

    `guardians` and `school`, where any is named, are the only ones of their kind that read it.
    """

    class Kind(models.TextChoices):
        DECISION = "decision", _("Decision letter")
        CONSENT_FORM = "consent_form", _("Consent form on paper")
        DISCUSSION = "discussion", _("Sheet for a discussion without names")
        INVITATION = "invitation", _("Invitation to the intake talk")

    kind = models.CharField(max_length=16, choices=Kind)
    language = models.CharField(max_length=8)
    template_version = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="document")
    guardians = models.ManyToManyField(Guardian, blank=True, related_name="+")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.kind}"
