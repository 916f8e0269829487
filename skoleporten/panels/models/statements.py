"""What somebody said in a panel, in own words, under the name she chose for it, for as long as she lets it stand."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from skoleporten.panels.models.members import Member
from skoleporten.panels.models.panels import Theme
from skoleporten.panels.models.rows import OfPanelsQuerySet, Versioned, Written
from skoleporten.panels.models.sessions import Question, Session
from skoleporten.rules.panels import Removed, SaidAs


class SaidQuerySet(OfPanelsQuerySet):
    def standing(self) -> SaidQuerySet:
        return self.filter(removed_at__isnull=True)


class Statement(Written, Versioned):
    """`member` is kept where the words can be taken away again for her; nobody is shown it but where she said so.

    `may_stay`: she said that the words may stay, without any tie to her, when she is no longer in the panel.
    `let_go_at`: she has left, and they did. There is no history of the words: what is taken away is gone.
    """

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="statements")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, blank=True, related_name="statements")
    themes = models.ManyToManyField(Theme, blank=True, related_name="statements")
    words = models.TextField(blank=True)
    said_as = models.CharField(max_length=10, choices=[(one.value, one.value) for one in SaidAs])
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, blank=True, related_name="statements")
    may_stay = models.BooleanField()
    let_go_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_because = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Removed], blank=True)

    objects = SaidQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_because="") & ~Q(words="")
                | Q(removed_at__isnull=False, words="", member__isnull=True) & ~Q(removed_because=""),
                name="a_statement_that_is_gone_says_why_and_no_words",
            ),
            models.CheckConstraint(
                condition=~Q(said_as="anonymous") | Q(member__isnull=True, may_stay=True),
                name="nobody_is_kept_of_an_anonymous_statement",
            ),
            models.CheckConstraint(
                condition=Q(said_as="anonymous")
                | Q(member__isnull=False)
                | Q(let_go_at__isnull=False, may_stay=True)
                | Q(removed_at__isnull=False),
                name="what_can_be_taken_back_says_whose_it_is",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.said_as}"
