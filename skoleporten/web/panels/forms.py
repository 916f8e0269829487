"""What people write about the panels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.panels.members import Candidate, SaidYes
from skoleporten.panels.models import Member, Question, Session, Theme
from skoleporten.panels.statements import Said
from skoleporten.rules.panels import Removed, SaidAs, words
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.judgement.forms import WHEN_WRONG, WRITE, choices_of, text_field
from skoleporten.web.panels.rows import (
    PeopleField,
    RowField,
    RowsField,
    ThemesField,
    theme_label,
)
from skoleporten.web.schools.forms import DayField

NO_CHILD = _("Write no child’s name.")
CHOOSE = {"required": _("Choose one.")}
YES_OR_NO = [("yes", _("Yes")), ("no", _("No"))]


class SeenForm(forms.Form):
    seen_version = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)


class HostForm(forms.Form):
    host = PeopleField(label=_("Who is host?"), help_text=_("The host sees who is in the panel, besides the lead."))


class SettleForm(SeenForm, HostForm):
    places = forms.IntegerField(
        label=_("How many is it meant for?"), required=False, min_value=1, help_text=_("Empty where nobody has said.")
    )


class RestForm(forms.Form):
    why = forms.CharField(label=_("Why does the panel have a break?"), max_length=300, error_messages=WRITE)


class MemberForm(OnceForm):
    """Somebody from outside, who has said yes in writing."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Write the name.")})
    contact = forms.CharField(
        label=_("How do we reach this person?"), max_length=200, required=False,
        help_text=_("Telephone or e-mail. No address."),
    )  # fmt: skip
    given_on = DayField(label=_("When was the yes given?"), error_messages=WHEN_WRONG)
    how = forms.ChoiceField(
        label=_("How was it given?"), widget=forms.RadioSelect, error_messages=CHOOSE,
        choices=[(Member.How.PAPER, _("On paper")), (Member.How.ELECTRONIC, _("In an e-mail or message"))],
    )  # fmt: skip
    valid_until = DayField(
        label=_("Until when?"), error_messages=WHEN_WRONG, help_text=_("Two years at most. Then one asks again.")
    )

    @property
    def yes(self) -> SaidYes:
        values = {name: self.cleaned_data[name] for name in ("name", "contact", "given_on", "how", "valid_until")}
        return SaidYes(**values)


