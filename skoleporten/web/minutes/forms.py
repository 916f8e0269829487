"""What is written in a meeting: who is there, a few words of each item, what is decided, and what is chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.access.models import User
from skoleporten.minutes.attendance import There
from skoleporten.minutes.deciding import Decided
from skoleporten.minutes.models import Alternative
from skoleporten.rules.minutes import Turn
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.schools.forms import DayField

MOST_LETTERS = 20_000
MOST_WAYS = 4
WRITE = {"required": _("Write a few words.")}
WHEN_WRONG = {"required": _("Choose a date.")}
NO_NAME = _("Everybody in the meeting reads it, so do not write a child’s name here.")


def text_field(rows: int = 3, **fields: Any) -> forms.CharField:
    fields.setdefault("max_length", MOST_LETTERS)
    fields.setdefault("error_messages", WRITE)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **fields)


class PrefixedIds(forms.Form):
    """Several forms stand on one screen: each has ids of its own, and the names that the address behind it expects."""

    ID = ""

    def __init__(self, *given: Any, **fields: Any) -> None:
        fields.setdefault("auto_id", f"{self.ID}_%s")
        super().__init__(*given, **fields)


class NoteForm(PrefixedIds):
    ID = "note"
    seen_version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)
    text = text_field(5, label=_("Short notes"), required=False)

    def __init__(self, *given: Any, is_about_nobody: bool = False, **fields: Any) -> None:
        super().__init__(*given, **fields)
        if is_about_nobody:
            self.fields["text"].help_text = NO_NAME


class DecisionForm(PrefixedIds, OnceForm):
    ID = "decide"
    words = text_field(2, label=_("What is decided?"), max_length=1000)
    owner = forms.ChoiceField(label=_("Who does it?"), error_messages={"required": _("Choose who does it.")})
    due = DayField(label=_("By when?"), error_messages=WHEN_WRONG)

    def __init__(self, *given: Any, doers: Sequence[User], is_about_nobody: bool = False, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.doers = {str(one.public_id): one for one in doers}
        choices = [("", gettext("Choose")), *((key, str(one)) for key, one in self.doers.items())]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]
        if is_about_nobody:
            self.fields["words"].help_text = NO_NAME

    @property
    def decided(self) -> Decided:
        values = self.cleaned_data
        return Decided(values["words"], self.doers[values["owner"]], values["due"])


class ChangeDecisionForm(DecisionForm):
    ID = "change"
    seen_version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)
    why = text_field(2, label=_("Why is it changed?"), max_length=1000)


class TurnForm(PrefixedIds, OnceForm):
    ID = "turn"
    turn = forms.ChoiceField(
        label=_("What happened?"), widget=forms.RadioSelect, error_messages={"required": _("Choose what happened.")}
    )
    words = text_field(2, label=_("In a few words"), required=False, max_length=1000)

    def __init__(self, *given: Any, is_open: bool, **fields: Any) -> None:
        super().__init__(*given, **fields)
        offered = (Turn.DONE, Turn.DROPPED) if is_open else (Turn.TAKEN_UP,)
        self.fields["turn"].choices = [(one.value, TURNS[one]) for one in offered]  # type: ignore[attr-defined]


class ChoiceForm(PrefixedIds, OnceForm):
    ID = "ask"
    question = text_field(2, label=_("What is there to choose?"), max_length=500)

    def __init__(self, *given: Any, is_about_nobody: bool = False, **fields: Any) -> None:
        super().__init__(*given, **fields)
        for number in range(1, MOST_WAYS + 1):
            label = gettext("Alternative %(number)s") % {"number": number}
            self.fields[f"way_{number}"] = forms.CharField(label=label, max_length=500, required=number < 3)
            self.fields[f"way_{number}"].error_messages["required"] = gettext("Write at least two alternatives.")
        if is_about_nobody:
            self.fields["question"].help_text = NO_NAME

    @property
    def ways(self) -> list[str]:
        return [self.cleaned_data.get(f"way_{number}", "") for number in range(1, MOST_WAYS + 1)]


class AlternativeForm(PrefixedIds, OnceForm):
    ID = "add"
    words = forms.CharField(label=_("One more alternative"), max_length=500, error_messages=WRITE)


class OfChoiceForm(PrefixedIds, OnceForm):
    alternative = forms.ChoiceField(
        label=_("Which alternative?"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose which alternative.")},
    )  # fmt: skip

    def __init__(self, *given: Any, alternatives: Sequence[Alternative], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.alternatives = {str(one.public_id): one for one in alternatives}
        offered = [(key, one.words) for key, one in self.alternatives.items()]
        self.fields["alternative"].choices = offered  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Alternative:
        return self.alternatives[self.cleaned_data["alternative"]]


class FavourForm(OfChoiceForm):
    ID = "favour"
    who = forms.CharField(
        label=_("Who leans that way?"), required=False, max_length=120,
        help_text=_("Only whoever wishes to be named. Leave it empty otherwise."),
    )  # fmt: skip
    words = text_field(2, label=_("Why, in own words"), required=False, max_length=1000)


class ChooseForm(OfChoiceForm):
    ID = "choose"
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)
    why = text_field(2, label=_("Why this one?"), max_length=1000)


class DiffersForm(PrefixedIds, OnceForm):
    ID = "differs"
    words = text_field(
        2, label=_("What is seen differently?"), max_length=1000,
        help_text=_("It stands as it was said, beside what is chosen, and is not taken away later."),
    )  # fmt: skip
    who = forms.CharField(
        label=_("Who sees it so?"), required=False, max_length=120,
        help_text=_("Only whoever wishes to be named. Leave it empty otherwise."),
    )  # fmt: skip


class AttendanceForm(PrefixedIds):
    """`sheet`: key, name and user of each who is asked. Whoever is not ticked is written as not there."""

    ID = "there"
    seen_version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)
    there = forms.MultipleChoiceField(
        label=_("Who is there?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever is not ticked is written as not there."),
    )  # fmt: skip
    guests = text_field(
        2, label=_("Guests, one a line"), required=False, max_length=1000,
        help_text=_("A name or a service, in words. Never a child’s name."),
    )  # fmt: skip

    def __init__(
        self, *given: Any, asked: Sequence[tuple[str, str, User | None]], staff: Sequence[User], **fields: Any
    ) -> None:
        super().__init__(*given, **fields)
        self.asked = asked
        self.staff = {str(one.public_id): one for one in staff}
        self.fields["there"].choices = [(key, name) for key, name, _user in asked]  # type: ignore[attr-defined]
        nobody = [("", gettext("Nobody"))]
        for key, name, user in asked:
            if user is not None:
                label = gettext("Who stepped in for %(name)s?") % {"name": name}
                offered = [(one, str(who)) for one, who in self.staff.items() if who.pk != user.pk]
                choices = [*nobody, *offered]
                self.fields[f"instead_{key}"] = forms.ChoiceField(label=label, choices=choices, required=False)

    @property
    def marks(self) -> list[There]:
        values, ticked = self.cleaned_data, set(self.cleaned_data["there"])
        named = [
            There(
                user_id=user.pk if user else None, guest="" if user else name, was_there=key in ticked,
                instead_id=self._instead(key),
            )
            for key, name, user in self.asked
        ]  # fmt: skip
        more = [line.strip()[:120] for line in values["guests"].splitlines() if line.strip()]
        return [*named, *(There(None, was_there=True, guest=one) for one in dict.fromkeys(more))]

    def _instead(self, key: str) -> int | None:
        chosen = self.staff.get(self.cleaned_data.get(f"instead_{key}", ""))
        return chosen.pk if chosen else None

    @property
    def who_stepped_in(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("instead_")]


class EndForm(PrefixedIds, OnceForm):
    """`next_date` only where the kind agrees on the next date at the end."""

    ID = "end"
    next_date = DayField(
        label=_("When do you meet next?"), error_messages=WHEN_WRONG,
        help_text=_("The next date is agreed at the end of each meeting, and is a decision of it."),
    )  # fmt: skip

    def __init__(self, *given: Any, suggested: dt.date | None, **fields: Any) -> None:
        super().__init__(*given, **fields)
        if suggested is None:
            del self.fields["next_date"]


class WhyForm(PrefixedIds, OnceForm):
    ID = "why"
    why = text_field(2, label=_("Why are the minutes corrected?"), max_length=500, help_text=NO_NAME)


TURNS = {
    Turn.DONE: _("It is done"),
    Turn.DROPPED: _("It is left: it does not fit, or is not needed any more"),
    Turn.CHANGED: _("Changed"),
    Turn.CARRIED: _("Looked at in a later meeting: it goes on"),
    Turn.TAKEN_UP: _("Taken up again"),
}
