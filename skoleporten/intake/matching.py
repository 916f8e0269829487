"""Finding out which pupil of the register an unmatched referral is about. A person does it, never a name by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from skoleporten.access import gate
from skoleporten.access.actor import Actor
from skoleporten.access.gate import Purpose
from skoleporten.audit.actions import record
from skoleporten.documents.actions import give_to
from skoleporten.documents.models import Attachment
from skoleporten.intake import transitions
from skoleporten.intake.models import Intake, Referral
from skoleporten.people.models import Enrolment, Guardianship, Pupil
from skoleporten.rules.errors import RefusedError

MOST_SHOWN = 20


@dataclass(frozen=True)
class Candidate:
    """`fits`: which of family name, given name and birth date are the same as told."""

    pupil: Pupil
    stay: Enrolment | None
    fits: frozenset[str]


def candidates(by: Actor, referral: Referral, today: dt.date, words: str = "") -> list[Candidate]:
    """Pupils who could be the one, the best fitting first. Without words: of the same name or the same birth date."""
    found = Pupil.objects.visible_to(by, Purpose.MATCH, today)
    if words.strip():
        for word in words.split():
            found = found.filter(_like("given_name__icontains", word) | _like("family_name__icontains", word))
    else:
        same_name = _like("family_name__iexact", referral.told_family_name) & ~Q(family_name="")
        same_day = Q(birth_date=referral.told_birth_date) if referral.told_birth_date else Q(pk__in=())
        given = _like("given_name__iexact", referral.told_given_name) & ~Q(given_name="")
        found = found.filter(same_day | (same_name & given))
    rows = [Candidate(pupil, None, _fits(pupil, referral)) for pupil in found.order_by("family_name", "pk")[:200]]
    best = sorted(rows, key=lambda one: -len(one.fits))[:MOST_SHOWN]
    return [Candidate(one.pupil, _stay(one.pupil, today), one.fits) for one in best]


@transaction.atomic
def match(*, by: Actor, intake: Intake, pupil: Pupil) -> Intake:
    """The intake that goes on: this one with the pupil in it, or the pupil's open one, which gets the referrals."""
    transitions.locked(intake)
    if intake.pupil_id is not None:
        raise RefusedError(_("Somebody has found the pupil in the meantime."), do=_("Look at it again."))
    if not gate.may_see(by, pupil.pk, Purpose.MATCH, timezone.localdate()):
        raise RefusedError(_("The pupil can not be chosen."), do=_("Ask another lead."))
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    now = timezone.now()
    referrals = Referral.objects.filter(intake=intake)
    referrals.update(matched_at=now, matched_by_id=by.user_id)
    for attachment in Attachment.objects.filter(referrals__in=referrals, pupil__isnull=True).distinct():
        give_to(by=by, attachment=attachment, pupil=pupil)
    open_one = Intake.objects.open().filter(pupil=pupil).first()
    goes_on = _join(intake, open_one) if open_one else _fill_in(by, intake, pupil)
    record(
        by=by, action="intake.matched", pupils=[pupil.public_id], object_type="intake", object_id=goes_on.public_id,
        details={"joined": open_one is not None},
    )  # fmt: skip
    return goes_on


def has_no_right(referral: Referral, today: dt.date) -> bool:
    """A guardian who referred a pupil for whom she has no verified right to decide: she is told no more than before."""
    if referral.referred_by_id is None or referral.route.used_by != "guardian" or referral.intake.pupil_id is None:
        return False
    relation = Guardianship.objects.filter(
        Q(end__isnull=True) | Q(end__gte=today),
        Q(barred_from__isnull=True) | Q(barred_to__lt=today) | Q(barred_from__gt=today),
        pupil=referral.intake.pupil_id,
        guardian__user=referral.referred_by_id,
        verified_at__isnull=False,
        decides__in=(Guardianship.Decides.PARENTAL_RESPONSIBILITY, Guardianship.Decides.CARE_TAKEN_OVER),
    )
    return not relation.exists()


def _join(intake: Intake, open_one: Intake) -> Intake:
    Referral.objects.filter(intake=intake).update(intake=open_one)
    intake.joined_into = open_one
    intake.save()
    return open_one


def _fill_in(by: Actor, intake: Intake, pupil: Pupil) -> Intake:
    intake.earlier = Intake.objects.filter(pupil=pupil).order_by("-opened_at", "-pk").first()
    intake.pupil = pupil
    if intake.ended_at is None:
        transitions.bring_into_view(by, intake)
    intake.save()
    return intake


def _like(lookup: str, word: str) -> Q:
    """SQLite knows small and large letters of ASCII only: å at the start of a name is asked for both ways."""
    word = word.strip()
    return Q(**{lookup: word}) | Q(**{lookup: word.capitalize()}) | Q(**{lookup: word.title()})


def _fits(pupil: Pupil, referral: Referral) -> frozenset[str]:
    told = {
        "family_name": referral.told_family_name.casefold().strip() == pupil.family_name.casefold(),
        "given_name": referral.told_given_name.casefold().strip() == pupil.given_name.casefold(),
        "birth_date": referral.told_birth_date is not None and referral.told_birth_date == pupil.birth_date,
    }
    return frozenset(name for name, is_same in told.items() if is_same)


def _stay(pupil: Pupil, today: dt.date) -> Enrolment | None:
    rows = Enrolment.objects.on(today).filter(pupil=pupil).select_related("school", "school_class")
    return rows.order_by("-start", "-pk").first()