class ByConsentForm(OnceForm):
    candidate = forms.ChoiceField(label=_("Who?"), widget=forms.RadioSelect, error_messages=CHOOSE)
    contact = MemberForm.base_fields["contact"]

    def __init__(self, *given: Any, candidates: Sequence[Candidate], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.fields["candidate"].choices = [(one.key, one.name) for one in candidates]  # type: ignore[attr-defined]


class ContactForm(SeenForm):
    name = MemberForm.base_fields["name"]
    contact = MemberForm.base_fields["contact"]


class LeaveForm(forms.Form):
    because = forms.ChoiceField(
        label=_("Why does the member leave?"), widget=forms.RadioSelect, error_messages=CHOOSE,
        choices=[
            ("withdrew", _("Has taken back the yes. No reason is needed.")),
            ("time_is_up", _("Has finished, by agreement")),
        ],
    )  # fmt: skip


class SessionForm(OnceForm):
    on = DayField(label=_("Which day?"), error_messages=WHEN_WRONG)
    about = forms.CharField(
        label=_("What is it about?"), max_length=300, required=False, help_text=NO_CHILD
    )  # fmt: skip


class ChangeSessionForm(SeenForm):
    on = SessionForm.base_fields["on"]
    about = SessionForm.base_fields["about"]


class HeldForm(SeenForm):
    came = forms.IntegerField(
        label=_("How many came?"), min_value=1, max_value=200, error_messages={"required": _("Write a number.")},
        help_text=_("Members of the panel, without those who work at Skoleporten."),
    )  # fmt: skip
    members = RowsField(Member, lambda one: one.name, label=_("Who came?"), help_text=_("Only where you want it kept."))
    notes = text_field(
        6, label=_("Notes"), required=False,
        help_text=_("What was talked about. What somebody said is written as a statement of its own. No child’s name."),
    )  # fmt: skip

    def __init__(self, *given: Any, members: Sequence[Member] | None, **fields: Any) -> None:
        """None for whoever does not see the members by name."""
        super().__init__(*given, **fields)
        if members:
            self.fields["members"].queryset = Member.objects.filter(pk__in=[one.pk for one in members])  # type: ignore[attr-defined]
        else:
            del self.fields["members"]


class WhyForm(forms.Form):
    why = forms.CharField(label=_("Why?"), max_length=300, error_messages=WRITE)


class QuestionForm(OnceForm):
    theme = RowField(
        Theme, theme_label, label=_("Does it belong to a theme?"), required=False,
        empty_label=_("No theme"),
    )  # fmt: skip
    words = forms.CharField(
        label=_("What do you ask?"), max_length=500, error_messages=WRITE, help_text=NO_CHILD
    )  # fmt: skip

    def __init__(self, *given: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.fields["theme"].queryset = Theme.objects.in_use()  # type: ignore[attr-defined]


class StatementForm(forms.Form):
    """The choice is the member's own, so none is made beforehand."""

    words = text_field(
        5, label=_("What was said, in the member’s own words?"),
        help_text=_("Read it aloud to whoever said it before you save. No child’s name."),
    )  # fmt: skip
    said_as = forms.ChoiceField(
        label=_("How does the member want it to stand?"), widget=forms.RadioSelect,
        error_messages={"required": _("Let the member choose how it shall stand.")},
    )  # fmt: skip
    member = RowField(Member, lambda one: one.name, label=_("Who said it?"), required=False, empty_label="–")
    may_stay = forms.ChoiceField(
        label=_("May it stay when the member is no longer in the panel?"), widget=forms.RadioSelect, choices=YES_OR_NO,
        required=False, help_text=_("If not, the words are deleted that day. Without any name they always stay."),
    )  # fmt: skip
    question = RowField(
        Question, lambda one: one.words, label=_("Which question does it answer?"), required=False,
        empty_label=_("None of them"),
    )  # fmt: skip
    themes = ThemesField()

    def __init__(
        self, *given: Any, session: Session, members: Sequence[Member] | None, knows_whose: bool = False, **fields: Any
    ) -> None:
        """`members`: None for whoever does not see them. `knows_whose`: it is a correction of a member's words."""
        super().__init__(*given, **fields)
        self.fields["said_as"].choices = choices_of(words.SAID_AS)  # type: ignore[attr-defined]
        self.fields["question"].queryset = session.questions.all()  # type: ignore[attr-defined]
        self.fields["themes"].offer()  # type: ignore[attr-defined]
        self.is_choice_open = members is not None
        if members is None:
            for name in ("said_as", "member", "may_stay"):
                del self.fields[name]
        elif knows_whose:
            del self.fields["member"]
        else:
            self.fields["member"].queryset = Member.objects.filter(pk__in=[one.pk for one in members])  # type: ignore[attr-defined]
        self.knows_whose = knows_whose

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("said_as") in (SaidAs.NAMED, SaidAs.PANEL):
            if not self.knows_whose and not values.get("member"):
                self.add_error("member", gettext("Choose the member who said it, so that it can be taken away again."))
            if not values.get("may_stay"):
                self.add_error("may_stay", gettext("Let the member answer yes or no."))
        return values

    @property
    def said(self) -> Said:
        values = self.cleaned_data
        return Said(
            words=values["words"],
            said_as=values.get("said_as", SaidAs.ANONYMOUS),
            member=values.get("member"),
            may_stay=values.get("may_stay") == "yes",
            question=values["question"],
            themes=list(values["themes"]),
        )


class NewStatementForm(StatementForm, OnceForm):
    pass


class CorrectStatementForm(StatementForm, SeenForm):
    pass


class TakeAwayForm(forms.Form):
    because = forms.ChoiceField(
        label=_("Why is it taken away?"), widget=forms.RadioSelect, error_messages=CHOOSE,
        choices=[
            (Removed.ASKED_TO.value, _("Whoever said it asks for it")),
            (Removed.NAMES_SOMEBODY.value, _("It tells about somebody who is not part of this")),
        ],
    )  # fmt: skip


class ThemeForm(forms.Form):
    question = forms.CharField(
        label=_("Which question?"), max_length=300, error_messages=WRITE,
        help_text=_("In words that nobody has to defend themselves against."),
    )  # fmt: skip
    about = text_field(
        3, label=_("What is said before it is asked?"), max_length=1000, required=False,
        help_text=_("Why you want to know. A sentence or two."),
    )  # fmt: skip


class NewThemeForm(ThemeForm, OnceForm):
    source = forms.CharField(label=_("Where does it come from?"), max_length=200, required=False)


class ChangeThemeForm(ThemeForm, SeenForm):
    pass
