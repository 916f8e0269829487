"""Schools and the school calendar: what people decide (years, entries, day lengths) and the days that follow."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from skoleporten.access.public_id import PublicIdModel

FIRST_GRADE, LAST_GRADE = 1, 13
MOST_MINUTES_A_DAY = 600
USUAL_SCHOOL_DAYS = 190


def _grade_field() -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        validators=[MinValueValidator(FIRST_GRADE), MaxValueValidator(LAST_GRADE)],
    )


class School(PublicIdModel):
    source_id = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    org_number = models.CharField(max_length=9, blank=True)
    first_grade = _grade_field()
    last_grade = _grade_field()
    is_active = models.BooleanField(default=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(first_grade__lte=F("last_grade")), name="school_grades_in_order"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def grades(self) -> range:
        return range(self.first_grade, self.last_grade + 1)


class SchoolYear(models.Model):
    """The municipality's school year. `year` is the calendar year it begins in: 2025 is 2025/26."""

    year = models.PositiveSmallIntegerField(unique=True)
    first_day = models.DateField()
    last_day = models.DateField()
    expected_days = models.PositiveSmallIntegerField(default=USUAL_SCHOOL_DAYS)

    history = HistoricalRecords()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="school_year_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{(self.year + 1) % 100:02d}"


class CalendarEntry(PublicIdModel):
    """One line of the skolerute; without a school it holds for the whole municipality."""

    class Kind(models.TextChoices):
        FREE = "free", _("Day off")
        PLANNING = "planning", _("Planning day")
        SCHOOL_DAY = "school_day", _("Extra school day")

    school_year = models.ForeignKey(SchoolYear, on_delete=models.CASCADE, related_name="entries")
    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="calendar_entries")
    first_date = models.DateField()
    last_date = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=120, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["first_date", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(first_date__lte=F("last_date")), name="calendar_entry_dates_in_order"),
            models.CheckConstraint(
                condition=Q(kind__in=["free", "planning", "school_day"]), name="calendar_entry_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())


class DayLength(models.Model):
    """Minutes offered on one weekday (0 = Monday) to a range of grades; a school's own beats the municipality's."""

    school_year = models.ForeignKey(SchoolYear, on_delete=models.CASCADE, related_name="day_lengths")
    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="day_lengths")
    first_grade = _grade_field()
    last_grade = _grade_field()
    weekday = models.PositiveSmallIntegerField(validators=[MaxValueValidator(4)])
    minutes = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MINUTES_A_DAY)],
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["first_grade", "last_grade", "weekday"]
        constraints = [
            models.CheckConstraint(condition=Q(first_grade__lte=F("last_grade")), name="day_length_grades_in_order"),
            models.CheckConstraint(condition=Q(weekday__lte=4), name="day_length_weekday_is_monday_to_friday"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="day_length_is_more_than_nothing"),
            models.UniqueConstraint(
                fields=["school_year", "first_grade", "last_grade", "weekday"],
                condition=Q(school__isnull=True),
                name="one_day_length_of_the_municipality",
            ),
            models.UniqueConstraint(
                fields=["school_year", "school", "first_grade", "last_grade", "weekday"],
                condition=Q(school__isnull=False),
                name="one_day_length_of_a_school",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_grade}-{self.last_grade} {self.weekday}: {self.minutes}"


class CalendarUse(models.Model):
    """When a school's calendar of a year was last taken into use: its days follow what was entered by then."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="calendar_uses")
    school_year = models.ForeignKey(SchoolYear, on_delete=models.CASCADE, related_name="uses")
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "school_year"], name="one_use_of_a_calendar_a_school_and_year"),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.school_year_id} {self.used_at}"


class SchoolYearChange(models.Model):
    """One asked-for change to a school year: a job applies what was seen (`fingerprint`), whole or not at all.

    `next_schools` maps public ids of schools to those that their last grade goes on to; `counts` holds numbers only.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        APPLIED = "applied", _("Applied")
        REFUSED = "refused", _("Refused")

    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    next_schools = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    message = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["year"], condition=Q(state="asked"), name="one_change_of_a_school_year_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.state}"


class CalendarDay(models.Model):
    """A school day, as `analytics` reads it; a date without a row is no school day. Grade null is all grades.

    Bulk-loaded (by the calendar editor or an import), so it carries no history of its own.
    """

    class Origin(models.TextChoices):
        EDITOR = "editor", _("The school calendar here")
        IMPORTED = "imported", _("An imported file")

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="calendar_days")
    grade = models.PositiveSmallIntegerField(null=True, blank=True)
    date = models.DateField()
    minutes_offered = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.IMPORTED)

    class Meta:
        ordering = ["date", "grade"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes_offered__gt=0), name="calendar_day_offers_minutes"),
            models.UniqueConstraint(
                fields=["school", "date"], condition=Q(grade__isnull=True), name="one_calendar_day_for_all_grades"
            ),
            models.UniqueConstraint(
                fields=["school", "grade", "date"],
                condition=Q(grade__isnull=False),
                name="one_calendar_day_for_a_grade",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.date} {self.minutes_offered}"
