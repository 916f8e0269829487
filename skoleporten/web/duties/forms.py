from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skoleporten.access.models import User
from skoleporten.duties.actions import MOST_LETTERS
from skoleporten.duties.models import EnvironmentReport, PhysicalIntervention
from skoleporten.web.schools.forms import DayField

LONG = {"rows": 6}


class OnceForm(forms.Form):
    """The hidden id makes one report of two clicks."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, files, initial={"client_id": uuid.uuid4()} | (initial or {}))


class ChildWelfareForm(OnceForm):
    to_whom = forms.CharField(
        label=_("Whom did you report to?"),
        max_length=120,
        help_text=_("The service, and how: for instance by the form or by phone. Not why, and no names."),
        error_messages={"required": _("Say whom you reported to.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"to_whom": settings.CHILD_WELFARE_NAME})


class EnvironmentForm(OnceForm):
    what = forms.CharField(
        label=_("What have you seen or been told?"),
        max_length=MOST_LETTERS,
        help_text=_("When, where, what was said and done. You need not be sure: to suspect it is enough."),
        error_messages={"required": _("Write what happened.")},
        widget=forms.Textarea(attrs=LONG),
    )
    pupils_view = forms.CharField(
        label=_("What does the pupil say?"),
        max_length=MOST_LETTERS,
        required=False,
        help_text=_("In the pupil's own words. Leave it empty if nobody has asked yet."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    about = forms.ChoiceField(
        label=_("May somebody who works here have done the pupil wrong?"),
        choices=EnvironmentReport.About.choices,
        widget=forms.RadioSelect,
        help_text=_("If it is somebody in the leadership, the report goes past them, to the municipality."),
        error_messages={"required": _("Say whether it may be somebody who works here.")},
    )
    is_serious = forms.TypedChoiceField(
        label=_("Shall the municipality be told as well?"),
        choices=[("no", _("No, the principal takes it on")), ("yes", _("Yes, it is serious"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=_("The principal can send it on later too."),
        error_messages={"required": _("Say whether the municipality shall be told.")},
    )


class InterventionForm(OnceForm):
    date = DayField(label=_("Day"), error_messages={"required": _("Give the day it happened.")})
    time = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Give the time it happened.")},
    )
    what = forms.CharField(
        label=_("What happened, and what did you do?"),
        max_length=MOST_LETTERS,
        help_text=_("What harm was near, what you tried first, how you held or moved the pupil, and for how long."),
        error_messages={"required": _("Write what happened.")},
        widget=forms.Textarea(attrs=LONG),
    )
    view = forms.ChoiceField(
        label=_("Has the pupil told how it was?"),
        choices=PhysicalIntervention.View.choices,
        error_messages={"required": _("Say whether the pupil has told.")},
        widget=forms.RadioSelect,
    )
    pupils_view = forms.CharField(
        label=_("What the pupil says"),
        max_length=MOST_LETTERS,
        required=False,
        help_text=_("In the pupil's own words."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def happened_at(self) -> dt.datetime:
        local = dt.datetime.combine(self.cleaned_data["date"], self.cleaned_data["time"])
        return timezone.make_aware(local)


class OfficialForm(forms.Form):
    user = forms.ModelChoiceField[User](label=_("Person"), queryset=User.objects.none(), to_field_name="public_id")
    start = DayField(label=_("First day"))
    end = DayField(label=_("Last day"))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
