"""One row for each tap. A trigger refuses to change it: what was wrong is corrected by a new one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from skoleporten.cases.models import Case
from skoleporten.presence.models.of_case import OfCaseQuerySet
from skoleporten.rules.presence import ABOUT_ANOTHER, MARKS, Event, Held, Kind, Place, RatedBy, are_apart

PLACES = [(place.value, place.value) for place in Place]
OF_A_DAY, OF_ANOTHER = (sorted(kind.value for kind in kinds) for kinds in (MARKS, ABOUT_ANOTHER))
RATED_BY = [(who.value, who.value) for who in RatedBy]


class Mark(models.Model):
    """`mark_id` is made on the device, `about` the one of an earlier mark, which may come in later than this.

    `at` is our best time and `device_at` what the device said. `day` is the day of what it says: of a correction the
    day of the right time, where it has one.
    """

    mark_id = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Kind])
    day = models.DateField(null=True)
    at = models.DateTimeField()
    device_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=32)
    place = models.CharField(max_length=16, choices=PLACES, null=True)
    with_whom = models.CharField(max_length=160, null=True)
    rating = models.PositiveSmallIntegerField(null=True)
    rated_by = models.CharField(max_length=8, choices=RATED_BY, null=True)
    word = models.CharField(max_length=300, null=True)
    about = models.UUIDField(null=True, db_index=True)
    new_at = models.DateTimeField(null=True)
    is_prefilled = models.BooleanField(default=False)
    held_for = models.CharField(max_length=16, choices=[(held.value, held.value) for held in Held], blank=True)

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OF_A_DAY, about__isnull=True, day__isnull=False)
                | Q(kind__in=OF_ANOTHER, about__isnull=False),
                name="a_mark_is_about_another_or_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)), name="a_rating_is_from_1_to_5"
            ),
        ]
        indexes = [models.Index(fields=["case", "day"], name="mark_case_day")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.at:%Y-%m-%d %H:%M}"

    @property
    def event(self) -> Event:
        """As the rules know it."""
        return Event(
            id=str(self.mark_id),
            kind=Kind(self.kind),
            at=self.at,
            received=self.received_at,
            by=str(self.by_id),
            place=Place(self.place) if self.place else None,
            with_whom=self.with_whom,
            rating=self.rating,
            rated_by=RatedBy(self.rated_by) if self.rated_by else None,
            word=self.word,
            about=str(self.about) if self.about else None,
            new_at=self.new_at,
            is_prefilled=self.is_prefilled,
            held_for=Held(self.held_for) if self.held_for else None,
        )

    @property
    def is_clock_apart(self) -> bool:
        """The device's time and ours are so far from each other that both are shown."""
        return self.device_at is not None and are_apart(self.device_at, self.at)
