"""What is written down in the intake talk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.documents.attachment_kinds import ENDINGS
from skoleporten.intake.factors import Said
from skoleporten.intake.models import Story
from skoleporten.intake.stories import MAY_CHOOSE
from skoleporten.rules.factors import COLUMNS, INFORMANTS, Basis, Catalogue, Column, Factor
from skoleporten.rules.factors import Informant as InformantKind
from skoleporten.rules.talk import HYPOTHESES, PLACES, RINGS, TELLINGS, Part, Telling
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.rules.wording import in_language
from skoleporten.web.schools.forms import DayField

MOST_LETTERS = 100_000
ONLY_HERE = "only_here"
Teller = Story.Teller
MOST_SUBSCALES = 8
LARGEST_SCORE = 100_000
HOW: Mapping[str, tuple[Telling, ...]] = {
    Teller.PUPIL: tuple(Telling),
    Teller.GUARDIAN: (Telling.TOLD, Telling.WRITTEN, Telling.NOT_YET),
    Teller.SCHOOL: (Telling.TOLD, Telling.WRITTEN, Telling.NOT_YET),
    Teller.TEAM: (Telling.WRITTEN,),
}
WORDS: Mapping[str, Any] = {
    Part.WELCOME: _("Who is here, and what was agreed about the talk"),
    Part.STRENGTHS: _("What is good, and what goes well?"),
    Part.HOPES: _("What do you hope for?"),
    Part.OFFER: _("What was said about the offer"),
}
READERS: Mapping[str, Mapping[str, Any]] = {
    Teller.PUPIL: {
        ONLY_HERE: _("Only the adults at Skoleporten"),
        "guardian": _("My guardians too"),
        "school": _("My school too: its leader"),
        "specialist": _("Those who are in the team around me too"),
    },
    Teller.GUARDIAN: {
        ONLY_HERE: _("Only the adults at Skoleporten"),
        "pupil": _("My child too"),
        "guardian": _("The other guardians too"),
        "school": _("The school too: its leader"),
        "specialist": _("Those who are in the team around my child too"),
    },
}


class WrittenForm(OnceForm):
    """`seen_version` is the version that stood on the page: 0 for what is new."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0, max_value=10**6, required=False)

    def clean_seen_version(self) -> int:
        return self.cleaned_data["seen_version"] or 0


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several at a time."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in given]


