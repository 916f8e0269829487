"""The letters of a decision: to each guardian who decides, to the pupil, and to the school, each once and kept.

A letter is in the reader's language where the decision's texts are written in it, and else wholly in the decision's
own: never half of each.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from skoleporten.access import languages
from skoleporten.access.actor import Actor
from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.audit.actions import record
from skoleporten.concerns.measures import Measure
from skoleporten.consents.givers import adults_of
from skoleporten.documents import actions
from skoleporten.documents.letters.decision import DecisionLetter as ToGuardian
from skoleporten.documents.letters.decision_to_pupil import PupilLetter
from skoleporten.documents.letters.decision_to_school import SchoolLetter
from skoleporten.documents.letters.letter import Contact, LetterData, day
from skoleporten.intake import transitions
from skoleporten.intake.deciding import school_of
from skoleporten.intake.models import Decision, DecisionLetter, DecisionText
from skoleporten.intake.models.decisions import TEXTS
from skoleporten.notices.actions import notify
from skoleporten.notices.texts import Kind as Notice
from skoleporten.people.mentions import masker
from skoleporten.people.models import Guardian, Pupil, PupilAccount
from skoleporten.people.reading import reads
from skoleporten.rules.consent import birthday
from skoleporten.rules.decision import Kind, Outcome
from skoleporten.rules.errors import RefusedError
from skoleporten.schools.models import School

To = DecisionLetter.To
DECIDES_FROM = 15  # in matters of own education, opplæringslova § 24-5
AUDIENCES = {To.GUARDIAN: ("guardian", "team"), To.PUPIL: ("pupil", "team"), To.SCHOOL: ("school", "team")}


@dataclass(frozen=True)
class Receiver:
    """`wants` is the language that the reader reads, where we know it and have it; `language` that of the letter.

    `speaks` is another language than ours that is recorded for the reader.
    """

    to: str
    name: str
    language: str
    wants: str = ""
    speaks: str = ""
    guardian: Guardian | None = None
    user: User | None = None
    school: School | None = None

    @property
    def key(self) -> str:
        return str(self.guardian.public_id) if self.guardian else self.to

    @property
    def lacks_text(self) -> bool:
        """The reader has one of our languages, and nobody has written the decision in it yet."""
        return bool(self.wants) and self.wants != self.language


def receivers(decision: Decision, today: dt.date) -> list[Receiver]:
    pupil = pupil_of(decision)
    written = {decision.language, *decision.texts.values_list("language", flat=True)}
    guardians = [giver.guardian for giver in adults_of(pupil, today).deciding if giver.guardian]
    found = [_guardian(one, decision, written) for one in guardians] + [_pupil(pupil, decision, written)]
    if stay := school_of(pupil, today):
        found.append(Receiver(To.SCHOOL, stay.school.name, decision.language, school=stay.school))
    return found


def data_for(decision: Decision, receiver: Receiver, today: dt.date) -> LetterData:
    """What the letter says. Names of other pupils are taken out of what a family reads."""
    pupil = pupil_of(decision)
    hide = masker(pupil, today, receiver.user.pk if receiver.user else None)
    replaces = _replaced(decision, receiver)
    replaced_on = timezone.localdate(replaces.document.made_at) if replaces else None
    measures = measures_in(decision, receiver.language)
    match receiver.to:
        case To.SCHOOL:
            return _to_school(decision, receiver, measures, replaced_on)
        case To.PUPIL:
            decides = decides_herself(pupil, decision.decided_on)
            return _to_pupil(decision, receiver, tuple(map(hide, measures)), replaced_on, hide, decides)
        case _:
            return _to_guardian(decision, receiver, tuple(map(hide, measures)), replaced_on, hide)


@transaction.atomic
def make(*, by: Actor, decision: Decision, client_id: uuid.UUID, today: dt.date) -> list[DecisionLetter]:
    """To each who has none of this decision yet. Whoever has a log-in is told that there is one."""
    _check(decision)
    have = {_key_of(one) for one in decision.letters.all()}
    lacking = [one for one in receivers(decision, today) if one.key not in have]
    return [_make_one(by, decision, receiver, client_id, today) for receiver in lacking]


@transaction.atomic
def make_anew(*, by: Actor, decision: Decision, key: str, client_id: uuid.UUID, today: dt.date) -> DecisionLetter:
    """After a text in the reader's language came, say. The new one tells which it takes the place of."""
    _check(decision)
    receiver = next((one for one in receivers(decision, today) if one.key == key), None)
    if receiver is None:
        raise RefusedError(_("Nobody of that kind is to have a letter now."))
    made = [one for one in decision.letters.filter(client_id=client_id) if _key_of(one) == key]
    return made[0] if made else _make_one(by, decision, receiver, client_id, today)


