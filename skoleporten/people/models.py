"""Pupils, classes, which pupil belonged where and when, and who stands in which relation to a pupil.

No address is stored for anybody. The national id is encrypted and found by a keyed hash only.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.access import encryption, gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.queries import is_demo
from skoleporten.rules import national_id
from skoleporten.rules.errors import RefusedError
from skoleporten.schools.models import School


class PupilQuerySet(models.QuerySet["Pupil"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> PupilQuerySet:
        return self.filter(pk__in=gate.pupils(actor, purpose, today))

    def with_national_id(self, number: str) -> PupilQuerySet:
        """By the keyed hash; nobody for a text that is no national id."""
        if not national_id.is_valid(number):
            return self.none()
        return self.filter(national_id_hash=_national_id_hash(national_id.validated(number)))


class Protection(models.TextChoices):
    """As the national population register grades an address: fortrolig and strengt fortrolig."""

    NONE = "none", _("No protection")
    CONFIDENTIAL = "confidential", _("Confidential")
    STRICTLY_CONFIDENTIAL = "strictly_confidential", _("Strictly confidential")


class Pupil(PublicIdModel):
    """`source_id` is the id of the school administration system. A protected pupil is seen only by a grant by name."""

    source_id = models.CharField(max_length=128, unique=True)
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    # True for both grades of `protection`, and where a source says protected without saying how.
    protected = models.BooleanField(default=False)
    protection = models.CharField(
        max_length=24, choices=Protection, default=Protection.NONE, db_default=Protection.NONE.value
    )
    language = models.CharField(max_length=16, blank=True, default="", db_default="")  # spoken at home, ISO 639
    written_norwegian = models.CharField(  # målform
        max_length=2, choices=[("nb", "Bokmål"), ("nn", "Nynorsk")], blank=True, default="", db_default=""
    )
    needs_interpreter = models.BooleanField(default=False, db_default=False)
    national_id_encrypted = models.CharField(max_length=255, blank=True, default="", db_default="", editable=False)
    national_id_hash = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)

    objects = PupilQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["national_id_encrypted", "national_id_hash"])

    class Meta:
        ordering = ["family_name", "given_name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(protected=True) | Q(protection=Protection.NONE), name="a_graded_protection_protects"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or self.source_id

    @property
    def national_id(self) -> str:
        """Empty where none is known; raises DecryptionError where it can not be trusted."""
        if not self.national_id_encrypted:
            return ""
        return encryption.decrypt(self.national_id_encrypted, place=self._place_of_national_id())

    def set_national_id(self, number: str) -> None:
        """Does not save. Numbers that belong to nobody are for a demo and for tests only."""
        digits = national_id.validated(number)
        if national_id.is_synthetic(digits) and not is_demo():
            raise RefusedError(
                "The national identity number is a synthetic one.", do="Use the number of a real person."
            )
        self.national_id_encrypted = encryption.encrypt(digits, place=self._place_of_national_id())
        self.national_id_hash = _national_id_hash(digits)

    def _place_of_national_id(self) -> str:
        return f"people_pupil/national_id/{self.public_id}"


def _national_id_hash(digits: str) -> str:
    return encryption.keyed_hash(digits, purpose="national_id")


class SchoolClass(PublicIdModel):
    """A class of one school year. `source_id` is unique within its school."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="classes")
    source_id = models.CharField(max_length=128)
    school_year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    grade = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["school_year", "grade", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_year", "source_id"], name="one_class_a_school_year_and_id"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def current(self) -> EnrolmentQuerySet:
        """What holds now: without the rows that a later import or change replaced."""
        return self.filter(superseded_at__isnull=True)

    def on(self, day: dt.date) -> EnrolmentQuerySet:
        return self.current().filter(Q(end__isnull=True) | Q(end__gte=day), start__lte=day)


class Enrolment(models.Model):
    """`end` is the last day, inclusive. Bulk-loaded: a changed row is superseded and kept, never edited."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="enrolments")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="enrolments")
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, null=True, blank=True, related_name="enrolments"
    )
    # Null where a file of absence alone told of the pupil.
    grade = models.PositiveSmallIntegerField(null=True, blank=True)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    imported_by = models.ForeignKey(
        "imports.Import", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    superseded_by = models.ForeignKey(
        "imports.Import", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__lte=F("end")), name="enrolment_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(grade=None) | Q(grade__gte=1, grade__lte=13), name="enrolment_grade_1_to_13"
            ),
            models.UniqueConstraint(
                fields=["pupil", "school", "start"],
                condition=Q(superseded_at__isnull=True),
                name="one_current_enrolment_a_pupil_school_and_start",
            ),
        ]
        indexes = [models.Index(fields=["school", "start", "end"], name="enrolment_school_dates")]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.school_id} {self.start}-{self.end or ''}"


class Involvement(models.Model):
    """A pupil is with Skoleporten: referred or in a case. `end` is the last day; closed ones are kept a while."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="involvements")
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    retained_until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__lte=F("end")), name="involvement_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(retained_until__isnull=True) | Q(end__isnull=False, end__lte=F("retained_until")),
                name="only_a_closed_involvement_is_retained",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.start}-{self.end or ''}"


