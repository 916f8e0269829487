"""What somebody writes down about a case itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.access.models import User
from skoleporten.cases.models import CaseMember, StandingDecision
from skoleporten.cases.standing import HAS_A_HOLDER, Stands
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.schools.forms import DayField

Kind = StandingDecision.Kind


class MemberForm(OnceForm):
    who = forms.ChoiceField(label=_("Who"))
    part = forms.ChoiceField(label=_("Part"), choices=CaseMember.Part, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In a few words"),
        max_length=120,
        required=False,
        help_text=_("For instance which day, or which subject."),
    )
    start = DayField(label=_("From"))
    end = DayField(label=_("Last day"), required=False, help_text=_("Leave it empty where it lasts until further."))

    def __init__(self, *given: Any, people: Iterable[User], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.people = {str(one.public_id): one for one in people}
        self.fields["who"].choices = [(key, str(one)) for key, one in self.people.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> User:
        return self.people[self.cleaned_data["who"]]


class StandingForm(OnceForm):
    """`seen_version` is 0 for a new one."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)
    kind = forms.ChoiceField(label=_("What is decided"), choices=Kind, widget=forms.RadioSelect)
    start = DayField(label=_("Holds from"))
    end = DayField(label=_("Last day"), required=False, help_text=_("Leave it empty where it lasts until further."))
    decided_by = forms.CharField(label=_("Decided by"), max_length=160, help_text=_("Office or role, and the name."))
    document = forms.CharField(
        label=_("Where the document lies"),
        max_length=200,
        help_text=_("System and case number. The document itself is not kept here."),
    )
    legal_reason = forms.CharField(
        label=_("Its reason in law"),
        required=False,
        max_length=2000,
        help_text=_(
            "Must be filled in for remote teaching: which part of the teaching, why, and why the pupil can not be there"
            " (opplæringslova § 14-4)."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    holder = forms.CharField(
        label=_("Who coordinates or holds it"),
        required=False,
        max_length=120,
        help_text=_("Must be filled in for a child coordinator and for the relay log."),
    )
    content = forms.CharField(
        label=_("What it gives the pupil"),
        required=False,
        max_length=2000,
        help_text=_("In short. No diagnosis and nothing from a journal."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("kind") == Kind.REMOTE_TEACHING and not values.get("legal_reason"):
            self.add_error("legal_reason", gettext("Remote teaching must carry its reason in law."))
        if values.get("kind") in HAS_A_HOLDER and not values.get("holder"):
            self.add_error("holder", gettext("Say who holds it."))
        start, end = values.get("start"), values.get("end")
        if start and end and end < start:
            self.add_error("end", gettext("The last day is before the first one."))
        return values

    @property
    def stands(self) -> Stands:
        values = self.cleaned_data
        names = ("kind", "start", "end", "decided_by", "document", "legal_reason", "holder", "content")
        return Stands(**{name: values[name] for name in names})


class CareForm(forms.Form):
    """Each field may be empty. `seen_version` is 0 where nothing was written before."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)
    fetched_by = forms.CharField(
        label=_("Who fetches the pupil"),
        required=False,
        max_length=500,
        help_text=_("By day, if it differs. Also who may not fetch, and who says so."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    transport = forms.CharField(
        label=_("How the pupil comes and goes"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    numbers = forms.CharField(
        label=_("Whom to call, in which order"),
        required=False,
        max_length=1000,
        help_text=_("Name and number, one a line."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    notes = forms.CharField(
        label=_("What to mind"),
        required=False,
        max_length=2000,
        help_text=_(
            "Only what somebody at the door must know to take care of the pupil: allergy, medicine in an emergency,"
            " what calms. What belongs in a health journal stays there."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("fetched_by", "transport", "numbers", "notes")}


class ReopenForm(OnceForm):
    """One click: the reason is there already, and may be changed."""

    reason = forms.CharField(label=_("Why"), required=False, max_length=2000)


class ListForm(forms.Form):
    whose = forms.ChoiceField(label=_("Which cases"), required=False)
    q = forms.CharField(label=_("Name"), required=False, max_length=80)
    order = forms.ChoiceField(
        label=_("In the order of"), required=False, choices=[("", _("Name")), ("due", _("What is due first"))]
    )

    def __init__(self, *given: Any, choices: list[tuple[str, Any]], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.fields["whose"].choices = choices  # type: ignore[attr-defined]


def as_written(row: StandingDecision) -> dict[str, Any]:
    """What the form begins with when a decision is changed."""
    names = ("kind", "start", "end", "decided_by", "document", "legal_reason", "holder", "content")
    values: dict[str, dt.date | str | int | None] = {name: getattr(row, name) for name in names}
    return values | {"seen_version": row.version, "client_id": row.client_id}
