"""Consents that end soon, or are to be asked for again because somebody else must agree by now."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from skoleporten.agendas.scope import Due, Scope
from skoleporten.consents.models import AskAgain, Consent


def consents(scope: Scope) -> Iterator[Due]:
    until = scope.until("consents")
    of_pupil = {one.pupil_id: one.pk for one in scope.intakes.values() if one.pupil_id}
    to_ask = AskAgain.objects.filter(consent=OuterRef("pk"), done_at__isnull=True, due__lte=until)
    ends = Q(state=Consent.State.IN_FORCE, in_force_until__lte=until)
    rows = Consent.objects.standing().filter(ends | Exists(to_ask), pupil__in=list(of_pupil))
    for one in rows.order_by("in_force_until", "pk"):
        text = _("%(what)s: the consent ends") if one.state == one.State.IN_FORCE else _("%(what)s: ask again")
        words = text % {"what": one.get_purpose_display()}
        yield Due(f"consent:{one.public_id}", of_pupil[one.pupil_id], one.in_force_until, words)
