"""What the one at the door must know of a pupil. Online only: never printed, never kept on a device."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from skoleporten.cases import caring, queries
from skoleporten.cases.models import Care, Case
from skoleporten.rules.visibility import What, may_see
from skoleporten.web.cases.form_page import Page, answer
from skoleporten.web.cases.forms import CareForm
from skoleporten.web.cases.panel import Link, Panel
from skoleporten.web.cases.visible import TEAM, open_case, team_writes, trail_to
from skoleporten.web.documents.drafts import drafted
from skoleporten.web.requests import ActingRequest


def care(request: ActingRequest, case: Case) -> Panel | None:
    if not may_see(request.actor.role, What.CARE):
        return None
    writes = request.actor.role in TEAM and case.is_open
    link = Link(_("Change what stands here"), reverse("case_care", args=[case.public_id]))
    return Panel(
        key="care",
        title=_("At the door"),
        template="cases/care.html",
        context={"care": queries.care_of([case.pk])[case.pk]},
        links=[link] if writes else [],
    )


@team_writes
def edit(request: ActingRequest, public_id: str) -> HttpResponse:
    case = open_case(request, public_id)
    stands = queries.care_of([case.pk])[case.pk]
    initial = {name: getattr(stands, name) for name in Care.ENCRYPTED} | {"seen_version": stands.version}
    form = drafted(request, CareForm, "cases.care", case.public_id, initial=initial)

    def save() -> None:
        seen = form.cleaned_data["seen_version"]
        caring.write_care(by=request.actor, case=case, texts=form.texts(), seen_version=seen)

    context = {"trail": trail_to(case, _("At the door"))}
    back = reverse("case", args=[case.public_id]) + "#care"
    return answer(request, case, form, Page("cases/care_form.html", context, back, _("Written down."), _theirs), save)


def _theirs(row: Care) -> str:
    return "\n".join(row.opened(name) for name in Care.ENCRYPTED if row.opened(name))
