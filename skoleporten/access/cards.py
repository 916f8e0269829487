"""A card of paper with numbered codes: the second factor of a child, or of an adult without a telephone of her own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from skoleporten.access import encryption
from skoleporten.access.models import User
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import GRANTED

CODES_ON_A_CARD = 40
FEW_LEFT = 5
# With six digits: nobody who knows the rest guesses the code in more than one of a hundred thousand tries.
MOST_WRONG_TRIES = 10


class CardQuerySet(models.QuerySet["Card"]):
    def open(self, user: User) -> Card | None:
        """None also for whoever holds a role on the staff: a card opens nothing but a family's own pages."""
        works_here = user.grants.filter(role__in=GRANTED, pupil__isnull=True, ended_at__isnull=True).exists()
        return None if works_here else self.filter(user=user, ended_at=None).first()


class Card(PublicIdModel):
    """One at a time for a person. Only keyed hashes of its codes are kept, so that nobody can print it again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cards")
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    # Since the last right one.
    wrong_tries = models.PositiveSmallIntegerField(default=0)

    objects = CardQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at__isnull=True), name="one_open_card_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d}"

    def next_code(self) -> CardCode | None:
        """The one that is asked for; the same until it is used, so that nobody chooses which to guess."""
        return self.codes.filter(used_at=None).first()

    def left(self) -> int:
        return self.codes.filter(used_at=None).count()

    def hash_of(self, number: int, code: str) -> str:
        return encryption.keyed_hash(f"{self.public_id} {number} {code}", purpose="card code")


class CardCode(models.Model):
    """Works once, and in the order of the numbers."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="codes")
    number = models.PositiveSmallIntegerField()
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["card", "number"], name="one_code_a_card_and_number")]

    def __str__(self) -> str:
        return f"{self.card_id} {self.number}"
