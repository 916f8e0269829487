"""What somebody writes down about a pupil's days, and what the team makes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.access.models import User
from skoleporten.judgement.models import Evaluation, Note
from skoleporten.rules import judgement as rules
from skoleporten.rules.judgement.goals import Turn
from skoleporten.rules.presence.places import PLACES
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.rules.wording import in_language
from skoleporten.web.schools.forms import DayField

MOST_LETTERS = 20_000
Code = TypeVar("Code", bound=StrEnum)
WRITE = {"required": _("Write a few words.")}
WHEN_WRONG = {"required": _("Choose a date.")}


def choices_of(texts: Mapping[Code, Mapping[str, str]], only: Iterable[Code] | None = None) -> list[tuple[str, str]]:
    """In the page's language, in the order of the rules."""
    kept = set(texts if only is None else only)
    return [(code.value, in_language(words)) for code, words in texts.items() if code in kept]


def text_field(rows: int = 4, **fields: Any) -> forms.CharField:
    fields.setdefault("max_length", MOST_LETTERS)
    fields.setdefault("error_messages", WRITE)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **fields)


class NoteForm(OnceForm):
    """One field is needed. All else has an answer already, or may be left as it is."""

    looked = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1)
    observation = text_field(
        5, label=_("What did you see or hear?"), required=False,
        help_text=_("As a film would show it: what happened, what was said, and for how long."),
    )  # fmt: skip
    childs_words = text_field(2, label=_("What did the child say, in own words?"), required=False)
    interpretation = text_field(
        2, label=_("What do you think it means?"), required=False,
        help_text=_("An interpretation. It is marked as one wherever it is read."),
    )  # fmt: skip
    audiences = forms.MultipleChoiceField(
        label=_("Who may read it?"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who may read it.")},
    )  # fmt: skip
    seen_on = DayField(label=_("Which day?"), error_messages=WHEN_WRONG)
    place = forms.ChoiceField(label=_("Where?"), required=False, widget=forms.RadioSelect)
    staff = forms.MultipleChoiceField(
        label=_("Which of the staff were there?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    present = forms.MultipleChoiceField(
        label=_("Who else was there?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    DETAILS = ("seen_on", "place", "staff", "present")

    def __init__(self, *given: Any, staff: Sequence[User], readers: Iterable[rules.Audience], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.people = {str(one.public_id): one for one in staff}
        self._offer("audiences", choices_of(rules.AUDIENCES, readers))
        self._offer("place", [("", gettext("Not said")), *choices_of(PLACES)])
        self._offer("staff", [(key, str(one)) for key, one in self.people.items()])
        self._offer("present", choices_of(rules.PRESENT))
        if not self.people:
            del self.fields["staff"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        told = rules.Note(*(values.get(name, "") for name in ("observation", "interpretation", "childs_words")))
        if rules.NoteLack.OBSERVATION in told.lacks:
            self.add_error("observation", gettext("Write what was seen or heard that the interpretation rests on."))
        elif rules.NoteLack.ANYTHING in told.lacks:
            self.add_error("observation", gettext("Write what was seen or heard, or what the child said."))
        return values

    @property
    def details(self) -> list[forms.BoundField]:
        """What may be left as it is."""
        return [self[name] for name in self.DETAILS if name in self.fields]

    @property
    def has_wrong_details(self) -> bool:
        return any(name in self.errors for name in self.DETAILS)


class CorrectionForm(NoteForm):
    """`seen`: the text that stood on the page."""

    seen = forms.UUIDField(widget=forms.HiddenInput)
    why = forms.CharField(label=_("Why is it corrected?"), max_length=500, error_messages=WRITE)


class WhyForm(OnceForm):
    why = text_field(2, label=_("Why?"), max_length=500)


class RoundForm(OnceForm):
    about = forms.CharField(
        label=_("What do you want to understand?"), max_length=300, error_messages=WRITE,
        help_text=_("As a question, such as: What happens on the mornings when it works?"),
    )  # fmt: skip


class AssessmentForm(forms.Form):
    seen_version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)
    observations = forms.MultipleChoiceField(
        label=_("Which notes does it rest on?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    facts_point_to = text_field(6, label=_("What do the facts point to?"), help_text=_("Several answers may be right."))
    not_known = text_field(3, label=_("What do we not know yet?"), required=False)
    law = text_field(2, label=_("What does the law say?"), required=False, max_length=4000)
    curriculum = text_field(2, label=_("What does the curriculum say?"), required=False, max_length=4000)
    colleagues = text_field(2, label=_("What do colleagues say?"), required=False, max_length=4000)
    specialists = text_field(2, label=_("What do specialists say?"), required=False, max_length=4000)
    TEXTS = ("facts_point_to", "not_known", "law", "curriculum", "colleagues", "specialists")

    def __init__(self, *given: Any, notes: Sequence[tuple[Note, str]], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.notes = {str(note.public_id): note for note, _label in notes}
        labels = [(str(note.public_id), label) for note, label in notes]
        self.fields["observations"].choices = labels  # type: ignore[attr-defined]
        if not labels:
            del self.fields["observations"]

    @property
    def chosen(self) -> list[Note]:
        return [self.notes[key] for key in self.cleaned_data.get("observations", ())]


class DecisionForm(OnceForm):
    """The child's story comes first: where it stands, or why it is not heard."""

    NOT_HEARD = "not_heard"
    heard = forms.ChoiceField(
        label=_("Where does the child’s own story stand?"), widget=forms.RadioSelect,
        error_messages={"required": _("Say where the child’s story stands, or that it is not heard.")},
    )  # fmt: skip
    why_not_heard = text_field(
        2, label=_("Why is it not heard?"), required=False, max_length=2000, help_text=_("Only where it is not heard.")
    )
    choice = text_field(4, label=_("What do you choose?"))
    reason = text_field(3, label=_("Why?"))
    alternatives = text_field(3, label=_("What else did you consider, and why not that?"))
    childs_best = text_field(3, label=_("Why is it best for the child?"))
    took_part = forms.CharField(label=_("Who took part?"), max_length=1000, error_messages=WRITE)
    who_is_told = forms.CharField(
        label=_("Who must be told?"), max_length=1000, error_messages=WRITE,
        help_text=_("Colleagues, leaders, the home, the school. Write “nobody else” where it is so."),
    )  # fmt: skip
    decided_on = DayField(label=_("Which day?"), error_messages=WHEN_WRONG)
    why = text_field(2, label=_("Why is the decision replaced?"), max_length=1000)
    TEXTS = ("choice", "reason", "alternatives", "childs_best", "took_part", "who_is_told", "why_not_heard")

    def __init__(self, *given: Any, places: Sequence[tuple[str, str]], replaces: bool = False, **fields: Any) -> None:
        super().__init__(*given, **fields)
        offered = [*places, (self.NOT_HEARD, gettext("It is not heard yet"))]
        self.fields["heard"].choices = offered  # type: ignore[attr-defined]
        if not replaces:
            del self.fields["why"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("heard") == self.NOT_HEARD and not values.get("why_not_heard"):
            self.add_error("why_not_heard", gettext("Say why the child is not heard yet."))
        return values


class CaseMeasureForm(OnceForm):
    """The five fields, and the question that is asked with each measure."""

    problem = text_field(2, label=_("What is to be solved?"), max_length=500)
    what = text_field(2, label=_("What is done?"), max_length=500)
    who = forms.CharField(label=_("Who does it?"), max_length=200, error_messages=WRITE)
    who_else = forms.CharField(max_length=500, required=False)
    starts_on = DayField(label=_("When does it start?"), error_messages=WHEN_WRONG)
    evaluate_on = DayField(label=_("When do you look at how it works?"), error_messages=WHEN_WRONG)
    readers = forms.MultipleChoiceField(
        label=_("Whom does it name, or who has agreed to it?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("They read the measure. The staff of the case always do."),
    )  # fmt: skip

    def __init__(self, *given: Any, school: str, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.fields["who_else"].label = in_language(rules.WHO_ELSE)
        offered = [("guardian", gettext("The guardians")), ("pupil", gettext("The pupil"))]
        if school:
            offered.insert(0, ("school", gettext("The school: %(name)s") % {"name": school}))
        self.fields["readers"].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = values.get("starts_on"), values.get("evaluate_on")
        if first and last and last < first:
            self.add_error("evaluate_on", gettext("The measure is looked at before it starts. Correct the dates."))
        return values


class LookForm(OnceForm):
    """Looking at a measure on its date."""

    seen = text_field(3, label=_("What do you see now?"), max_length=1000)
    pupils_view = text_field(2, label=_("What does the pupil say?"), required=False, max_length=500)
    decided = forms.ChoiceField(
        label=_("What happens with the measure?"), choices=Evaluation.Next, widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happens with the measure.")},
    )  # fmt: skip
    evaluate_on = DayField(label=_("When do you look at it next?"), required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        goes_on = values.get("decided") not in (None, Evaluation.Next.END)
        if goes_on and not values.get("evaluate_on") and "evaluate_on" not in self.errors:
            self.add_error("evaluate_on", gettext("Say when you look at it next."))
        return values


class GoalForm(OnceForm):
    """Its place is one question: a square of the grid, or one beside it."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)
    words = text_field(2, label=_("The goal, in the pupil’s own words"), max_length=500)
    noticed_by = text_field(2, label=_("How would one notice it?"), max_length=1000)
    said_by = forms.ChoiceField(
        label=_("Who put it like that?"), widget=forms.RadioSelect, error_messages={"required": _("Choose who.")}
    )
    square = forms.ChoiceField(
        label=_("Where does it belong?"), widget=forms.RadioSelect, error_messages={"required": _("Choose one place.")}
    )
    readers = forms.MultipleChoiceField(
        label=_("Who may read it?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("The staff of the case always do."),
    )  # fmt: skip
    why = text_field(2, label=_("Why is it changed?"), max_length=1000)

    def __init__(self, *given: Any, is_new: bool = True, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.fields["said_by"].choices = choices_of(rules.SAID_BY)  # type: ignore[attr-defined]
        self.fields["square"].choices = squares()  # type: ignore[attr-defined]
        both = choices_of(rules.AUDIENCES, (rules.Audience.GUARDIAN, rules.Audience.PUPIL))
        self.fields["readers"].choices = both  # type: ignore[attr-defined]
        if is_new:
            del self.fields["why"]


class TurnForm(OnceForm):
    turn = forms.ChoiceField(
        label=_("What happened?"), widget=forms.RadioSelect, error_messages={"required": _("Choose what happened.")}
    )
    words = text_field(2, label=_("In a few words: what, and why?"), max_length=1000)
    on = DayField(label=_("Which day?"), error_messages=WHEN_WRONG)

    def __init__(self, *given: Any, is_open: bool, **fields: Any) -> None:
        super().__init__(*given, **fields)
        offered = (Turn.STEP, Turn.REACHED, Turn.LEFT) if is_open else (Turn.TAKEN_UP,)
        self.fields["turn"].choices = [(one.value, TURNS[one]) for one in offered]  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    words = forms.CharField(
        label=_("Our own words"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("One a line. A star at the end stands for any ending: umotiver*"),
    )  # fmt: skip
    with_shipped = forms.BooleanField(label=_("Ask about the words of the shipped list too"), required=False)


TURNS: Mapping[Turn, Any] = {
    Turn.STEP: _("A step toward it"),
    Turn.CHANGED: _("Changed"),
    Turn.REACHED: _("Reached"),
    Turn.LEFT: _("Left: it does not fit, or not now"),
    Turn.TAKEN_UP: _("Taken up again"),
}


def squares() -> list[tuple[str, str]]:
    """The nine of the grid, then what lies beside it."""
    grid = [
        (
            f"{part.value}.{how.value}",
            f"{in_language(rules.PARTICIPATIONS[part])} – {in_language(rules.APPROACHES[how])}",
        )
        for part in rules.Participation
        for how in rules.Approach
    ]
    beside = [kind for kind in rules.GoalKind if kind is not rules.GoalKind.GRID]
    return [*grid, *choices_of(rules.KINDS, beside)]


def place_of(square: str) -> dict[str, str]:
    """What a choice of `squares` says, as the action asks for it."""
    if "." not in square:
        return {"kind": square}
    participation, approach = square.split(".")
    return {"kind": rules.GoalKind.GRID.value, "participation": participation, "approach": approach}


def weeks_on(day: dt.date, weeks: int = 3) -> dt.date:
    return day + dt.timedelta(weeks=weeks)
