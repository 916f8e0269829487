"""All that a file states of the right to decide, verified at once. An administrator sees numbers, and never a pupil."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skoleporten.access.models import Role
from skoleporten.imports.models import PeopleImport, StatedVerification
from skoleporten.imports.people import verifying
from skoleporten.people.models import Guardianship
from skoleporten.rules.errors import RefusedError
from skoleporten.web import words
from skoleporten.web.components import Crumb
from skoleporten.web.grants.forms import VerifyStatedForm
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.tables import Column, Table

by_administrators = policy(roles={Role.ADMINISTRATOR}, purpose=None, writes=True)


def _applied(people_file: uuid.UUID) -> PeopleImport:
    return get_object_or_404(PeopleImport, public_id=people_file, state=PeopleImport.State.APPLIED)


@by_administrators
def verify_stated(request: ActingRequest, people_file: uuid.UUID) -> HttpResponse:
    imported = _applied(people_file)
    form = VerifyStatedForm(request.POST or None)
    if form.is_valid():
        try:
            wish = verifying.verify_stated(
                by=request.actor, imported=imported, today=request.today, seen=request.POST.get("fingerprint", ""),
                **form.cleaned_data,
            )  # fmt: skip
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _told(wish))
        return redirect("people_file_verify", people_file=people_file)
    return render(request, "grants/verify_stated.html", _context(request, imported, form))


def _told(wish: StatedVerification) -> str:
    if not wish.is_done:
        return _("Written down. Nothing is verified before another administrator has confirmed it.")
    return _("Verified: %(number)s relations. Nobody was written to.") % {"number": words.number(wish.relations)}


def _context(request: ActingRequest, imported: PeopleImport, form: VerifyStatedForm) -> dict[str, Any]:
    wish = StatedVerification.objects.waiting().filter(people_import=imported).first()
    by = [request.actor.user_id, wish.proposed_by_id if wish else None]
    rows = list(verifying.to_verify(imported, request.today, by))
    return {
        "imported": imported,
        "form": form,
        "wish": wish,
        "may_confirm": wish is not None and wish.proposed_by_id != request.actor.user_id,
        "table": _table(verifying.counts(imported, request.today, request.actor)),
        "number": len(rows),
        "takes_two": len(rows) > verifying.MOST_ALONE,
        "most_alone": verifying.MOST_ALONE,
        "fingerprint": verifying.fingerprint(rows),
        "done": imported.verifications.filter(is_done=True).select_related("proposed_by", "decided_by"),
        "trail": [
            Crumb(_("Staff and guardians from a file"), reverse("people_files")),
            Crumb(imported.file_name, reverse("people_file", args=[imported.public_id])),
            Crumb(_("Verify all stated")),
        ],
    }


def _table(counts: list[verifying.Count]) -> Table:
    return Table(
        caption=_("Relations that the file states"),
        columns=[
            Column(_("School")),
            Column(_("Right to decide, as stated")),
            Column(_("Relations"), is_number=True),
            Column(_("Can be verified here"), is_number=True),
        ],
        rows=[
            [
                one.school,
                Guardianship.Decides(one.decides).label,
                words.number(one.relations),
                words.number(one.to_verify),
            ]
            for one in counts
        ],
        stacks=True,
    )


@by_administrators
@require_POST
def decide(request: ActingRequest, people_file: uuid.UUID) -> HttpResponse:
    """The other administrator's yes or no."""
    imported = _applied(people_file)
    wish = get_object_or_404(StatedVerification.objects.waiting(), people_import=imported)
    try:
        if "confirm" in request.POST:
            seen = request.POST.get("fingerprint", "")
            verifying.confirm(by=request.actor, wish=wish, today=request.today, seen=seen)
            wish.refresh_from_db()
            messages.success(request, _told(wish))
        else:
            verifying.reject(by=request.actor, wish=wish)
            messages.success(request, _("Rejected. Nothing is changed."))
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("people_file_verify", people_file=people_file)
