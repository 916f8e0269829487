"""People who sign in, and the dated grants that say what each may be. There is no superuser above the gate."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.models import HistoricalRecords

from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import AT_A_SCHOOL, GRANTED, SEE_NO_PUPIL, Role

__all__ = [
    "Grant",
    "GrantQuerySet",
    "Installation",
    "Language",
    "Role",
    "User",
    "UserManager",
]


DAYS_TO_ENROL = 7


class Language(models.TextChoices):
    """The languages that every text is complete in."""

    NB = "nb", "Bokmål"
    NN = "nn", "Nynorsk"
    EN = "en", "English"


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """Whoever gives a password gives with it some days to choose the first second factor."""
        if password is not None:
            fields.setdefault("may_enrol_until", timezone.now() + dt.timedelta(days=DAYS_TO_ENROL))
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(PublicIdModel, AbstractBaseUser):
    username = models.CharField(max_length=150, unique=True, validators=[UnicodeUsernameValidator()])
    display_name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    # One of access.languages.offered(), which a municipality may add to.
    language = models.CharField(max_length=8, default=Language.NB)
    is_active = models.BooleanField(default=True)
    # Made by `skoleporten demo`, and the only kind that a demo log-in button opens.
    is_demo = models.BooleanField(default=False)
    # Until when a first second factor can be chosen: an invitation was used, or the password was given, just before.
    may_enrol_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login", "may_enrol_until"])

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.display_name or self.username

    def may_enrol(self) -> bool:
        return self.may_enrol_until is not None and timezone.now() < self.may_enrol_until


_SCHOOL = sorted(AT_A_SCHOOL)
_NO_SCHOOL = sorted({*GRANTED, Role.GUARDIAN} - AT_A_SCHOOL)
_NO_PUPIL = sorted(SEE_NO_PUPIL)


def _only(**is_there: bool) -> Q:
    return Q(**{f"{name}__isnull": not here for name, here in is_there.items()})


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_force(self, today: dt.date) -> GrantQuerySet:
        return self.filter(start__lte=today, end__gte=today, ended_at__isnull=True, user__is_active=True)


class Grant(PublicIdModel):
    """What a person may be, where and until when.

    A teacher's is for a school or one class, grade, teaching group or pupil there. In other roles a grant that names a
    pupil gives no role: it only opens that pupil, who is protected, to somebody who holds the role already.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=32, choices=Role)
    school = models.ForeignKey("schools.School", on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    pupil = models.ForeignKey(
        "people.Pupil", on_delete=models.PROTECT, null=True, blank=True, related_name="named_grants"
    )
    school_class = models.ForeignKey(
        "people.SchoolClass", on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    grade = models.PositiveSmallIntegerField(null=True, blank=True)
    teaching_group = models.ForeignKey(
        "people.TeachingGroup", on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    reason = models.CharField(max_length=300, blank=True, db_default="", default="")
    # The kind of file that told of it; empty for what a person gave. A later file ends only its own.
    source = models.CharField(max_length=32, blank=True, db_default="", default="")
    start = models.DateField()
    end = models.DateField()
    granted_at = models.DateTimeField(auto_now_add=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="grants_given")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="grants_ended")

    objects = GrantQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-start", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(start__lte=F("end")), name="grant_dates_in_order"),
            models.CheckConstraint(
                condition=~Q(role=Role.SCHOOL_LEADER) | Q(school__isnull=False), name="school_leader_has_a_school"
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.ADMINISTRATOR) | Q(school__isnull=True, pupil__isnull=True),
                name="administrator_has_no_school",
            ),
            models.CheckConstraint(
                condition=Q(role__in=_SCHOOL, school__isnull=False) | Q(role__in=_NO_SCHOOL, school__isnull=True),
                name="a_school_where_the_role_has_one",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=_NO_PUPIL) | Q(pupil__isnull=True), name="no_pupil_where_the_role_sees_none"
            ),
            # A guardian's right follows from the relation; a grant opens only a protected child, by name.
            models.CheckConstraint(
                condition=~Q(role=Role.GUARDIAN) | Q(pupil__isnull=False), name="guardian_of_a_named_pupil"
            ),
            models.CheckConstraint(
                condition=_only(school_class=False, grade=False, teaching_group=False)
                | _only(school_class=True, grade=False, teaching_group=False, pupil=False) & Q(role=Role.TEACHER)
                | _only(school_class=False, grade=True, teaching_group=False, pupil=False) & Q(role=Role.TEACHER)
                | _only(school_class=False, grade=False, teaching_group=True, pupil=False) & Q(role=Role.TEACHER),
                name="one_scope_within_a_teachers_school",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.start}-{self.end}"

    def clean(self) -> None:
        if self.school_class and self.school_class.school_id != self.school_id:
            raise ValidationError(_("The class belongs to another school."))
        if self.teaching_group and self.teaching_group.school_id != self.school_id:
            raise ValidationError(_("The teaching group belongs to another school."))


class Installation(models.Model):
    """One row at most: whose database this is. `is_demo` can be set only on an empty database and never unset."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    municipality = models.CharField(max_length=120, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_installation")]

    def __str__(self) -> str:
        return self.municipality or "Skoleporten"


from skoleporten.access import cards, identities, pending, ways_in  # noqa: E402, F401  (Django finds models here only)
