"""What somebody saw or heard, and apart from it what it may mean. Never changed: a correction is a row of its own."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role
from skoleporten.cases.models import Case
from skoleporten.concerns.measures import RowOfHistory
from skoleporten.rules.presence.places import Place
from skoleporten.rules.visibility import AUDIENCE_OF, What, may_see
from skoleporten.schools.models import School

NOBODY = Q(pk__in=())
FOR = {
    "team": "for_team",
    "specialist": "for_specialists",
    "school": "for_school",
    "guardian": "for_guardians",
    "pupil": "for_pupil",
}
# Who writes notes, and reads one's own whomever it is for.
WRITERS = frozenset({Role.TEAM, Role.LEAD, Role.SPECIALIST})


def what_of(role: str) -> What:
    """Its row in the visibility table: staff of the case read notes, others those that somebody shares with them."""
    return What.NOTES if role in WRITERS else What.SHARED_NOTES


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> NoteQuerySet:
        """Of the pupils in view, those meant for one, both as written and as the newest of its corrections stands."""
        if not may_see(actor.role, what_of(actor.role)):
            return self.none()
        newest = Note.objects.filter(_meant_for(actor), thread=OuterRef("thread"), corrected_by__isnull=True)
        in_view = Q(case__pupil__in=gate.pupils(actor, purpose, today))
        return self.filter(in_view & _meant_for(actor), Exists(newest) | Q(corrected_by__isnull=True))

    def standing(self) -> NoteQuerySet:
        """The newest text of each note, without those that were written in the wrong place."""
        return self.filter(corrected_by__isnull=True, is_taken_away=False)

    def of_last_text(self) -> NoteQuerySet:
        return self.filter(corrected_by__isnull=True)


def _meant_for(actor: Actor) -> Q:
    audience = FOR.get(AUDIENCE_OF.get(actor.role, ""))
    if audience is None:
        return NOBODY
    meant = Q(**{audience: True}, is_taken_away=False)
    if audience == "for_school":
        meant &= Q(school__in=actor.school_ids)
    if actor.role == Role.LEAD:
        meant |= Q(is_taken_away=True)
    if actor.role in WRITERS:
        meant |= Q(written_by=actor.user_id)
    return meant


class Note(PublicIdModel, RowOfHistory):
    """`thread` is the same for a note and all its corrections. `seen_on`: the day it was seen or heard.

    `is_taken_away`: it was written in the wrong place. Then only a lead, and whoever took it away, read it.
    """

    client_id = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    thread = models.UUIDField(db_index=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    why_corrected = models.CharField(max_length=500, blank=True)
    is_taken_away = models.BooleanField(default=False)

    seen_on = models.DateField()
    place = models.CharField(max_length=20, choices=[(place.value, place.value) for place in Place], blank=True)
    staff = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    # Codes of rules.judgement.Present: which kinds of people were there.
    present = models.JSONField(default=list, blank=True)

    observation = models.TextField(blank=True)
    interpretation = models.TextField(blank=True)
    childs_words = models.TextField(blank=True)

    for_team = models.BooleanField(default=True)
    for_specialists = models.BooleanField(default=False)
    for_school = models.BooleanField(default=False)
    for_guardians = models.BooleanField(default=False)
    for_pupil = models.BooleanField(default=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_on", "-written_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(interpretation="") | ~Q(observation=""), name="an_interpretation_never_stands_alone"
            ),
            models.CheckConstraint(
                condition=Q(is_taken_away=True, observation="", childs_words="", corrects__isnull=False)
                | Q(is_taken_away=False) & (~Q(observation="") | ~Q(childs_words="")),
                name="a_note_says_something",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, why_corrected="") | Q(corrects__isnull=False) & ~Q(why_corrected=""),
                name="a_correction_of_a_note_says_why",
            ),
            models.CheckConstraint(
                condition=Q(is_taken_away=True)
                | Q(for_team=True)
                | Q(for_specialists=True)
                | Q(for_school=True)
                | Q(for_guardians=True)
                | Q(for_pupil=True),
                name="a_note_is_for_somebody",
            ),
            models.CheckConstraint(
                condition=Q(for_school=False) | Q(school__isnull=False), name="a_note_for_a_school_names_it"
            ),
        ]
        indexes = [models.Index(fields=["case", "-seen_on"], name="note_case_seen_on")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.seen_on}"

    @property
    def audiences(self) -> frozenset[str]:
        return frozenset(audience for audience, column in FOR.items() if getattr(self, column))
