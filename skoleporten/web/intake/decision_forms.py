"""The decision as a form: first what and of what kind, with nothing chosen beforehand, then only what that needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.access import languages
from skoleporten.access.models import Language, User
from skoleporten.intake.grounds_of_decision import Decided
from skoleporten.intake.letters import measures_in
from skoleporten.intake.models.decisions import TEXTS, Kind, Outcome, Told
from skoleporten.rules import decision as rules
from skoleporten.rules.decision import Field, IncompleteDecisionError
from skoleporten.rules.measure import Measure, missing
from skoleporten.web.intake.forms import OnceForm, long_text
from skoleporten.web.intake.meeting_forms import say_which_lacks
from skoleporten.web.schools.forms import DayField

MEASURES = 3
OF_A_MEASURE = ("problem", "measure", "who", "starts", "evaluated_on")
NEEDED_TEXTS = ("choice", "reason", "alternatives", "childs_best", "what_happens_now", "who_is_told")
OF_INDIVIDUAL = ("facts", "legal_rule", "grounds", "pupils_view")
YES_NO = [("yes", _("Yes")), ("no", _("Not yet"))]
LABELS: dict[str, Any] = {
    "choice": (
        _("What have you chosen?"),
        _("Describe what it is, for this child. It is a choice that you make together; nothing here works it out."),
    ),
    "reason": (_("Why?"), ""),
    "alternatives": (_("What else have you thought of?"), _("And why you did not choose it.")),
    "childs_best": (_("What is best for the child?"), _("What you have weighed, and what the child needs most now.")),
    "pupils_view": (
        _("What does the pupil say about it?"),
        _("In own words where you can. Write only what the pupil wants the guardians to read."),
    ),
    "facts": (_("What do you know?"), _("The facts that the decision rests on, in short.")),
    "legal_rule": (_("Which rule have you used?"), _("The municipality checks that it is the right one.")),
    "grounds": (_("How have you weighed it?"), ""),
    "what_happens_now": (_("What happens now?"), _("Who does what, and when.")),
    "who_is_told": (_("Who is told?"), ""),
    "to_pupil": (
        _("A few words to the pupil"),
        _("They stand in the pupil’s own letter. Short and simple, in the words that the pupil uses."),
    ),
}
FORM_FIELD_OF = {
    Field.CHILDS_STORY: "childs_story",
    Field.REVIEW_DATE: "next_review",
    Field.ASSESSMENT: "assessed_on",
    Field.FOLLOWER: "followed_up_by",
}


class ChooseForm(forms.Form):
    """Nothing is chosen beforehand, and the order says nothing of what is better."""

    outcome = forms.ChoiceField(label=_("What is decided?"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("Of what kind is it?"), choices=Kind, widget=forms.RadioSelect)

    def __init__(self, *given: Any, outcomes: Sequence[rules.Outcome], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.fields["outcome"].choices = [(str(one), Outcome(one).label) for one in outcomes]  # type: ignore[attr-defined]
        say_which_lacks(self)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if {"outcome", "kind"} <= values.keys():
            kinds = rules.KINDS_OF[rules.Outcome(values["outcome"])]
            if values["kind"] not in kinds:
                words = ", ".join(str(Kind(one).label) for one in rules.Kind if one in kinds)
                self.add_error("kind", gettext("This outcome can be: %(kinds)s.") % {"kinds": words})
        return values


class DecisionForm(OnceForm):
    """Holds the fields that `outcome` and `kind` need, and no others. `corrects`: it takes the place of another."""

    why = long_text(
        label=_("Why do you replace the decision?"), help_text=_("The first one stays, and both can be read.")
    )
    is_story_heard = forms.ChoiceField(
        label=_("Has the child told how it is?"), choices=YES_NO, widget=forms.RadioSelect
    )
    childs_story = long_text(
        label=_("What has the child told, or why has nobody heard it yet?"),
        help_text=_("In short. The story itself stands in the intake talk. No family letter shows this."),
    )
    next_review = DayField(label=_("Looked at again on"))
    followed_up_by = forms.ChoiceField(label=_("Who follows up meanwhile"))
    receiver = forms.CharField(
        label=_("Who goes on with it?"),
        help_text=_("The school or the service."),
        max_length=200,
    )
    follower = forms.CharField(label=_("Who there follows up the pupil?"), max_length=200)
    complaint_deadline = DayField(
        label=_("Last day to complain"),
        help_text=_("Three weeks from today is proposed. The municipality checks it."),
    )
    complaint_instance = forms.CharField(
        label=_("Who decides a complaint in the end?"),
        help_text=_("The municipality checks it."),
        max_length=120,
    )
    complaint_to = forms.CharField(
        label=_("Where is a complaint sent?"),
        help_text=_("To us: e-mail or postal address of the municipality."),
        max_length=300,
    )
    is_ito = forms.BooleanField(
        label=_("Individually adapted education (ITO) is a part of it"),
        help_text=_("Then PPT’s assessment is there first, and the consents to the assessment and to the decision."),
        required=False,
    )
    assessed_on = DayField(label=_("Date of PPT’s assessment"), required=False)
    to_school = long_text(
        label=_("What does the school need to know?"),
        help_text=_(
            "It stands in the letter to the school, with the outcome and the school’s measures. Nothing else does."
        ),
        required=False,
    )
    decided_on = DayField(label=_("Decided on"))
    told_time = forms.TimeField(
        label=_("The family was told at"),
        help_text=_("The same day."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
    )
    told_how = forms.ChoiceField(label=_("How were they told?"), choices=Told, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language you have written in"), choices=Language, initial=languages.written)

    def __init__(
        self, *given: Any, outcome: str, kind: str, people: Iterable[User], corrects: bool = False, **fields: Any
    ) -> None:
        super().__init__(*given, **fields)
        self.outcome, self.kind, self.corrects = outcome, kind, corrects
        self.people = {str(one.public_id): one for one in people}
        for name in TEXTS:
            self.fields[name] = _text_field(name, kind)
        self._leave_out()
        if "followed_up_by" in self.fields:
            names = [("", "–"), *((key, str(one)) for key, one in self.people.items())]
            self.fields["followed_up_by"].choices = names  # type: ignore[attr-defined]
        if self.has_measures:
            for number in range(MEASURES):
                self.fields |= _fields_of_a_measure(number)
        say_which_lacks(self)

    @property
    def has_measures(self) -> bool:
        return self.outcome == rules.Outcome.SCHOOL_WITH_MEASURES

    @property
    def is_individual(self) -> bool:
        return self.kind == rules.Kind.INDIVIDUAL_DECISION

    @property
    def measure_rows(self) -> list[list[BoundField]]:
        if not self.has_measures:
            return []
        return [[self[f"measure_{number}_{name}"] for name in OF_A_MEASURE] for number in range(MEASURES)]

    @property
    def has_more_measures(self) -> bool:
        """Something stands in those that are folded away."""
        return any(field.value() for row in self.measure_rows[1:] for field in row)

    def group(self, *names: str) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    @property
    def what(self) -> list[BoundField]:
        return self.group("why", "choice", "reason", "alternatives", "childs_best")

    @property
    def child(self) -> list[BoundField]:
        return self.group("is_story_heard", "childs_story", "pupils_view")

    @property
    def individual(self) -> list[BoundField]:
        names = ("facts", "legal_rule", "grounds", "is_ito", "assessed_on")
        return self.group(*names, "complaint_deadline", "complaint_instance", "complaint_to")

    @property
    def further(self) -> list[BoundField]:
        return self.group("receiver", "follower", "next_review", "followed_up_by", "what_happens_now", "who_is_told")

    @property
    def letters(self) -> list[BoundField]:
        return self.group("to_pupil", "to_school", "language")

    @property
    def telling(self) -> list[BoundField]:
        return self.group("decided_on", "told_time", "told_how")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for number, one in self._filled_measures():
            if missing(one):
                self.add_error(f"measure_{number}_measure", gettext("Fill in all five, or none of them."))
        return values

    @property
    def decided(self) -> Decided:
        values = self.cleaned_data
        told_at = timezone.make_aware(dt.datetime.combine(values["decided_on"], values["told_time"]))
        told = {name: values.get(name, "") for name in TEXTS}
        plain = ("receiver", "follower", "complaint_instance", "complaint_to", "to_school")
        is_ito = values.get("is_ito", False)
        return Decided(
            outcome=self.outcome, kind=self.kind, language=values["language"], decided_on=values["decided_on"],
            told_at=told_at, told_how=values["told_how"], is_story_heard=values["is_story_heard"] == "yes",
            childs_story=values["childs_story"], texts=told, next_review=values.get("next_review"),
            followed_up_by=self.people.get(values.get("followed_up_by", "")),
            complaint_deadline=values.get("complaint_deadline"), is_ito=is_ito,
            assessed_on=values.get("assessed_on") if is_ito else None,
            measures=tuple(one for _number, one in self._filled_measures()),
            **{name: values.get(name, "") for name in plain},
        )  # fmt: skip

    def say_what_lacks(self, error: IncompleteDecisionError) -> None:
        """Each beside its field, where the form has it."""
        for lack in error.lacks:
            name = FORM_FIELD_OF.get(lack, str(lack))
            name = "follower" if lack == Field.FOLLOWER and "followed_up_by" not in self.fields else name
            self.add_error(
                name if name in self.fields else None, gettext("Fill this in, with a fitting date if it is one.")
            )

    def _leave_out(self) -> None:
        needed = rules.required(rules.Kind(self.kind), rules.Outcome(self.outcome))
        waits = self.outcome == rules.Outcome.WAITING
        is_there = {
            "why": self.corrects,
            "next_review": Field.REVIEW_DATE in needed,
            "followed_up_by": waits,
            "receiver": Field.RECEIVER in needed,
            "follower": Field.FOLLOWER in needed and not waits,
            "is_ito": self.is_individual,
            "assessed_on": self.is_individual,
        }
        is_there |= dict.fromkeys(("facts", "legal_rule", "grounds"), self.is_individual)
        is_there |= {f"complaint_{name}": self.is_individual for name in ("deadline", "instance", "to")}
        for name, stays in is_there.items():
            if not stays:
                del self.fields[name]

    def _filled_measures(self) -> list[tuple[int, Measure]]:
        if not self.has_measures:
            return []
        rows = [
            (number, {name: self.cleaned_data.get(f"measure_{number}_{name}") for name in OF_A_MEASURE})
            for number in range(MEASURES)
        ]
        return [(number, _measure(row)) for number, row in rows if any(row.values())]


class TextForm(forms.Form):
    """The texts of a decision in another language: those that it has, each with the first beside it."""

    def __init__(self, *given: Any, decision: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.written = {name: getattr(decision, name) for name in TEXTS if getattr(decision, name)}
        for name in self.written:
            self.fields[name] = long_text(label=LABELS[name][0])
        if measures := measures_in(decision, decision.language):
            self.written["measures"] = "\n".join(measures)
            self.fields["measures"] = long_text(label=_("What the school does"), help_text=_("One measure a line."))
        say_which_lacks(self)

    @property
    def rows(self) -> list[tuple[BoundField, str]]:
        return [(self[name], text) for name, text in self.written.items()]


class ToldForm(forms.Form):
    how = forms.ChoiceField(label=_("How"), choices=[("", "–"), *Told.choices])
    interpreter_language = forms.CharField(label=_("Language of the interpreter"), max_length=60, required=False)


def _text_field(name: str, kind: str) -> forms.CharField:
    label, help_text = LABELS[name]
    is_needed = name in NEEDED_TEXTS or (name in OF_INDIVIDUAL and kind == rules.Kind.INDIVIDUAL_DECISION)
    return long_text(label=label, help_text=help_text, required=is_needed)


def _fields_of_a_measure(number: int) -> dict[str, forms.Field]:
    return {
        f"measure_{number}_problem": forms.CharField(label=_("What is to be solved?"), max_length=500, required=False),
        f"measure_{number}_measure": forms.CharField(label=_("What is done?"), max_length=500, required=False),
        f"measure_{number}_who": forms.CharField(label=_("Who does it?"), max_length=200, required=False),
        f"measure_{number}_starts": DayField(label=_("When does it start?"), required=False),
        f"measure_{number}_evaluated_on": DayField(label=_("When do you look at how it works?"), required=False),
    }


def _measure(row: dict[str, Any]) -> Measure:
    return Measure(
        problem=row["problem"] or "", measure=row["measure"] or "", starts=row["starts"], who=row["who"] or "",
        evaluated_on=row["evaluated_on"],
    )  # fmt: skip
