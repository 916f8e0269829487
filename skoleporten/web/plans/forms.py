"""The whole of a step, as one form. The tablet asks the same fields a few at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from skoleporten.plans.answers import MAY_CHOOSE, Said
from skoleporten.plans.steps import AUDIENCES, Draft
from skoleporten.rules import plan as rules
from skoleporten.rules.ladder import RUNGS, Rung, number_of
from skoleporten.rules.plan import Answer, Basis, Change, Expectation, Rests
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.plans.week_fields import DayFields, agreed_from, days_of, places, week_fields
from skoleporten.web.rules.wording import in_language
from skoleporten.web.schools.forms import DayField

EXPECTATIONS = (1, 2, 3)
OF_EXPECTATION = ("expected", "adapted", "responsible", "chooses")
LETTERS = 4000


def long_text(rows: int = 3, **given: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    defaults: dict[str, Any] = {"required": False, "max_length": LETTERS, "widget": widget}
    return forms.CharField(**defaults | given)


def choices_of(texts: Mapping[Any, Mapping[str, str]]) -> list[tuple[str, str]]:
    return [(str(code), in_language(words)) for code, words in texts.items()]


class AnswerForm(OnceForm):
    """What the pupil says. Nothing is chosen beforehand, least of all who may read it."""

    answer = forms.ChoiceField(label=_("What does the pupil say to it?"), widget=forms.RadioSelect)
    words = long_text(
        5,
        label=_("In the pupil’s own words"),
        help_text=_("As it was said. It is never changed afterwards; more can be added."),
    )
    why_not_asked = long_text(
        2, label=_("Why is the pupil not asked yet?"), help_text=_("Only where nobody has asked.")
    )
    answer_for = forms.MultipleChoiceField(
        label=_("Who else may read the words?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("guardians", _("The guardians")),
            ("school", _("The school: the teacher and the leader")),
            ("specialists", _("Specialists in the team around the pupil")),
        ],
        help_text=_("The pupil chooses. The adults at Skoleporten read them, and the pupil."),
    )
    said_on = DayField(label=_("When was it said?"))

    def __init__(self, *given: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.fields["answer"].choices = choices_of(rules.ANSWERS)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("answer") == Answer.NOT_ASKED and not values.get("why_not_asked"):
            self.add_error("why_not_asked", now_in_words("Say why the pupil is not asked yet."))
        return values

    @property
    def said(self) -> Said:
        values = self.cleaned_data
        chosen = frozenset(values.get("answer_for", ())) & frozenset(MAY_CHOOSE)
        return Said(
            Answer(values["answer"]), values["said_on"], values["words"], values["why_not_asked"], audiences=chosen
        )


class BasisForm(OnceForm):
    basis = forms.ChoiceField(label=_("What does it rest on?"), widget=forms.RadioSelect, required=False)
    decided_by = forms.CharField(label=_("Who decided?"), max_length=160, required=False)
    until = DayField(label=_("Until when?"), required=False, help_text=_("The last day that it holds."))
    basis_words = long_text(2, label=_("What it is, and where the paper lies"))

    def __init__(self, *given: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.fields["basis"].choices = choices_of(rules.BASES)  # type: ignore[attr-defined]

    @property
    def rests(self) -> Rests | None:
        values = self.cleaned_data
        if not values.get("basis"):
            return None
        return Rests(Basis(values["basis"]), values["decided_by"], values["until"], values["basis_words"])


class StepForm(AnswerForm, BasisForm):
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0, required=False)
    what_changes = forms.ChoiceField(label=_("What is the one thing that changes?"), widget=forms.RadioSelect)
    is_pause = forms.BooleanField(
        label=_("An agreed pause: no time is agreed now"),
        required=False,
        help_text=_("The leader of the pupil’s school is told at once."),
    )
    usual_place = forms.ChoiceField(label=_("Where?"), required=False, choices=lambda: [("", "–"), *places()])
    usual_people = forms.CharField(
        label=_("Who meets the pupil?"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"list": "people"}),
    )
    academics = long_text(2, label=_("The subjects, if any"))
    transport = forms.CharField(label=_("The way here"), max_length=200, required=False)
    remote_reason = long_text(
        2,
        label=_("Why is remote teaching allowed for this pupil?"),
        help_text=_("Only where some of it is remote (opplæringslova § 14-4)."),
    )
    fallback = long_text(label=_("What do we do on a hard day?"))
    why = long_text(2, label=_("Why this step, and why now?"))
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day, if one is agreed"), required=False)
    audiences = forms.MultipleChoiceField(
        label=_("Who may read the plan?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("pupil", _("The pupil")),
            ("guardians", _("The guardians")),
            ("school", _("The school: the teacher and the leader")),
            ("specialists", _("Specialists in the team around the pupil")),
        ],
        help_text=_("The adults at Skoleporten always do."),
    )

    def __init__(self, *given: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.fields["what_changes"].choices = choices_of(rules.CHANGES)  # type: ignore[attr-defined]
        self.fields |= week_fields()
        for number in EXPECTATIONS:
            self.fields |= _expectation_fields(number)

    def clean_seen(self) -> int:
        return self.cleaned_data["seen"] or 0

    def days(self) -> Iterator[DayFields]:
        return days_of(self)

    def rows(self) -> Iterator[tuple[int, list[BoundField]]]:
        """What is expected, beside what the school adapts."""
        for number in EXPECTATIONS:
            yield number, [self[f"e{number}_{name}"] for name in OF_EXPECTATION]

    def has_more_rows(self) -> bool:
        return any(field.value() or field.errors for number, row in self.rows() if number > 1 for field in row)

    @property
    def planned(self) -> Draft:
        values = self.cleaned_data
        return Draft(
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            agreed=agreed_from(values),
            what_changes=Change(values["what_changes"]),
            said=self.said,
            fallback=values["fallback"],
            remote_reason=values["remote_reason"],
            why=values["why"],
            expectations=[_expectation(values, number) for number in EXPECTATIONS],
            rests=self.rests,
            audiences=frozenset(values["audiences"]) & AUDIENCES,
        )


class TakeBackForm(forms.Form):
    why = forms.CharField(label=_("Why is it taken back?"), max_length=LETTERS)


class MoveForm(OnceForm):
    """A move on the ladder; also staying is one."""

    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0, required=False)
    to = forms.ChoiceField(label=_("Where is the pupil now?"), widget=forms.RadioSelect)
    on = DayField(label=_("From which day?"))
    why = long_text(3, label=_("Why?"), required=True, help_text=_("What you see, and what the pupil says about it."))

    def __init__(self, *given: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        named = [(str(rung), f"{number_of(rung)}. {in_language(RUNGS[rung].name)}") for rung in Rung]
        self.fields["to"].choices = named  # type: ignore[attr-defined]

    def clean_seen(self) -> int:
        return self.cleaned_data["seen"] or 0


def next_school_day(today: dt.date, has_plan: bool) -> dt.date:
    """Today for a first plan; else the next day, as what is agreed today stands."""
    day = today + dt.timedelta(days=1) if has_plan else today
    while day.weekday() > 4:
        day += dt.timedelta(days=1)
    return day


def _expectation_fields(number: int) -> dict[str, forms.Field]:
    chooses = forms.ChoiceField(
        label=_("Who chooses in it?"), required=False, choices=lambda: [("", "–"), *choices_of(rules.WHO_CHOOSES)]
    )
    return {
        f"e{number}_expected": long_text(2, label=_("What is expected of the pupil?")),
        f"e{number}_adapted": long_text(2, label=_("What does the school adapt?")),
        f"e{number}_responsible": forms.CharField(
            label=_("Who at the school sees to it?"), max_length=160, required=False
        ),
        f"e{number}_chooses": chooses,
    }


def _expectation(values: Mapping[str, Any], number: int) -> Expectation:
    return Expectation(**{name: values.get(f"e{number}_{name}") or "" for name in OF_EXPECTATION})
