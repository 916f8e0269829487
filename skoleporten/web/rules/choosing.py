"""An administrator chooses for the municipality: which rule sets put a pupil on the list, and which routine follows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access import languages
from skoleporten.access.roles import Role
from skoleporten.concerns import choice_actions, costs, routines, rule_sets
from skoleporten.concerns.chosen import Choice, RuleSetCost
from skoleporten.rules.concern import load_rule_set
from skoleporten.rules.errors import RefusedError
from skoleporten.rules.follow_up import Routine, deadline_in_words, who_in_words
from skoleporten.web.components import Crumb
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest
from skoleporten.web.rules.costs import table_of
from skoleporten.web.rules.wording import in_language


class ChoosingForm(forms.Form):
    rule_set_names = forms.MultipleChoiceField(
        label=gettext_lazy("Rule sets"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one rule set.")},
    )  # fmt: skip
    routine_id = forms.ChoiceField(label=gettext_lazy("Routine"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Why?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Give the reason.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        sets = [(name, in_language(load_rule_set(name).name)) for name in rule_sets.names()]
        self.fields["rule_set_names"].choices = sets  # type: ignore[attr-defined]
        steps = [(one.id, f"{in_language(one.name)}. {in_language(one.about)}") for one in routines.may_be_chosen()]
        self.fields["routine_id"].choices = steps  # type: ignore[attr-defined]


@policy(roles={Role.ADMINISTRATOR}, purpose=None, writes=True)
def choose(request: ActingRequest) -> HttpResponse:
    used, routine = {rule_set.id for rule_set in rule_sets.in_use()}, routines.in_use()
    in_use = [name for name in rule_sets.names() if load_rule_set(name).id in used]
    initial = {"rule_set_names": in_use, "routine_id": routine.id}
    form = ChoosingForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            choice_actions.choose(by=request.actor, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Chosen. It holds from the next check on, and for what is opened after it."))
            return HttpResponseRedirect(reverse("rules"))
    kept = list(RuleSetCost.objects.filter(school_year=costs.year_to_count(request.today)))
    context = {
        "form": form,
        "trail": [Crumb(_("Rules"), reverse("rules")), Crumb(_("Choose rule sets and routine"))],
        "table": table_of(request, kept) if kept else None,
        "routines": [(one, steps_in_words(one)) for one in routines.may_be_chosen()],
        "newest": Choice.objects.select_related("chosen_by").first(),
    }
    return render(request, "rules/choosing.html", context)


def steps_in_words(routine: Routine) -> list[tuple[str, str, str]]:
    """Each step with by when and who, as on the pages of the routine."""
    language = languages.written()
    return [
        (in_language(step.name), deadline_in_words(step.deadline, routine, language), who_in_words(step.who, language))
        for step in routine.steps
    ]