@transaction.atomic
def write_text(*, by: Actor, decision: Decision, language: str, texts: dict[str, str], version: int) -> DecisionText:
    """The decision in another language. `version` is that of the text which the page showed, 0 where there was none."""
    _check(decision)
    if language == decision.language or language not in languages.whole():
        raise RefusedError(_("The decision stands in that language already."))
    found = decision.texts.filter(language=language).first() or DecisionText(
        decision=decision, language=language, version=0
    )
    if found.version != version:
        raise RefusedError(_("Somebody has changed this while you wrote."), do=_("Open the page anew."))
    for name in (*TEXTS, "measures"):
        setattr(found, name, texts.get(name, "").strip())
    lacks = any(getattr(decision, name) and not getattr(found, name) for name in TEXTS)
    if lacks or (decision.measures.exists() and not found.measures):
        raise RefusedError(_("Write all of it, or the letter would say less in one language than in the other."))
    found.saved_at, found.saved_by_id, found.version = timezone.now(), transitions.somebody(by), version + 1
    found.save()
    record(
        by=by, action="intake.decision_translated", purpose="follow_up", object_type="decision",
        pupils=transitions.pupils_of(decision.intake), object_id=decision.public_id, details={"language": language},
    )  # fmt: skip
    return found


def decides_herself(pupil: Pupil, on: dt.date) -> bool:
    return pupil.birth_date is not None and birthday(pupil.birth_date, DECIDES_FROM) <= on


def measures_in(decision: Decision, language: str) -> tuple[str, ...]:
    """Each as one sentence or two; in another language as a person has written them, one a line."""
    if language == decision.language:
        with override(language):
            return tuple(in_words(one) for one in decision.measures.all())
    written = decision.texts.filter(language=language).values_list("measures", flat=True).first() or ""
    return tuple(line.strip() for line in written.splitlines() if line.strip())


def in_words(measure: Measure) -> str:
    dates = {"start": day(measure.starts_on), "end": day(measure.evaluate_on)}
    return _("%(what)s %(who)s does it from %(start)s. On %(end)s we see if it helps.") % {
        "what": _sentence(measure.what),
        "who": measure.who,
        **dates,
    }


def pupil_of(decision: Decision) -> Pupil:
    assert decision.intake.pupil is not None  # none is decided before the pupil is found
    return decision.intake.pupil


def _check(decision: Decision) -> None:
    transitions.locked(decision.intake)
    if not decision.is_standing:
        raise RefusedError(_("Another decision has taken its place."), do=_("Write from that one."))


def _make_one(
    by: Actor, decision: Decision, receiver: Receiver, client_id: uuid.UUID, today: dt.date
) -> DecisionLetter:
    document = actions.make(
        by=by, pupil=pupil_of(decision), data=data_for(decision, receiver, today), language=receiver.language,
        audiences=AUDIENCES[To(receiver.to)], guardians=[receiver.guardian] if receiver.guardian else [],
        school=receiver.school,
    )  # fmt: skip
    made = DecisionLetter.objects.create(
        decision=decision, to=receiver.to, guardian=receiver.guardian, document=document, client_id=client_id,
        replaces=_replaced(decision, receiver),
    )  # fmt: skip
    _tell(by, decision, receiver)
    return made


def _tell(by: Actor, decision: Decision, receiver: Receiver) -> None:
    """That there is a letter, to the guardian or pupil with a log-in; the leaders of the school were told before."""
    if receiver.user is None:
        return
    notify(
        by=by, to=receiver.user, kind=Notice.LETTER, link=f"/intake/decisions/mine/{decision.public_id}/",
        role=Role.PUPIL if receiver.to == To.PUPIL else Role.GUARDIAN, pupil_id=pupil_of(decision).pk,
    )  # fmt: skip


