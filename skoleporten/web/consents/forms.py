"""What the staff ask, what somebody answers, and on paper. Nothing is chosen beforehand."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skoleporten.access.actions import last_day_of_school_year
from skoleporten.access.models import User
from skoleporten.consents.models import Answer, Consent, Purpose
from skoleporten.documents.attachment_kinds import ENDINGS
from skoleporten.web.schools.forms import DayField

LANGUAGES = (
    ("nb", _("Bokmål")),
    ("nn", _("Nynorsk")),
    ("en", _("English")),
    ("se", _("Northern Sami")),
    ("ar", _("Arabic")),
    ("fa", _("Persian or Dari")),
    ("pl", _("Polish")),
    ("so", _("Somali")),
    ("ti", _("Tigrinya")),
    ("uk", _("Ukrainian")),
    ("ur", _("Urdu")),
    ("other", _("Another language")),
)
YES_OR_NO = (("yes", _("Yes")), ("no", _("No")))


class OnceForm(forms.Form):
    """Sent twice, by a double click or a lost line, it is done once."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, files: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, files, initial={"client_id": uuid.uuid4()} | (initial or {}))


class AskForm(OnceForm):
    """`purposes` are those that the role may ask for."""

    purpose = forms.ChoiceField(
        label=_("What do you ask for?"),
        widget=forms.RadioSelect,
        help_text=_("One thing at a time. Each gets a question of its own."),
        error_messages={"required": _("Choose what you ask for.")},
    )
    service = forms.CharField(
        label=_("Which service?"),
        required=False,
        max_length=120,
        help_text=_("Only where something is to be shared with one, such as ABUP or the school nurse."),
    )
    scope = forms.CharField(
        label=_("What does it cover?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The family reads this. Write so that they know what they say yes to."),
    )
    withheld = forms.CharField(
        label=_("What is held back?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What is not to be shared. The family reads this too."),
    )
    valid_until = DayField(
        label=_("Last day"), help_text=_("It is asked for again when it ends, and when the pupil turns 15 or 16.")
    )
    language = forms.ChoiceField(label=_("Explained in"), choices=LANGUAGES)
    interpreter = forms.ChoiceField(label=_("Interpreter"), choices=Consent.Interpreter)

    def __init__(self, data: Any, *, purposes: tuple[Purpose, ...], today: dt.date, initial: dict[str, Any]) -> None:
        first = {"valid_until": last_day_of_school_year(today), "language": "nb"}
        super().__init__(data, initial=first | initial)
        self.fields["purpose"].choices = [(one.value, one.label) for one in purposes]  # type: ignore[attr-defined]
        if Purpose.SHARE_WITH_SERVICE not in purposes:
            del self.fields["service"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("purpose") == Purpose.SHARE_WITH_SERVICE:
            for name, fault in (("service", _("Name the service.")), ("scope", _("Say what is to be shared."))):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, fault)
        else:
            values["service"] = ""
        return values


class AnswerForm(OnceForm):
    """The question itself is the label: the page gives it, as it is put to this person."""

    hide_need = True
    says = forms.ChoiceField(
        choices=YES_OR_NO, widget=forms.RadioSelect, error_messages={"required": _("Choose yes or no.")}
    )

    def __init__(self, data: Any, *, question: str) -> None:
        super().__init__(data)
        self.fields["says"].label = question


class PaperForm(OnceForm):
    giver = forms.ChoiceField(
        label=_("Who has signed?"), widget=forms.RadioSelect, error_messages={"required": _("Choose who has signed.")}
    )
    says = forms.ChoiceField(
        label=_("What is the answer?"),
        choices=Answer.Says,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
    signed_on = DayField(label=_("Signed on"))
    scan = forms.FileField(
        label=_("The signed paper"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        help_text=_("A photo or a PDF. The family does not see it; those who ask do."),
    )

    def __init__(self, data: Any, files: Any = None, *, givers: list[tuple[str, Any]]) -> None:
        super().__init__(data, files)
        self.fields["giver"].choices = givers  # type: ignore[attr-defined]


class SpecialistForm(forms.Form):
    user = forms.ModelChoiceField(
        label=_("Who?"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        help_text=_("Sees the pupil as the team does, until the consent ends or is withdrawn."),
    )

    def __init__(self, data: Any, *, users: Any) -> None:
        super().__init__(data)
        self.fields["user"].queryset = users  # type: ignore[attr-defined]