class CaseTeamMember(PublicIdModel):
    """A specialist named in the team around one pupil, by consent or by a recorded paragraph of law."""

    class Basis(models.TextChoices):
        CONSENT = "consent", _("Consent")
        LAW = "law", _("Law")

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="case_team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="case_teams")
    basis = models.CharField(max_length=16, choices=Basis)
    law = models.CharField(max_length=120, blank=True)
    start = models.DateField()
    end = models.DateField()
    # A consent that was withdrawn, or a member who left: at once, whatever `end` says.
    ended_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(start__lte=F("end")), name="case_team_dates_in_order"),
            models.CheckConstraint(condition=~Q(basis="law", law=""), name="a_basis_in_law_names_the_law"),
        ]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.user_id} {self.start}-{self.end}"


class Guardian(PublicIdModel):
    """An adult with a relation to a pupil. Phone and e-mail are for contact; there is no address."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="guardian"
    )
    source_id = models.CharField(max_length=128, unique=True, null=True, blank=True)
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=16, blank=True)
    needs_interpreter = models.BooleanField(default=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["family_name", "given_name", "id"]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip() or str(self.pk)


class Guardianship(PublicIdModel):
    """One adult's relation to one pupil. Only a verified one with the right to decide opens anything."""

    class Kind(models.TextChoices):
        PARENT = "parent", _("Parent")
        FOSTER_PARENT = "foster_parent", _("Foster parent")
        CHILD_WELFARE = "child_welfare", _("Child welfare service")
        OTHER = "other", _("Another relation")

    class Decides(models.TextChoices):
        PARENTAL_RESPONSIBILITY = "parental_responsibility", _("Has parental responsibility")
        CARE_TAKEN_OVER = "care_taken_over", _("Decides because care is taken over")
        NONE = "none", _("Has no right to decide")
        SUSPENDED = "suspended", _("The right to decide is suspended")
        UNKNOWN = "unknown", _("Not known")

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="guardianships")
    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, related_name="guardianships")
    kind = models.CharField(max_length=16, choices=Kind)
    source = models.CharField(max_length=64, blank=True)
    # The file that made it, or that changed it last; empty for what a person recorded.
    imported_by = models.ForeignKey(
        "imports.PeopleImport", on_delete=models.PROTECT, null=True, blank=True, related_name="relations"
    )
    decides = models.CharField(max_length=32, choices=Decides, default=Decides.UNKNOWN)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Barred from the child: beats every other row, in every role.
    barred_from = models.DateField(null=True, blank=True)
    barred_to = models.DateField(null=True, blank=True)
    barred_source = models.CharField(max_length=200, blank=True)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["start", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__lte=F("end")), name="guardianship_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(barred_to__isnull=True) | Q(barred_from__isnull=False, barred_from__lte=F("barred_to")),
                name="barred_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(barred_from__isnull=True) | ~Q(barred_source=""), name="a_bar_names_its_source"
            ),
            models.UniqueConstraint(fields=["pupil", "guardian", "start"], name="one_guardianship_a_start"),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} of {self.pupil_id}"


class PupilAccount(models.Model):
    """The pupil's own way in."""

    pupil = models.OneToOneField(Pupil, on_delete=models.PROTECT, related_name="account")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pupil_account")
    ended_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"{self.user_id} is {self.pupil_id}"


class FamilyTie(models.Model):
    """Somebody on the staff and a pupil of the same family: the pupil is never shown to that person as staff."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="family_ties")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="family_ties")
    source = models.CharField(max_length=64, blank=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "pupil"], name="one_family_tie_a_pair")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.pupil_id}"


from skoleporten.people import teaching_groups  # noqa: E402, F401  (Django finds models here only)
