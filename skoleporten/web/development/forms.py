"""What is written about a trial, stage by stage. An idea needs its question alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.access.models import User
from skoleporten.development.actions import Seen, Written
from skoleporten.development.models import Look
from skoleporten.rules.judgement import STAGES, Stage
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.judgement.forms import WRITE, text_field
from skoleporten.web.rules.wording import in_language
from skoleporten.web.schools.forms import DayField


@dataclass(frozen=True)
class Group:
    """The fields of one stage."""

    number: int
    name: str
    question: str
    fields: Sequence[forms.BoundField]


class TrialForm(OnceForm):
    """The four last go together: with a date there is somebody in charge, and something that is tried."""

    TEXTS = ("about", "observed", "hypothesis", "alternatives", "why", "noticed_by", "tries")
    STAGE_FIELDS = (
        (Stage.OBSERVE, ("observed",)),
        (Stage.ASSESS, ("hypothesis",)),
        (Stage.DECIDE, ("tries", "why", "alternatives", "noticed_by")),
        (Stage.ACT, ("owner", "starts_on", "evaluate_on")),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)
    about = forms.CharField(
        label=_("What do you want to find out about the offer?"), max_length=300, error_messages=WRITE,
        help_text=_("As a question. Those who come to the development meeting read it too: name no child."),
    )  # fmt: skip
    observed = text_field(3, label=_("What have you seen or heard?"), required=False)
    hypothesis = text_field(3, label=_("What do you believe it has to do with?"), required=False)
    tries = text_field(2, label=_("What do you try?"), required=False, max_length=1000)
    why = text_field(2, label=_("Why that?"), required=False)
    alternatives = text_field(2, label=_("What else did you consider?"), required=False)
    noticed_by = text_field(2, label=_("What would you notice if it helps?"), required=False, max_length=1000)
    owner = forms.ChoiceField(label=_("Who is in charge?"), required=False)
    starts_on = DayField(label=_("When does it start?"), required=False)
    evaluate_on = DayField(label=_("When do you look at it?"), required=False)

    def __init__(self, *given: Any, people: Sequence[User], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.people = {str(one.public_id): one for one in people}
        choices = [("", gettext("Nobody yet")), *((key, str(one)) for key, one in self.people.items())]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]

    @property
    def groups(self) -> list[Group]:
        return [
            Group(
                number, in_language(STAGES[stage].name), in_language(STAGES[stage].question), [self[n] for n in names]
            )
            for number, (stage, names) in enumerate(self.STAGE_FIELDS, start=1)
        ]

    @property
    def written(self) -> Written:
        values = self.cleaned_data
        return Written(
            **{name: values[name] for name in self.TEXTS},
            starts_on=values["starts_on"], evaluate_on=values["evaluate_on"], owner=self.people.get(values["owner"]),
        )  # fmt: skip


class LookForm(OnceForm):
    seen_version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)
    seen = text_field(3, label=_("What do you see now?"), max_length=1000)
    keep = text_field(2, label=_("What do you keep?"), required=False, max_length=1000)
    change = text_field(2, label=_("What do you change?"), required=False, max_length=1000)
    stop = text_field(2, label=_("What do you stop?"), required=False, max_length=1000)
    decided = forms.ChoiceField(
        label=_("What happens with it?"), choices=Look.Next, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happens with it.")},
    )  # fmt: skip
    evaluate_on = DayField(
        label=_("When do you look at it next?"), required=False, help_text=_("Leave it empty where it ends.")
    )

    @property
    def as_seen(self) -> Seen:
        values = self.cleaned_data
        return Seen(**{name: values[name] for name in ("seen", "keep", "change", "stop", "decided", "evaluate_on")})


class GroundForm(forms.Form):
    """`choices` by kind, and in them `<kind>:<public id>`."""

    thing = forms.ChoiceField(label=_("What does it rest on?"), error_messages={"required": _("Choose one.")})

    def __init__(self, *given: Any, choices: Sequence[tuple[str, Sequence[tuple[str, str]]]], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.fields["thing"].choices = [("", gettext("Choose one")), *choices]  # type: ignore[attr-defined]


class ResultForm(forms.Form):
    words = text_field(2, label=_("What does the result say?"), max_length=500)
    figure = forms.CharField(
        label=_("The figure"), required=False, max_length=60, help_text=_("Such as: 4 of 5 days")
    )  # fmt: skip
    of_what = forms.CharField(
        label=_("What is it of?"), required=False, max_length=200,
        help_text=_("Who and what is counted, such as: planned days of nine pupils"),
    )  # fmt: skip
    as_of = DayField(label=_("Counted up to which day?"), required=False)
