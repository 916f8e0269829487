"""What is written down of a visit, a call home and a home visit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from skoleporten.presence.actions import Right
from skoleporten.rules.presence import Place, RatedBy
from skoleporten.web.concerns.forms import ContactForm, OnceForm
from skoleporten.web.presence.cards import place_name
from skoleporten.web.schools.forms import DayField

RATINGS = [
    ("1", pgettext_lazy("how it was", "1 – hard")),
    ("2", "2"),
    ("3", pgettext_lazy("how it was", "3 – in between")),
    ("4", "4"),
    ("5", pgettext_lazy("how it was", "5 – good")),
]
RATED_BY = [
    (RatedBy.PUPIL.value, _("The pupil chose it")),
    (RatedBy.ADULT.value, _("An adult wrote down what the pupil said")),
]


class ClockField(forms.TimeField):
    """The browser's own field for a time of the day; 08.30 is a time too."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%H:%M", "%H.%M", "%H:%M:%S"], **options)


class VisitForm(OnceForm):
    """One visit: what is filled in is what stands now."""

    day = DayField(label=_("Day"))
    arrived = ClockField(label=_("Came at"), required=False)
    left = ClockField(label=_("Left at"), required=False, help_text=_("Leave it empty while the pupil is here."))
    place = forms.ChoiceField(label=_("Where?"), required=False, widget=forms.RadioSelect)
    with_whom = forms.CharField(label=_("With whom?"), required=False, max_length=160)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        places = [(place.value, place_name(place)) for place in Place]
        self.fields["place"].choices = places  # type: ignore[attr-defined]

    @property
    def right(self) -> Right:
        given = self.cleaned_data
        return Right(
            arrived=_at(given["day"], given["arrived"]),
            left=_at(given["day"], given["left"]),
            place=Place(given["place"]) if given["place"] else None,
            with_whom=given["with_whom"],
            **self._said(),
        )

    def _said(self) -> dict[str, Any]:
        return {}


class HowItWasForm(VisitForm):
    """With the pupil's own answer, which is asked for and never demanded."""

    rating = forms.ChoiceField(
        label=_("How was it?"),
        required=False,
        choices=RATINGS,
        widget=forms.RadioSelect,
        help_text=_("The pupil's own answer. Ask, and leave it empty where the pupil does not want to."),
    )
    rated_by = forms.ChoiceField(label=_("Who chose?"), required=False, choices=RATED_BY, widget=forms.RadioSelect)
    word = forms.CharField(label=_("A word on how it was, as the pupil said it"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("rating") and not values.get("rated_by"):
            self.add_error("rated_by", gettext("Say who chose."))
        return values

    def _said(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "rating": int(given["rating"]) if given["rating"] else None,
            "rated_by": RatedBy(given["rated_by"]) if given["rated_by"] else None,
            "word": given["word"],
        }


class CallForm(ContactForm):
    """Whom one called about how it goes, and what came of it. The pupil may answer too."""


class GoOutForm(OnceForm):
    case = forms.ChoiceField(label=_("Whose home?"))
    back_at = ClockField(label=_("Expected back at"))
    with_whom = forms.CharField(label=_("Who else comes along?"), required=False, max_length=160)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["case"].choices = people  # type: ignore[attr-defined]

    @property
    def expected_back(self) -> dt.datetime:
        at = _at(timezone.localdate(), self.cleaned_data["back_at"])
        assert at is not None
        return at


def first_values(day: dt.date, arrived: dt.datetime | None, left: dt.datetime | None) -> dict[str, Any]:
    return {"day": day, "arrived": _clock(arrived), "left": _clock(left)}


def _clock(at: dt.datetime | None) -> dt.time | None:
    return timezone.localtime(at).time() if at else None


def _at(day: dt.date, time: dt.time | None) -> dt.datetime | None:
    return timezone.make_aware(dt.datetime.combine(day, time)) if time else None
