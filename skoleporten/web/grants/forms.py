"""What an administrator or a leader enters about users and access."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.access import languages
from skoleporten.access.models import Language, Role, User
from skoleporten.access.roles import AT_A_SCHOOL, GRANTED
from skoleporten.access.second_factor_actions import WhyRemoved
from skoleporten.documents.file_kinds import check_kind
from skoleporten.documents.virus_scan import check_virus
from skoleporten.people.models import SchoolClass
from skoleporten.people.teaching_groups import TeachingGroup
from skoleporten.rules import calendar
from skoleporten.schools.models import School
from skoleporten.web.schools.forms import DayField, GradeField, SpanForm

ACCEPTED = (".zip", ".csv", ".json")


class UserForm(forms.Form):
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_("For staff the Feide name, so that files know the person again."),
    )
    display_name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("For messages that something is new. The person can change it.")
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=lambda: list(languages.offered().items()), initial=Language.NB
    )


class GrantForm(SpanForm):
    first_name, last_name = "start", "end"

    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, role.label) for role in Role if role in GRANTED])
    school = forms.ModelChoiceField(
        School.objects.none(),
        label=_("School"),
        required=False,
        to_field_name="public_id",
        help_text=_("For a teacher or a school leader."),
    )
    school_class = forms.CharField(
        label=_("Class"),
        required=False,
        max_length=60,
        help_text=_("For a teacher, as 5A. Empty, with no grade or group, means the whole school."),
    )
    grade = GradeField(label=_("Grade"), required=False, empty_value=None)
    teaching_group = forms.CharField(
        label=_("Teaching group"), required=False, max_length=60, help_text=_("For a teacher, as the school calls it.")
    )
    start = DayField(label=_("First day"))
    end = DayField(label=_("Last day"))
    reason = forms.CharField(label=_("Why"), max_length=300, help_text=_("For instance “contact teacher”."))

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["school"].queryset = School.objects.filter(is_active=True)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        role, school = values.get("role"), values.get("school")
        if role in AT_A_SCHOOL and not school:
            self.add_error("school", gettext("Choose the school: the role is at one."))
        if role not in AT_A_SCHOOL and school:
            self.add_error("school", gettext("The role is for the whole municipality. Leave the school empty."))
        within = [name for name in ("school_class", "grade", "teaching_group") if values.get(name)]
        if role != Role.TEACHER and within:
            self.add_error(within[0], gettext("Only a teacher is given a part of a school. Leave it empty."))
        elif len(within) > 1:
            self.add_error(within[1], gettext("Choose only one of class, grade and teaching group."))
        elif school:
            values |= self._keys(school, values)
        if (end := values.get("end")) and end < self.today:
            self.add_error("end", gettext("The last day is over. Choose a later one."))
        return values

    def _keys(self, school: School, values: dict[str, Any]) -> dict[str, int]:
        """Of the class or the teaching group that is named, in this school year."""
        of_the_year = {"school": school, "school_year": calendar.school_year(self.today)}
        if name := values.get("school_class"):
            if found := SchoolClass.objects.filter(**of_the_year, name__iexact=name).first():
                return {"school_class_id": found.pk}
            self.add_error("school_class", gettext("The school has no class of that name this year."))
        elif name := values.get("teaching_group"):
            if group := TeachingGroup.objects.filter(**of_the_year, name__iexact=name).first():
                return {"teaching_group_id": group.pk}
            self.add_error("teaching_group", gettext("The school has no teaching group of that name this year."))
        return {}


class RemoveFactorForm(forms.Form):
    why = forms.ChoiceField(
        label=_("Why the second factor is removed"), choices=[("", _("Choose")), *WhyRemoved.choices]
    )


class LinkIdentityForm(forms.Form):
    issuer = forms.ChoiceField(label=_("Log-in service"))
    subject = forms.CharField(
        label=_("The person’s identity there"),
        max_length=255,
        help_text=_("The person is shown it when the log-in is refused. Copy all of it."),
    )

    def __init__(self, *args: Any, providers: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose")), *((each.issuer, each.name or each.id) for each in providers)]
        self.fields["issuer"].choices = choices  # type: ignore[attr-defined]


class PasswordForm(forms.Form):
    first = forms.CharField(
        label=_("Choose a password"),
        help_text=_("At least 12 characters, and not one that others use."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        max_length=200,
    )
    second = forms.CharField(
        label=_("The password once more"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        max_length=200,
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("first") and values.get("second") and values["first"] != values["second"]:
            self.add_error("second", gettext("The two are not alike. Write the same password twice."))
        return values


class PeopleFileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_("A OneRoster zip file, FINT collections (JSON, or a zip file of them), or CSV."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(ACCEPTED)}),
    )
    is_complete = forms.BooleanField(
        label=_("The file holds everybody"),
        required=False,
        help_text=_("Staff of its schools, and guardians of its pupils, that it lacks then lose what files gave them."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        check_kind(file, ACCEPTED)
        check_virus(file)
        return file


class VerifyStatedForm(forms.Form):
    source_of_record = forms.CharField(
        label=_("Which register the file is from"),
        max_length=120,
        help_text=_("For instance the population register, through the school’s system, on 17 August."),
    )
    reason = forms.CharField(label=_("Why it is to be trusted"), max_length=300, widget=forms.Textarea({"rows": 3}))


class ByNameForm(SpanForm):
    first_name, last_name = "start", "end"

    username = forms.CharField(label=_("User name of the person"), max_length=150)
    role = forms.ChoiceField(label=_("In the role"))
    pupil_number = forms.CharField(
        label=_("The pupil’s number"), max_length=128, help_text=_("As in the school’s own system. Not a national id.")
    )
    start = DayField(label=_("First day"))
    end = DayField(label=_("Last day"))
    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("Why just this person. Do not name the pupil.")
    )

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]

    def clean_username(self) -> User:
        user = User.objects.filter(username=self.cleaned_data["username"], is_active=True).first()
        if user is None:
            raise ValidationError(gettext("There is no user with that name. Check the spelling."))
        return user
