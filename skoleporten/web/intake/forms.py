"""What people write when they refer a pupil, and what the team writes about an intake."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.access.models import User
from skoleporten.documents.attachment_kinds import ENDINGS, read_to_the_limit
from skoleporten.intake.models import Booking, Route
from skoleporten.intake.models.referrals import Basis
from skoleporten.intake.referring import SentFile
from skoleporten.people.models import Guardian, Pupil
from skoleporten.web.schools.forms import DayField

MOST_LETTERS = 20_000
ANOTHER = "another"
NAMES = ("given_name", "family_name", "birth_date", "school")
STORY = ("reason", "hope", "file", "interpreter_language")
MISSING = {"required": _("Write a few words.")}


def long_text(**fields: Any) -> forms.CharField:
    """A story in any language and any direction of writing."""
    widget = forms.Textarea(attrs={"rows": 8, "dir": "auto"})
    return forms.CharField(max_length=MOST_LETTERS, widget=widget, error_messages=MISSING, **fields)


class FileForm(forms.Form):
    """One file at most: a story is told in words, and a file can not be kept as a draft."""

    file = forms.FileField(
        label=_("A file"),
        required=False,
        help_text=_("A PDF or a picture. Choose it again if you are asked to correct the form."),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    @property
    def sent_files(self) -> tuple[SentFile, ...]:
        sent = self.cleaned_data.get("file")
        return (SentFile(sent.name, read_to_the_limit(sent)),) if sent else ()


class OnceForm(forms.Form):
    """`client_id` is made with the form: sent twice it is one."""

    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class SchoolForm(FileForm, OnceForm):
    field_order = STORY

    reason = long_text(
        label=_("Why do you refer?"),
        help_text=_("What you see, and since when. Absence, rules and what you have tried come along by themselves."),
    )
    hope = long_text(label=_("What do you hope for?"), required=False)
    interpreter_language = forms.CharField(
        label=_("Does the family need an interpreter?"),
        help_text=_("Write the language. Leave it empty where none is needed."),
        required=False,
        max_length=60,
    )


class FamilyForm(FileForm, OnceForm):
    """In plain words, for whoever asks for herself or for her child."""

    field_order: Sequence[str] = STORY

    reason = long_text(
        label=_("What is hard about school now?"),
        help_text=_("Write as much or as little as you like, in the language you like."),
    )
    hope = long_text(label=_("What do you wish for?"), required=False)
    interpreter_language = forms.CharField(
        label=_("Do you need an interpreter?"),
        help_text=_("Write the language. Leave it empty where none is needed."),
        required=False,
        max_length=60,
    )


class PupilForm(FamilyForm):
    """A pupil writes the same, without the question of an interpreter: the booking of the talk asks it."""

    interpreter_language = None  # type: ignore[assignment]


class NamesMixin(forms.Form):
    """Whom it is about where no pupil of the register is chosen. Nothing is looked up."""

    given_name = forms.CharField(label=_("The child’s given name"), max_length=120, required=False)
    family_name = forms.CharField(label=_("The child’s family name"), max_length=120, required=False)
    birth_date = DayField(label=_("Date of birth"), required=False)
    school = forms.CharField(label=_("School"), max_length=120, required=False)

    def need_names(self) -> None:
        """Where nothing else says whom it is about."""
        for name in ("given_name", "family_name"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = _("Write the name.")

    def names_are_missing(self) -> None:
        for name in ("given_name", "family_name"):
            if not self.cleaned_data.get(name, "").strip():
                self.add_error(name, gettext("Write the name."))

    def clean_birth_date(self) -> dt.date | None:
        born: dt.date | None = self.cleaned_data["birth_date"]
        if born and born > timezone.localdate():
            raise forms.ValidationError(gettext("The date is still to come."))
        return born


class GuardianForm(NamesMixin, FamilyForm):
    """One of her own children in view, or another child by name: the answer is the same."""

    child = forms.ChoiceField(label=_("Whom is it about?"), widget=forms.RadioSelect)
    field_order = ("child", *NAMES, *STORY)

    def __init__(self, *given: Any, children: Sequence[Pupil], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.children = {str(child.public_id): child for child in children}
        choices = [(key, child.full_name) for key, child in self.children.items()]
        self.fields["child"].choices = [*choices, (ANOTHER, _("Another child"))]  # type: ignore[attr-defined]
        self.fields["child"].error_messages["required"] = _("Choose whom it is about.")
        if not children:
            del self.fields["child"]
            self.need_names()
        else:
            self.fields["given_name"].help_text = _("Only where it is another child.")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("child") == ANOTHER:
            self.names_are_missing()
        return values

    @property
    def chosen(self) -> Pupil | None:
        return self.children.get(self.cleaned_data.get("child", ANOTHER))


class OutsideReferralForm(NamesMixin, FileForm, OnceForm):
    """For a service without log-in, behind a one-time link."""

    reason = long_text(label=_("Why do you refer?"))
    hope = long_text(label=_("What do you hope for?"), required=False)
    interpreter_language = forms.CharField(
        label=_("Does the family need an interpreter?"),
        help_text=_("Write the language. Leave it empty where none is needed."),
        required=False,
        max_length=60,
    )
    name = forms.CharField(label=_("Your name"), max_length=120)
    contact = forms.CharField(label=_("How we reach you"), max_length=200, help_text=_("Telephone or e-mail at work."))
    field_order = (*NAMES, *STORY, "name", "contact")

    def __init__(self, *given: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.need_names()


class LinkForm(OnceForm):
    route = forms.ModelChoiceField(label=_("Way in"), queryset=Route.objects.none())
    for_whom = forms.CharField(
        label=_("Service and person"), max_length=120, help_text=_("Who gets the link. The pupil is not named here.")
    )
    basis = forms.ChoiceField(
        label=_("What the referral rests on"),
        choices=[(one.value, one.label) for one in (Basis.CONSENT, Basis.LAW)],
        widget=forms.RadioSelect,
    )
    basis_text = forms.CharField(
        label=_("Which consent or which rule"),
        max_length=300,
        help_text=_("For instance that both guardians have agreed, and when, or the paragraph. Name nobody."),
    )

    def __init__(self, *given: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.fields["route"].queryset = Route.objects.by_link()  # type: ignore[attr-defined]


class BookingForm(OnceForm):
    day = DayField(label=_("Day"))
    time = forms.TimeField(
        label=_("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
    )
    place = forms.CharField(label=_("Place"), max_length=120)
    asks_pupil = forms.ChoiceField(
        label=_("Is the pupil asked to come?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect
    )
    why_pupil_is_not_asked = forms.CharField(
        label=_("Why not?"), max_length=300, required=False, help_text=_("Only where the pupil is not asked.")
    )
    guardians = forms.MultipleChoiceField(
        label=_("Guardians who are asked"), widget=forms.CheckboxSelectMultiple, required=False
    )
    family_adviser = forms.CharField(
        label=_("Family therapist or family adviser"),
        max_length=120,
        help_text=_("A talk is always offered. Write who would hold it."),
    )
    adviser_offer = forms.ChoiceField(
        label=_("What did the family answer to the offer?"), choices=Booking.Offer, widget=forms.RadioSelect
    )
    interpreter = forms.ChoiceField(label=_("Interpreter"), choices=Booking.Interpreter, widget=forms.RadioSelect)
    interpreter_language = forms.CharField(label=_("Language"), max_length=60, required=False)
    others = forms.CharField(label=_("Others who come"), max_length=300, required=False)

    def __init__(self, *given: Any, guardians: Iterable[Guardian], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.known = {str(one.public_id): one for one in guardians}
        names = [(key, str(one)) for key, one in self.known.items()]
        self.fields["guardians"].choices = names  # type: ignore[attr-defined]
        if not names:
            del self.fields["guardians"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("asks_pupil") == "no" and not values.get("why_pupil_is_not_asked"):
            self.add_error("why_pupil_is_not_asked", gettext("Say why the pupil is not asked."))
        needs = values.get("interpreter") in {Booking.Interpreter.TO_ORDER, Booking.Interpreter.ORDERED}
        if needs and not values.get("interpreter_language"):
            self.add_error("interpreter_language", gettext("Write the language."))
        return values

    @property
    def starts_at(self) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"]))

    @property
    def asked(self) -> list[Guardian]:
        return [self.known[key] for key in self.cleaned_data.get("guardians", [])]


class HandOverForm(OnceForm):
    to = forms.ChoiceField(label=_("To whom"))
    note = forms.CharField(label=_("A few words"), max_length=300, required=False)

    def __init__(self, *given: Any, people: Iterable[User], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.people = {str(one.public_id): one for one in people}
        self.fields["to"].choices = [(key, str(one)) for key, one in self.people.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> User:
        return self.people[self.cleaned_data["to"]]


class MoveForm(OnceForm):
    """What may follow from where the intake is. What each move needs besides is said when it lacks."""

    seen_state = forms.CharField(widget=forms.HiddenInput)
    to_state = forms.ChoiceField(label=_("What happens now?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    next_review = DayField(label=_("Looked at again on"), required=False)
    followed_up_by = forms.ChoiceField(label=_("Who follows up meanwhile"), required=False)

    def __init__(
        self, *given: Any, moves: Sequence[tuple[str, str]], people: Iterable[User], dated: bool, **fields: Any
    ) -> None:
        super().__init__(*given, **fields)
        self.people = {str(one.public_id): one for one in people}
        self.fields["to_state"].choices = moves  # type: ignore[attr-defined]
        names = [("", "–"), *((key, str(one)) for key, one in self.people.items())]
        self.fields["followed_up_by"].choices = names  # type: ignore[attr-defined]
        if not dated:
            del self.fields["next_review"], self.fields["followed_up_by"]

    @property
    def follower(self) -> User | None:
        return self.people.get(self.cleaned_data.get("followed_up_by", ""))


class FindForm(forms.Form):
    q = forms.CharField(label=_("Name"), required=False, max_length=80)


class QueueForm(forms.Form):
    whose = forms.ChoiceField(
        label=_("Whose"), required=False, choices=[("", _("Everybody’s")), ("mine", _("Those I own"))]
    )