class StoryForm(WrittenForm):
    """What one person told in one part. Nothing is chosen beforehand, least of all who may read it."""

    telling = forms.ChoiceField(label=_("How is it told?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In own words"),
        help_text=_("It may be empty for a drawing, or where nothing is told yet."),
        max_length=MOST_LETTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
    )
    pictures = FilesField(
        label=_("Drawings or pictures"),
        required=False,
        widget=ManyFiles(attrs={"accept": ",".join(ENDINGS)}),
        help_text=_("A photo of the drawing will do. A school that may read the story gets the words only."),
    )
    by_whom = forms.CharField(label=_("Who wrote it down, or told it for the pupil?"), max_length=160, required=False)
    why_not_yet = forms.CharField(
        label=_("Why is it not told yet?"),
        max_length=2000,
        required=False,
        help_text=_("Only where it is not told yet. Nobody has to tell today."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    told_on = DayField(label=_("When?"))
    audiences = forms.MultipleChoiceField(
        label=_("Who may read it?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Whoever tells chooses, and may choose anew later. What somebody has read can not be unread. An adult who"
            " hears that somebody may be in danger must always tell it on."
        ),
        error_messages={"required": _("Ask who may read it, and mark the answer.")},
    )

    def __init__(self, *given: Any, teller: str, part: str, **fields: Any) -> None:
        fields["initial"] = {"told_on": timezone.localdate()} | fields.get("initial", {})
        super().__init__(*given, **fields)
        self.teller = teller
        self._ask_how(teller)
        self.fields["words"].label = WORDS.get(part, self.fields["words"].label)
        if teller in READERS:
            self.fields["audiences"].choices = list(READERS[teller].items())  # type: ignore[attr-defined]
        else:
            del self.fields["audiences"]
        if teller != Teller.PUPIL:
            del self.fields["pictures"]

    def _ask_how(self, teller: str) -> None:
        ways = HOW[teller]
        self.fields["telling"].error_messages["required"] = _("Choose how it is told.")
        words = [(str(way), _capital(in_language(TELLINGS[way]))) for way in ways]
        self.fields["telling"].choices = words  # type: ignore[attr-defined]
        if len(ways) == 1:
            del self.fields["telling"], self.fields["by_whom"], self.fields["why_not_yet"]
            self.fields["words"].required, self.fields["words"].help_text = True, ""
        elif teller != Teller.PUPIL:
            self.fields["by_whom"].label = _("Who wrote it down?")

    def clean_audiences(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["audiences"]
        if ONLY_HERE in chosen and len(chosen) > 1:
            raise forms.ValidationError(
                gettext("“Only the adults at Skoleporten” goes together with none of the others.")
            )
        return chosen

    def clean(self) -> dict[str, Any]:
        """The same lack as the action would refuse, told at its field."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        telling = values.get("telling", Telling.WRITTEN)
        if telling == Telling.NOT_YET and not values.get("why_not_yet"):
            self.add_error("why_not_yet", gettext("Say why it is not told yet."))
        drawn = telling in (Telling.DRAWN, Telling.SHOWN)
        if telling != Telling.NOT_YET and not drawn and not values.get("words") and "words" not in self.errors:
            self.add_error("words", gettext("Write down what was told, or say why it is not told yet."))
        if telling == Telling.BY_ANOTHER and not values.get("by_whom"):
            self.add_error("by_whom", gettext("Say who tells it."))
        return values

    @property
    def chosen(self) -> frozenset[str]:
        return frozenset(self.cleaned_data.get("audiences", ())) & frozenset(MAY_CHOOSE[self.teller])


class NearForm(WrittenForm):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("A person or an animal, as the pupil says it."))
    who = forms.CharField(label=_("Who is it?"), max_length=80, required=False)
    place = forms.ChoiceField(label=_("Where does the person belong?"), widget=forms.RadioSelect)
    ring = forms.TypedChoiceField(label=_("How is it to be with this person?"), widget=forms.RadioSelect, coerce=int)
    words = forms.CharField(
        label=_("What is good about it?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    said_by = forms.ChoiceField(label=_("Who says so?"), choices=Teller, widget=forms.RadioSelect)

    def __init__(self, *given: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        places = [(str(one), in_language(PLACES[one])) for one in PLACES]
        rings = [(one.value, _capital(in_language(RINGS[one]))) for one in RINGS]
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        self.fields["ring"].choices = rings  # type: ignore[attr-defined]


class InformantForm(OnceForm):
    """Who tells: the pupil, each guardian by own name, or somebody else by name."""

    who = forms.ChoiceField(label=_("Who tells?"), widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name and role"), max_length=160, required=False, help_text=_("Not for the pupil and the guardians.")
    )

    def __init__(self, *given: Any, guardians: Mapping[str, str], has_pupil: bool, **fields: Any) -> None:
        """`guardians`: those without an account yet, by public id."""
        super().__init__(*given, **fields)
        self.guardians = guardians
        choices = [] if has_pupil else [(str(InformantKind.PUPIL), _kind(InformantKind.PUPIL))]
        choices += list(guardians.items())
        apart = (InformantKind.PUPIL, InformantKind.GUARDIAN)
        choices += [(str(one), _kind(one)) for one in InformantKind if one not in apart]
        self.fields["who"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        needs_name = values.get("who") and values["who"] != InformantKind.PUPIL and values["who"] not in self.guardians
        if needs_name and not values.get("name"):
            self.add_error("name", gettext("Write who it is, by name."))
        return values


class AccountForm(WrittenForm):
    """One person on every factor of the catalogue, column by column. What is left empty says nothing."""

    hide_need = True

    def __init__(self, *given: Any, catalogue: Catalogue, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.catalogue = catalogue
        for factor in catalogue.factors:
            self.fields[f"{factor.id}-basis"] = forms.ChoiceField(
                label=gettext("Was it seen, or is it thought so?"), choices=BASIS, required=False,
                widget=forms.RadioSelect,
            )  # fmt: skip
            self.fields[f"{factor.id}-evidence"] = _short_text(_("What does it rest on?"))
            self.fields[f"{factor.id}-strength"] = _short_text(in_language(factor.strength))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for factor, one in self.said().items():
            if one.basis and not one.evidence:
                self.add_error(f"{factor}-evidence", gettext("Write what it rests on."))
            if one.evidence and not one.basis:
                self.add_error(f"{factor}-basis", gettext("Choose whether it was seen or is thought."))
        return values

    def said(self) -> dict[str, Said]:
        return {
            factor.id: Said(*(self.cleaned_data.get(f"{factor.id}-{part}", "") for part in SAID))
            for factor in self.catalogue.factors
        }

    def columns(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """The three columns with the fields of each factor."""
        for column in Column:
            yield in_language(COLUMNS[column]), [self._fields_of(one) for one in self.catalogue.in_column(column)]

    def _fields_of(self, factor: Factor) -> dict[str, Any]:
        found: dict[str, Any] = {part: self[f"{factor.id}-{part}"] for part in SAID}
        found["is_open"] = any(self.errors.get(f"{factor.id}-{part}") or found[part].value() for part in SAID)
        return found | {"name": in_language(factor.name)}


SAID = ("basis", "evidence", "strength")
BASIS = [
    ("", _("Nothing is said of it")),
    (Basis.OBSERVED.value, _("It was seen or said")),
    (Basis.ASSUMED.value, _("It is thought so")),
]


class ScoresForm(OnceForm):
    """By subscale, as they stand in an instrument that somebody here is licensed to use."""

    informant = forms.ChoiceField(label=_("Who answered?"))
    instrument = forms.CharField(label=_("Instrument"), max_length=80)
    instrument_version = forms.CharField(label=_("Version"), max_length=40)
    licensed = forms.CharField(label=_("Who is licensed to use it here"), max_length=120)
    filled_in_on = DayField(label=_("When was it filled in?"))

    def __init__(self, *given: Any, informants: Sequence[tuple[str, str]], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.fields["informant"].choices = informants  # type: ignore[attr-defined]
        for number in range(1, MOST_SUBSCALES + 1):
            numbered = {"number": number}
            self.fields[f"subscale_{number}"] = forms.CharField(
                label=gettext("Subscale %(number)s") % numbered, max_length=120, required=number == 1
            )
            self.fields[f"score_{number}"] = forms.DecimalField(
                label=gettext("Score %(number)s") % numbered, required=number == 1, max_digits=9, decimal_places=3,
                min_value=-LARGEST_SCORE, max_value=LARGEST_SCORE, localize=True,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(2, MOST_SUBSCALES + 1):
            subscale, score = values.get(f"subscale_{number}"), values.get(f"score_{number}")
            if subscale and score is None and f"score_{number}" not in self.errors:
                self.add_error(f"score_{number}", gettext("Write the score."))
            if score is not None and not subscale:
                self.add_error(f"subscale_{number}", gettext("Write which subscale it is."))
        return values

    @property
    def scores(self) -> list[tuple[str, Decimal]]:
        values = self.cleaned_data
        numbers = range(1, MOST_SUBSCALES + 1)
        return [(values[f"subscale_{one}"], values[f"score_{one}"]) for one in numbers if values.get(f"subscale_{one}")]

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        return [(self[f"subscale_{one}"], self[f"score_{one}"]) for one in range(1, MOST_SUBSCALES + 1)]


class HypothesisForm(WrittenForm):
    kind = forms.ChoiceField(label=_("How can it be understood?"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What makes you think so?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    )

    def __init__(self, *given: Any, is_new: bool = True, **fields: Any) -> None:
        super().__init__(*given, **fields)
        kinds = [(str(one), in_language(HYPOTHESES[one])) for one in HYPOTHESES]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        if not is_new:
            del self.fields["kind"]


def _short_text(label: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    return forms.CharField(label=label, max_length=2000, required=False, widget=widget)


def _kind(kind: InformantKind) -> str:
    return _capital(in_language(INFORMANTS[kind]))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
