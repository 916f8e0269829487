"""How a pupil and the guardians get in, for the staff who know them: a card or a letter on paper, and what to do when
something is lost. What stands on the paper is shown once, in the language of whoever gets it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from skoleporten.access import languages
from skoleporten.access.cards import Card
from skoleporten.access.gate import Purpose
from skoleporten.access.models import Role, User
from skoleporten.people import family_ways_in
from skoleporten.people.family_ways_in import Paper
from skoleporten.people.models import Guardianship, Pupil
from skoleporten.rules.errors import RefusedError
from skoleporten.web import read_log
from skoleporten.web.components import Crumb
from skoleporten.web.policy import policy
from skoleporten.web.relations.views import LEADERS
from skoleporten.web.requests import ActingRequest

THOSE_WHO_KNOW_PUPILS = {Role.TEAM, *LEADERS}
COLUMNS_OF_CODES = 4


@dataclass(frozen=True)
class Row:
    """`user` is None where there is no account yet; `url` is where what is done is sent."""

    name: str
    user: User | None
    url: str
    is_pupil: bool = False
    may_get_one: bool = True

    @property
    def card(self) -> Card | None:
        return Card.objects.open(self.user) if self.user else None

    @property
    def waits_until(self) -> Any:
        invitation = self.user.invitations.filter(ended_at=None).first() if self.user else None
        return invitation.expires_at if invitation else None

    @property
    def has_been_in(self) -> bool:
        return self.user is not None and (self.user.has_usable_password() or self.user.identities.exists())

    @property
    def has_passkey(self) -> bool:
        return self.user is not None and Authenticator.objects.filter(user=self.user, type="webauthn").exists()


@policy(roles=THOSE_WHO_KNOW_PUPILS, purpose=Purpose.FOLLOW_UP)
def ways_in(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    pupil = _pupil(request, public_id)
    read_log.shown(request, [pupil.public_id], action="people.ways_in_opened", purpose=Purpose.FOLLOW_UP)
    adults = [_adult(one, request) for one in _relations(pupil)] if request.actor.role in LEADERS else []
    context = {"pupil": pupil, "rows": [_own(pupil), *adults], "trail": _trail(pupil)}
    return render(request, "relations/ways_in.html", context)


@policy(roles=THOSE_WHO_KNOW_PUPILS, purpose=Purpose.FOLLOW_UP, writes=True)
@require_POST
def of_pupil(request: ActingRequest, public_id: uuid.UUID) -> HttpResponse:
    pupil = _pupil(request, public_id)
    begin = {"anew": lambda: family_ways_in.card_for_pupil(by=request.actor, pupil=pupil)}
    return _done(request, pupil, family_ways_in.user_of(pupil), begin)


@policy(roles=LEADERS, purpose=Purpose.FOLLOW_UP, writes=True)
@require_POST
def of_guardian(request: ActingRequest, public_id: uuid.UUID, relation: uuid.UUID) -> HttpResponse:
    pupil = _pupil(request, public_id)
    found = get_object_or_404(_relations(pupil), public_id=relation)

    def letter(*, with_card: bool) -> Paper:
        return family_ways_in.letter_to_guardian(
            by=request.actor, relation=found, with_card=with_card, today=request.today
        )

    begin = {"anew": lambda: letter(with_card=False), "anew_with_card": lambda: letter(with_card=True)}
    return _done(request, pupil, found.guardian.user, begin)


def _done(
    request: ActingRequest, pupil: Pupil, user: User | None, begin: dict[str, Callable[[], Paper]]
) -> HttpResponse:
    """What the button said."""
    wish = request.POST.get("do", "")
    try:
        if wish in begin:
            return _on_paper(request, pupil, begin[wish]())
        if user is not None and wish == "card":
            return _on_paper(request, pupil, family_ways_in.new_card(by=request.actor, pupil=pupil, user=user))
        if user is not None and wish == "end":
            family_ways_in.end_all(by=request.actor, pupil=pupil, user=user)
            messages.success(request, _("Nothing opens any more. Whoever was logged in is logged out."))
            return redirect("family_ways_in", public_id=pupil.public_id)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("family_ways_in", public_id=pupil.public_id)
    raise Http404


def _on_paper(request: ActingRequest, pupil: Pupil, paper: Paper) -> HttpResponse:
    """The sheet is in the reader's language, and the page round it in that of whoever prints it."""
    codes = [(number, f"{code[:3]} {code[3:]}") for number, code in enumerate(paper.codes, start=1)]
    rows = [codes[at : at + COLUMNS_OF_CODES] for at in range(0, len(codes), COLUMNS_OF_CODES)]
    is_pupil = family_ways_in.is_for_pupil(paper)
    begin, go_on = (request.build_absolute_uri(reverse(name)) for name in ("letter", "card_log_in"))
    sheet = {"paper": paper, "rows": rows, "is_pupil": is_pupil, "begin": begin, "go_on": go_on}
    language = languages.of(paper.user)
    with override(language):
        written = render_to_string("relations/paper.html", sheet)
    context = {
        "sheet": written,
        "language": languages.shown(language),
        "paper": paper,
        "pupil": pupil,
        "trail": _trail(pupil),
    }
    return render(request, "relations/paper_page.html", context)


def _pupil(request: ActingRequest, public_id: uuid.UUID) -> Pupil:
    return get_object_or_404(
        Pupil.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today), public_id=public_id
    )


def _relations(pupil: Pupil) -> Any:
    return pupil.guardianships.select_related("guardian__user", "pupil")


def _own(pupil: Pupil) -> Row:
    url = reverse("way_in_of_pupil", args=[pupil.public_id])
    return Row(pupil.full_name, family_ways_in.user_of(pupil), url, is_pupil=True)


def _adult(relation: Guardianship, request: ActingRequest) -> Row:
    url = reverse("way_in_of_guardian", args=[relation.pupil.public_id, relation.public_id])
    may = family_ways_in.decides(relation, request.today)
    return Row(str(relation.guardian), relation.guardian.user, url, may_get_one=may)


def _trail(pupil: Pupil) -> list[Crumb]:
    page = Crumb(pupil.full_name, reverse("pupil", args=[pupil.public_id]))
    here = Crumb(_("How the family logs in"), reverse("family_ways_in", args=[pupil.public_id]))
    return [Crumb(_("Pupils"), reverse("pupils")), page, here]
