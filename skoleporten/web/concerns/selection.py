"""Which concerns a person has asked to see: the filter form, and the rows it picks inside the gate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import Case, Exists, F, OuterRef, Prefetch, When
from django.utils.translation import gettext_lazy as _

from skoleporten.access.models import User
from skoleporten.access.roles import Role
from skoleporten.concerns.handovers import Handover
from skoleporten.concerns.models import Concern, ConcernQuerySet, Signal
from skoleporten.rules.concern import RuleSet
from skoleporten.schools.models import School
from skoleporten.web.concerns.visible import visible_concerns
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import in_language

STILL_OPEN, OVERDUE = "not_closed", "overdue"
STATES = (
    (STILL_OPEN, _("All that are not closed")),
    (Concern.State.OPEN.value, _("Nobody has acted yet")),
    (OVERDUE, _("The date has been, and waits for a decision")),
    (Concern.State.ACTED.value, _("Being followed up")),
    (Concern.State.CLOSED.value, _("Closed")),
)
# Never by how much absence there is: a list of work is no ranking of pupils.
BY_URGENCY = "waiting"
SORTS: dict[str, Sequence[Any]] = {
    "name": ("pupil__family_name", "pupil__given_name", "id"),
    "grade": (
        F("pupil__measure__grade").asc(nulls_last=True),
        "pupil__measure__school_class__name",
        "pupil__family_name",
        "id",
    ),
    "newest": ("-opened_at", "id"),
}
SORT_NAMES = (
    (BY_URGENCY, _("What waits for somebody first")),
    ("newest", _("Newest first")),
    ("name", _("Name")),
    ("grade", _("Grade and class")),
)
EVERYTHING = ("", _("All"))
MINE, ALL, NOBODYS = "mine", "all", "nobody"


class SelectionForm(forms.Form):
    """A choice that is not offered, as by an old link, is left out and not an error."""

    grade = forms.ChoiceField(label=_("Grade"), required=False)
    whose = forms.ChoiceField(label=_("Owner"), required=False)
    rule = forms.ChoiceField(label=_("Reason"), required=False)
    state = forms.ChoiceField(label=_("Follow-up"), required=False, choices=STATES)
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORT_NAMES)

    def __init__(
        self,
        data: Any,
        *,
        grades: Iterable[int],
        rule_sets: Iterable[RuleSet],
        owners: Sequence[tuple[str, Any]] = (),
    ) -> None:
        super().__init__(data)
        self.fields["whose"].choices = owners  # type: ignore[attr-defined]
        self._choices("grade", [(str(grade), _("Grade %(grade)s") % {"grade": grade}) for grade in grades])
        rules = {rule.full_id: in_language(rule.text) for rule_set in rule_sets for rule in rule_set.rules}
        self._choices("rule", list(rules.items()))
        if not owners:
            del self.fields["whose"]

    def _choices(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = [EVERYTHING, *choices]  # type: ignore[attr-defined]

    def chosen(self, name: str) -> str:
        """What was chosen among what is offered; '' for everything."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


def selection_form(request: ActingRequest, rule_sets: Iterable[RuleSet]) -> SelectionForm:
    schools = list(School.objects.filter(pk__in=request.actor.school_ids))
    grades = sorted({grade for school in schools for grade in school.grades})
    return SelectionForm(request.GET, grades=grades, rule_sets=rule_sets, owners=_owners(request))


def _owners(request: ActingRequest) -> list[tuple[str, Any]]:
    """A teacher begins with her own, a leader with everybody's; others have none of their own."""
    if request.actor.role == Role.TEACHER:
        return [("", _("Mine")), (ALL, _("All I may see"))]
    if request.actor.role != Role.SCHOOL_LEADER:
        return []
    visible = visible_concerns(request).open()
    owners = User.objects.filter(pk__in=visible.exclude(owner=None).order_by().values("owner"))
    named = [(str(owner.public_id), str(owner)) for owner in owners.order_by("display_name", "pk")]
    return [EVERYTHING, (NOBODYS, _("Nobody by name")), (MINE, _("Mine")), *named]


def selected_concerns(request: ActingRequest, form: SelectionForm) -> ConcernQuerySet:
    chosen = _in_state(
        _whose(visible_concerns(request), request, form.chosen("whose")), form.chosen("state"), request.today
    )
    if grade := form.chosen("grade"):
        chosen = chosen.filter(pupil__measure__grade=int(grade))
    if rule := form.chosen("rule"):
        chosen = chosen.filter(pupil__signals__rule_id=rule, pupil__signals__is_current=True)
    order = SORTS.get(form.chosen("sort"), by_urgency(request.today))
    return with_what_a_row_needs(chosen, request.actor.user_id).order_by(*order)


def _whose(concerns: ConcernQuerySet, request: ActingRequest, chosen: str) -> ConcernQuerySet:
    is_mine = chosen == MINE or (request.actor.role == Role.TEACHER and chosen != ALL)
    if is_mine:
        return concerns.owned_by(request.actor.user_id)
    if chosen == NOBODYS:
        return concerns.filter(owner=None)
    return concerns.filter(owner__public_id=chosen) if chosen not in ("", ALL) else concerns


def by_urgency(today: dt.date) -> Sequence[Any]:
    """Whom nobody has acted for, what waits for a decision, then by date; what nobody has by name before others."""
    urgency = Case(When(state=Concern.State.OPEN, then=0), When(next_step_due__lt=today, then=1), default=2)
    return (
        urgency.asc(),
        Case(When(owner=None, then=0), default=1).asc(),
        F("next_step_due").asc(nulls_last=True),
        "opened_at",
        "id",
    )


def _in_state(concerns: ConcernQuerySet, state: str, today: dt.date) -> ConcernQuerySet:
    if state in Concern.State.values:
        return concerns.filter(state=state)
    still_open = concerns.exclude(state=Concern.State.CLOSED)
    return still_open.filter(next_step_due__lt=today) if state == OVERDUE else still_open


def with_what_a_row_needs(concerns: ConcernQuerySet, user_id: int | None) -> ConcernQuerySet:
    current = Signal.objects.filter(is_current=True).order_by("rule_id")
    offered = Handover.objects.unanswered().filter(concern=OuterRef("pk"), to=user_id)
    related = ("owner", "pupil", "school", "pupil__measure", "pupil__measure__school", "pupil__measure__school_class")
    return (
        concerns.annotate(is_offered=Exists(offered))
        .select_related(*related)
        .prefetch_related(Prefetch("pupil__signals", queryset=current, to_attr="current_signals"))
    )
