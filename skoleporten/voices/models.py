"""Own words of a pupil or a guardian, at any time: for the adults here, and for whom the writer chose besides.

What one guardian wrote is the other's only where she chose it, and then of those who were guardians that day. What was
written stands sealed in the row, in the earlier texts, and in the reason why somebody let a guardian read it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from skoleporten.access import gate, languages
from skoleporten.access.actor import Actor
from skoleporten.access.public_id import PublicIdModel
from skoleporten.access.roles import Role
from skoleporten.access.sealed_texts import SealedTexts
from skoleporten.concerns.measures import RowOfHistory
from skoleporten.people.models import Guardian, Pupil
from skoleporten.rules import voices as rules
from skoleporten.rules.visibility import What, may_see, may_see_item
from skoleporten.rules.voices import DECIDES_ALONE, born_by
from skoleporten.schools.models import School

User = settings.AUTH_USER_MODEL
NOBODY = Q(pk__in=())


class WordQuerySet(models.QuerySet["Word"]):
    def visible_to(self, actor: Actor, purpose: str, today: dt.date) -> WordQuerySet:
        """Of the pupils in view, one's own and those meant for one. What was taken back is the lead's to read alone;
        its writer still sees that it was there.
        """
        if not may_see(actor.role, What.OWN_WORDS):
            return self.none()
        return self.filter(_meant_for(actor, today), pupil__in=gate.pupils(actor, purpose, today))

    def standing(self) -> WordQuerySet:
        return self.filter(taken_back_at__isnull=True)

    def to_read(self) -> WordQuerySet:
        """The text as it stands now has been read by nobody on the team; the oldest promise first."""
        read = WordRead.objects.filter(word=OuterRef("pk"), version=OuterRef("version"))
        return self.standing().filter(~Exists(read)).order_by("read_by", "changed_at", "pk")


def _meant_for(actor: Actor, today: dt.date) -> Q:
    stands = Q(taken_back_at__isnull=True)
    match actor.role:
        case Role.LEAD:
            return Q()
        case Role.TEAM:
            return stands
        case Role.SPECIALIST:
            return stands & Q(for_specialists=True)
        case Role.SCHOOL_LEADER:
            return stands & Q(for_school=True, school__in=actor.school_ids)
        case Role.GUARDIAN:
            return Q(guardian__user=actor.user_id) | stands & (_let_read(actor) | _opened_to(actor, today))
        case Role.PUPIL:
            return Q(teller=rules.Teller.PUPIL) | stands & Q(for_pupil=True)
        case _:
            return NOBODY


def _let_read(actor: Actor) -> Q:
    named = Word.readers.through._default_manager.filter(word=OuterRef("pk"), guardian__user=actor.user_id)
    return Q(Exists(named))


def _opened_to(actor: Actor, today: dt.date) -> Q:
    """By those who work with the pupil; it ends with the 15th birthday."""
    opened = Opening.objects.filter(word=OuterRef("pk"), guardian__user=actor.user_id, ended_at__isnull=True)
    return Q(Exists(opened), teller=rules.Teller.PUPIL, pupil__birth_date__gt=born_by(DECIDES_ALONE, today))


class WithFaces:
    faces: Any

    @property
    def faces_said(self) -> str:
        """In the reader's language."""
        return ", ".join(languages.pick(rules.FACES[rules.Face(code)]) for code in self.faces)


