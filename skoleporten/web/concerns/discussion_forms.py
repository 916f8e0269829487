"""What is written when a concern is discussed with another service."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.concerns.discussions import Discussion
from skoleporten.consents.models import Consent
from skoleporten.web.concerns.forms import OnceForm
from skoleporten.web.schools.forms import DayField

USUAL_TIME = dt.timedelta(weeks=4)


class AskForm(OnceForm):
    service = forms.ChoiceField(label=_("With whom?"), choices=Discussion.Service.choices)
    basis = forms.ChoiceField(
        label=_("By name or not?"),
        choices=Discussion.Basis.choices,
        widget=forms.RadioSelect,
        help_text=_("Without a name is enough for most questions. By name needs a basis that the family is told of."),
        error_messages={"required": _("Choose whether it is without a name, by consent or on a basis in law.")},
    )
    consent = forms.ChoiceField(label=_("Which consent?"), required=False)
    law = forms.CharField(
        label=_("Which paragraph of law?"), required=False, max_length=120,
        help_text=_("For example opplæringslova § 24-1, or forvaltningsloven § 13 b."),
    )  # fmt: skip
    explained = forms.CharField(
        label=_("How was it explained to the family?"), required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    question = forms.CharField(
        label=_("What do you ask about?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Without a name, what names somebody is taken out by rule. Read the sheet before you show it."),
    )  # fmt: skip
    until = DayField(label=_("Open until"))

    def __init__(self, *args: Any, consents: Sequence[Consent], **options: Any) -> None:
        super().__init__(*args, **options)
        self._consents = {str(consent.public_id): consent for consent in consents}
        choices = [("", "–"), *((key, consent.service) for key, consent in self._consents.items())]
        self.fields["consent"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        values["consent"] = self._consents.get(values.get("consent", ""))
        basis = values.get("basis")
        if basis == Discussion.Basis.LAW and not values.get("law"):
            self.add_error("law", gettext("Name the paragraph of law."))
        if basis == Discussion.Basis.CONSENT and not values["consent"]:
            self.add_error("consent", gettext("There is no consent in force to share with a service."))
        if basis in (Discussion.Basis.LAW, Discussion.Basis.CONSENT) and not values.get("explained"):
            self.add_error("explained", gettext("Write how it was explained to the family."))
        return values


class AdviceForm(OnceForm):
    text = forms.CharField(label=_("The advice"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class SpokenAdviceForm(AdviceForm):
    given_by = forms.CharField(label=_("Who gave it?"), max_length=120)


class ShowForm(forms.Form):
    consultant = forms.ChoiceField(label=_("Show the sheet to"))

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["consultant"].choices = people  # type: ignore[attr-defined]
