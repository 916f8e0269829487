"""Which concerns a person has asked to see: the filter form, and the rows it picks inside the gate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from skoleporten.access.gate import Purpose
from skoleporten.concerns.models import Concern, Signal
from skoleporten.rules.concern import RuleSet
from skoleporten.schools.models import School
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.wording import in_language

STILL_OPEN = "not_closed"
STATES = (
    (STILL_OPEN, _("All that are not closed")),
    (Concern.State.OPEN.value, _("Nobody has acted yet")),
    (Concern.State.ACTED.value, _("Being followed up")),
    (Concern.State.CLOSED.value, _("Closed")),
)
# Never by how much absence there is: a list of work is no ranking of pupils.
SORTS: dict[str, Sequence[Any]] = {
    "waiting": (F("first_action_at").asc(nulls_first=True), "opened_at", "id"),
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
    ("waiting", _("Nobody has acted, longest waiting first")),
    ("newest", _("Newest first")),
    ("name", _("Name")),
    ("grade", _("Grade and class")),
)
EVERYTHING = ("", _("All"))


class SelectionForm(forms.Form):
    """A choice that is not offered (an old link, another school) is left out and not an error."""

    school = forms.ChoiceField(label=_("School"), required=False)
    grade = forms.ChoiceField(label=_("Grade"), required=False)
    rule = forms.ChoiceField(label=_("Reason"), required=False)
    state = forms.ChoiceField(label=_("Follow-up"), required=False, choices=STATES)
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=SORT_NAMES)

    def __init__(
        self, data: Any, *, schools: Sequence[School], grades: Iterable[int], rule_sets: Iterable[RuleSet]
    ) -> None:
        super().__init__(data)
        self._choices("school", [(str(school.public_id), school.name) for school in schools])
        self._choices("grade", [(str(grade), _("Grade %(grade)s") % {"grade": grade}) for grade in grades])
        rules = {rule.full_id: in_language(rule.text) for rule_set in rule_sets for rule in rule_set.rules}
        self._choices("rule", list(rules.items()))
        if len(schools) < 2:
            del self.fields["school"]

    def _choices(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = [EVERYTHING, *choices]  # type: ignore[attr-defined]

    def chosen(self, name: str) -> str:
        """What was chosen among what is offered; '' for everything."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


def selection_form(request: ActingRequest, rule_sets: Iterable[RuleSet]) -> SelectionForm:
    schools = list(School.objects.filter(pk__in=request.actor.school_ids))
    grades = sorted({grade for school in schools for grade in school.grades})
    return SelectionForm(request.GET, schools=schools, grades=grades, rule_sets=rule_sets)


def selected_concerns(request: ActingRequest, form: SelectionForm) -> QuerySet[Concern]:
    visible = Concern.objects.visible_to(request.actor, Purpose.FOLLOW_UP, request.today)
    chosen = _in_state(visible, form.chosen("state"))
    if school := form.chosen("school"):
        chosen = chosen.filter(pupil__measure__school__public_id=school)
    if grade := form.chosen("grade"):
        chosen = chosen.filter(pupil__measure__grade=int(grade))
    if rule := form.chosen("rule"):
        chosen = chosen.filter(pupil__signals__rule_id=rule, pupil__signals__is_current=True)
    return with_what_a_row_needs(chosen).order_by(*SORTS.get(form.chosen("sort"), SORTS["waiting"]))


def _in_state(concerns: QuerySet[Concern], state: str) -> QuerySet[Concern]:
    if state in Concern.State.values:
        return concerns.filter(state=state)
    return concerns.exclude(state=Concern.State.CLOSED)


def with_what_a_row_needs(concerns: QuerySet[Concern]) -> QuerySet[Concern]:
    current = Signal.objects.filter(is_current=True).order_by("rule_id")
    return concerns.select_related(
        "pupil", "school", "pupil__measure", "pupil__measure__school", "pupil__measure__school_class"
    ).prefetch_related(Prefetch("pupil__signals", queryset=current, to_attr="current_signals"))