def _replaced(decision: Decision, receiver: Receiver) -> DecisionLetter | None:
    """The newest to the same reader, of this decision or of one that it took the place of."""
    line: Decision | None = decision
    while line is not None:
        same = line.letters.standing().filter(to=receiver.to, guardian=receiver.guardian)
        if found := same.select_related("document").order_by("-pk").first():
            return found
        line = line.replaces
    return None


def _key_of(letter: DecisionLetter) -> str:
    return str(letter.guardian.public_id) if letter.guardian else letter.to


def _guardian(guardian: Guardian, decision: Decision, written: set[str]) -> Receiver:
    wants, speaks = _languages(guardian.language, guardian.user)
    language = wants if wants in written else decision.language
    return Receiver(To.GUARDIAN, str(guardian), language, wants, speaks, guardian, guardian.user)


def _pupil(pupil: Pupil, decision: Decision, written: set[str]) -> Receiver:
    """A pupil reads the language that the school writes to her."""
    account = PupilAccount.objects.filter(pupil=pupil, ended_at__isnull=True).select_related("user").first()
    user = account.user if account else None
    wants, _speaks = _languages(pupil.written_norwegian, user)
    return Receiver(To.PUPIL, pupil.full_name, wants if wants in written else decision.language, wants, user=user)


def _languages(recorded: str, user: User | None) -> tuple[str, str]:
    """The one that is read, where a letter can be in it; and another, for whoever goes through the letter."""
    found = reads(recorded, user)
    if found.language in languages.whole():
        return found.language, found.speaks
    return "", found.name


def _written(decision: Decision, language: str, hide: Callable[[str], str]) -> dict[str, str]:
    text = decision if language == decision.language else decision.texts.get(language=language)
    return {name: hide(getattr(text, name)) for name in TEXTS}


def _contact(decision: Decision) -> Contact:
    who = decision.recorded_by
    return Contact(name=str(who), role="Skoleporten", email=who.email)


def _follower(decision: Decision) -> str:
    return str(decision.followed_up_by) if decision.followed_up_by else decision.follower


def _to_guardian(
    decision: Decision,
    receiver: Receiver,
    measures: tuple[str, ...],
    replaced_on: dt.date | None,
    hide: Callable[[str], str],
) -> ToGuardian:
    told = _written(decision, receiver.language, hide)
    del told["to_pupil"]
    return ToGuardian(
        outcome=Outcome(decision.outcome), decision_kind=Kind(decision.kind), pupil=pupil_of(decision).given_name,
        decided_on=decision.decided_on, to=(receiver.name,), contact=_contact(decision), decision=told.pop("choice"),
        complaint_deadline=decision.complaint_deadline, complaint_instance=decision.complaint_instance,
        complaint_to=decision.complaint_to, receiver=decision.receiver, follower=_follower(decision),
        review_on=decision.next_review, measures=measures, replaces=replaced_on, **told,
    )  # fmt: skip


def _to_pupil(
    decision: Decision, receiver: Receiver, measures: tuple[str, ...], replaced_on: dt.date | None,
    hide: Callable[[str], str], decides: bool,
) -> PupilLetter:  # fmt: skip
    told = _written(decision, receiver.language, hide)
    kept = {name: told[name] for name in ("reason", "what_happens_now", "who_is_told", "legal_rule")}
    return PupilLetter(
        outcome=Outcome(decision.outcome), decision_kind=Kind(decision.kind), pupil=pupil_of(decision).given_name,
        decided_on=decision.decided_on, to=(receiver.name,), contact=_contact(decision), decides_herself=decides,
        words=told["to_pupil"], decision=told["choice"], follower=_follower(decision), review_on=decision.next_review,
        measures=measures, complaint_deadline=decision.complaint_deadline,
        complaint_instance=decision.complaint_instance, complaint_to=decision.complaint_to, replaces=replaced_on,
        **kept,
    )  # fmt: skip


def _to_school(
    decision: Decision, receiver: Receiver, measures: tuple[str, ...], replaced_on: dt.date | None
) -> SchoolLetter:
    return SchoolLetter(
        outcome=Outcome(decision.outcome), pupil=pupil_of(decision).full_name, decided_on=decision.decided_on,
        to=(receiver.name,), contact=_contact(decision), words=decision.to_school, review_on=decision.next_review,
        measures=measures, replaces=replaced_on,
    )  # fmt: skip


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."