class Word(WithFaces, SealedTexts, PublicIdModel):
    """`readers` are the guardians who may read it by the writer's choice, besides herself.

    `for_guardians` is that choice as it was made, also where there was no other guardian to read it: so nobody learns
    from it who there is. `version` goes up with each change. `read_by`: the day by which we promised to have read it.
    """

    ENCRYPTED = ("words",)

    client_id = models.UUIDField(unique=True)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="words")
    teller = models.CharField(max_length=8, choices=[(one.value, one.value) for one in rules.Teller])
    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, null=True, blank=True, related_name="words")
    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in rules.Kind])
    about_on = models.DateField()
    words_encrypted = models.TextField(blank=True, editable=False)
    # Spoken, and written down by a device or by somebody; whoever reads it should know.
    was_spoken = models.BooleanField(default=False)
    # Codes of rules.voices.Face, in the order of the list there.
    faces = models.JSONField(default=list, blank=True)
    attachments = models.ManyToManyField("documents.Attachment", blank=True, related_name="words")

    for_guardians = models.BooleanField(default=False)
    for_pupil = models.BooleanField(default=False)
    for_school = models.BooleanField(default=False)
    for_specialists = models.BooleanField(default=False)
    readers = models.ManyToManyField(Guardian, blank=True, related_name="words_to_read")
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    version = models.PositiveIntegerField(default=1)
    read_by = models.DateField()
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = WordQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(teller="guardian", guardian__isnull=False) | Q(teller="pupil", guardian__isnull=True),
                name="a_guardians_word_has_its_guardian",
            ),
            models.CheckConstraint(
                condition=Q(teller="guardian") | Q(for_pupil=False, kind="anything"),
                name="a_pupils_word_is_the_pupils_already",
            ),
            models.CheckConstraint(
                condition=Q(for_school=False) | Q(school__isnull=False), name="a_word_for_a_school_names_it"
            ),
            models.CheckConstraint(condition=Q(changed_at__gte=F("written_at")), name="a_word_is_changed_later"),
        ]
        indexes = [models.Index(fields=["pupil", "-written_at"], name="word_pupil_written")]

    def __str__(self) -> str:
        return f"{self.pupil_id} {self.teller} {self.kind}"

    @property
    def words(self) -> str:
        return self.opened("words")

    @property
    def stands(self) -> bool:
        return self.taken_back_at is None

    @property
    def chosen(self) -> frozenset[str]:
        """Whom the writer let read it besides the adults here."""
        picked = {
            rules.Reader.PUPIL: self.for_pupil,
            rules.Reader.GUARDIAN: self.for_guardians,
            rules.Reader.SCHOOL: self.for_school,
            rules.Reader.SPECIALIST: self.for_specialists,
        }
        return frozenset(str(reader) for reader, is_in in picked.items() if is_in)

    @property
    def audiences(self) -> frozenset[str]:
        """As of rules/visibility. Which guardian, and at which school, is asked for by `visible_to`."""
        own = {"pupil"} if self.teller == rules.Teller.PUPIL else set()
        return frozenset({"team"} | own | self.chosen)

    def is_of(self, actor: Actor) -> bool:
        """Whether this person wrote it: only she corrects it, chooses who reads it, and takes it back."""
        if actor.role == Role.PUPIL:
            return self.teller == rules.Teller.PUPIL
        return actor.role == Role.GUARDIAN and self.guardian is not None and self.guardian.user_id == actor.user_id

    def is_for(self, actor: Actor, today: dt.date) -> bool:
        """Of a pupil in view; `visible_to` says the same in the database."""
        if not may_see(actor.role, What.OWN_WORDS):
            return False
        if self.is_of(actor):
            return True
        if not self.stands:
            return actor.role == Role.LEAD
        if actor.role == Role.GUARDIAN:
            return self._guardian_may_read(actor, today)
        if actor.role == Role.SCHOOL_LEADER and self.school_id not in actor.school_ids:
            return False
        return may_see_item(actor.role, What.OWN_WORDS, self.audiences)

    def _guardian_may_read(self, actor: Actor, today: dt.date) -> bool:
        if any(one.user_id == actor.user_id for one in self.readers.all()):
            return True
        is_open = rules.staff_may_open(self.pupil.birth_date, today) and self.teller == rules.Teller.PUPIL
        openings = self.openings.filter(guardian__user=actor.user_id, ended_at__isnull=True)
        return is_open and openings.exists()


class EarlierWord(WithFaces, SealedTexts, PublicIdModel, RowOfHistory):
    """How it stood before its writer changed it: the words, and who might read them. Never changed.

    `client_id` is of the form that changed it. `audience`: {"chosen": codes of Reader, "readers": public ids}.
    """

    ENCRYPTED = ("words",)

    client_id = models.UUIDField(unique=True)
    word = models.ForeignKey(Word, on_delete=models.PROTECT, related_name="earlier")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)
    about_on = models.DateField()
    words_encrypted = models.TextField(blank=True, editable=False)
    was_spoken = models.BooleanField()
    faces = models.JSONField(default=list, blank=True)
    pictures = models.PositiveSmallIntegerField(default=0)
    audience = models.JSONField(default=dict)
    stood_from = models.DateTimeField()
    stood_until = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["word", "version"], name="one_earlier_word_a_version")]

    def __str__(self) -> str:
        return f"{self.word_id} {self.version}"

    @property
    def words(self) -> str:
        return self.opened("words")


class WordRead(RowOfHistory):
    """Somebody on the team has read this text. Whoever wrote it is told that somebody did, and when."""

    word = models.ForeignKey(Word, on_delete=models.PROTECT, related_name="reads")
    version = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["word", "version", "by"], name="a_text_is_read_once_by_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.word_id} {self.version} {self.by_id}"


class Opening(SealedTexts, PublicIdModel):
    """Those who work with the pupil let one guardian read one thing that the pupil kept to the adults here.

    The pupil reads the reason, and what was said when she was asked. It ends when somebody ends it, or at 15.
    """

    ENCRYPTED = ("reason", "pupils_view")

    client_id = models.UUIDField(unique=True)
    word = models.ForeignKey(Word, on_delete=models.PROTECT, related_name="openings")
    guardian = models.ForeignKey(Guardian, on_delete=models.PROTECT, related_name="+")
    reason_encrypted = models.TextField(editable=False)
    pupils_view_encrypted = models.TextField(blank=True, editable=False)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["opened_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["word", "guardian"], condition=Q(ended_at__isnull=True), name="one_opening_a_word_and_guardian"
            ),
            models.CheckConstraint(condition=~Q(reason_encrypted=""), name="an_opening_has_a_reason"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="an_opening_is_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word_id} {self.guardian_id}"

    @property
    def reason(self) -> str:
        return self.opened("reason")

    @property
    def pupils_view(self) -> str:
        return self.opened("pupils_view")
