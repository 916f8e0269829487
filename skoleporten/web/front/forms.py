"""What whoever looks after the open page fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.front import catalogues
from skoleporten.front.actions import LONGEST_ALT, Facts
from skoleporten.front.models import PageFacts
from skoleporten.front.pictures import ENDINGS
from skoleporten.rules.toml_files import LANGUAGES
from skoleporten.web.intake.forms import OnceForm

PARTS = ("hours", "place", "people")
NUMBER = r"^\+?[\d ]{3,20}$"


class NumberField(forms.RegexField):
    def __init__(self, **given: Any) -> None:
        wrong = {"invalid": _("Write a telephone number: digits, spaces, and + first where it needs one.")}
        super().__init__(regex=NUMBER, required=False, error_messages=wrong, **given)


class FactsForm(forms.Form):
    """`version` is the one that the page showed; 0 before anybody has written."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    municipality = forms.CharField(label=_("The municipality’s name"), max_length=80, required=False)
    phone = NumberField(label=_("Telephone"), help_text=_("The one that families may call."))
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("May be left out. The page asks people not to write about illness or secrets in it."),
    )
    emergency_phone = NumberField(
        label=_("The child welfare emergency number here"),
        help_text=_("Beside 116 111, which always stands there."),
    )

    def __init__(self, *given: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        for code, name in _languages().items():
            for part, (label, help_text, widget) in _PARTS.items():
                self.fields[f"{part}_{code}"] = forms.CharField(
                    label=f"{label} ({name})", help_text=help_text, max_length=600, required=False, widget=widget()
                )

    @property
    def facts(self) -> Facts:
        given = self.cleaned_data
        own = {
            code: {part: given[f"{part}_{code}"] for part in PARTS if given[f"{part}_{code}"]} for code in _languages()
        }
        return Facts(
            **{name: given[name] for name in ("municipality", "phone", "email", "emergency_phone")},
            words={code: words for code, words in own.items() if words},
        )


class AltForm(forms.Form):
    """What one sees, in each language that the page is in. Those that are always there must be filled in."""

    def __init__(self, *given: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        for code, name in _languages().items():
            must = code in LANGUAGES
            self.fields[f"alt_{code}"] = forms.CharField(
                label=gettext("What one sees (%(language)s)") % {"language": name},
                max_length=LONGEST_ALT,
                required=must,
                error_messages={"required": gettext("Say in each language what one sees in the picture.")},
            )

    @property
    def alt(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"alt_{code}"] for code in _languages() if self.cleaned_data[f"alt_{code}"]}


class PictureForm(OnceForm):
    file = forms.FileField(
        label=_("The picture"),
        help_text=_("JPEG, PNG or WebP. It is made anew and small; where and when it was taken is not kept."),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        max_length=200,
    )


class NewPictureForm(AltForm, PictureForm):
    """The file and the words for it are sent together: no picture is without."""

    field_order = ("client_id", "file")


class DescribeForm(AltForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


def _languages() -> dict[str, str]:
    return {code: one.name for code, one in catalogues.languages().items()}


def written(facts: PageFacts | None) -> dict[str, Any]:
    """As the form is filled in to begin with."""
    if facts is None:
        return {"version": 0}
    plain = {name: getattr(facts, name) for name in ("version", "municipality", "phone", "email", "emergency_phone")}
    return plain | {f"{part}_{code}": text for code, words in facts.words.items() for part, text in words.items()}


_PARTS: dict[str, tuple[Any, Any, Any]] = {
    "hours": (_("When somebody answers"), "", forms.TextInput),
    "place": (_("Where it is"), _("In words, as to somebody on the telephone."), forms.TextInput),
    "people": (
        _("Whom one meets, in our own words"),
        _("Stands in place of the shipped list. Write it for a twelve-year-old. No names of children."),
        lambda: forms.Textarea(attrs={"rows": 4}),
    ),
}
