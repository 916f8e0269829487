"""What a pupil writes on her own pages. Nothing is chosen beforehand, and few things are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skoleporten.plans.answers import Said as SaidToStep
from skoleporten.rules.plan import Answer
from skoleporten.rules.supports import LONGEST_ITEM, How, When
from skoleporten.supports.class_texts import LONGEST_ANSWER
from skoleporten.supports.lists import MAY_CHOOSE, Said
from skoleporten.supports.talks import LONGEST, Wish
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.portal.pupil.people import Adult

LETTERS = 4000
CHOOSE = {"required": _("Choose one.")}
READERS = (
    ("guardians", _("The adults at home")),
    ("school", _("The adults at my school")),
    ("specialists", _("Others who help me, like a nurse")),
)


def own_words(rows: int = 5, **given: Any) -> forms.CharField:
    defaults: dict[str, Any] = {"required": False, "max_length": LETTERS}
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **defaults | given)


def readers(**given: Any) -> forms.MultipleChoiceField:
    defaults: dict[str, Any] = {
        "label": _("Who else may read it?"),
        "help_text": _("Choose nobody if you want. Then only the adults at Skoleporten read it."),
    }
    return forms.MultipleChoiceField(
        choices=READERS, required=False, widget=forms.CheckboxSelectMultiple, **defaults | given
    )


class StepAnswerForm(OnceForm):
    answer = forms.ChoiceField(
        label=_("What do you say?"),
        widget=forms.RadioSelect,
        choices=[
            (Answer.AGREES.value, _("Yes")),
            (Answer.DOES_NOT_AGREE.value, _("Not yet")),
            (Answer.SOMETHING_ELSE.value, _("Something else")),
        ],
        help_text=_("All three are good answers."),
        error_messages=CHOOSE,
    )
    words = own_words(label=_("In your own words"), help_text=_("What do you think? What would make it easier?"))
    readers = readers(label=_("Who else may read your words?"))

    def said(self, today: Any) -> SaidToStep:
        given = self.cleaned_data
        return SaidToStep(Answer(given["answer"]), today, given["words"], audiences=frozenset(given["readers"]))


class LineForm(OnceForm):
    words = own_words(
        2, label=_("In your own words"), required=True, max_length=LONGEST_ITEM,
        error_messages={"required": _("Write a few words.")},
    )  # fmt: skip
    readers = readers()

    @property
    def said(self) -> Said:
        given = self.cleaned_data
        return Said(given["words"], frozenset(given["readers"]) & frozenset(MAY_CHOOSE))


class ChangeLineForm(LineForm):
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class TalkForm(OnceForm):
    adult = forms.ChoiceField(
        label=_("Whom do you want to talk with?"), widget=forms.RadioSelect, error_messages=CHOOSE
    )
    how = forms.ChoiceField(
        label=_("How do you like to talk?"),
        widget=forms.RadioSelect,
        choices=[
            (How.SIT.value, _("Sit down together")),
            (How.WALK.value, _("Go for a walk")),
            (How.WHILE_DOING.value, _("Talk while we do something")),
            (How.WRITE.value, _("Write to each other")),
            (How.PHONE.value, _("On the phone")),
        ],
        error_messages=CHOOSE,
    )
    when = forms.ChoiceField(
        label=_("When?"),
        widget=forms.RadioSelect,
        choices=[
            (When.TODAY.value, _("As soon as you can")),
            (When.THIS_WEEK.value, _("This week")),
            (When.NO_HURRY.value, _("It is not urgent")),
        ],
        error_messages=CHOOSE,
    )
    words = own_words(
        3, label=_("Do you want to say what it is about?"), max_length=LONGEST, help_text=_("You do not have to."),
    )  # fmt: skip

    def __init__(self, *given: Any, adults: Sequence[Adult], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self._users = {str(one.user.public_id): one.user for one in adults}
        choices = [("anybody", _("Any adult here")), *((str(one.user.public_id), one.name) for one in adults)]
        self.fields["adult"].choices = choices  # type: ignore[attr-defined]
        if not adults:  # then there is nothing to choose
            del self.fields["adult"]

    @property
    def wish(self) -> Wish:
        given = self.cleaned_data
        return Wish(How(given["how"]), When(given["when"]), self._users.get(given.get("adult", "")), given["words"])


class ClassAnswerForm(OnceForm):
    """`yes` is the label of the yes, which differs with who says it."""

    says = forms.ChoiceField(widget=forms.RadioSelect, error_messages=CHOOSE)
    words = own_words(3, max_length=LONGEST_ANSWER)

    def __init__(self, *given: Any, choices: Sequence[tuple[str, Any]], label: Any, about: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.fields["says"].choices = choices  # type: ignore[attr-defined]
        self.fields["says"].label = label
        self.fields["words"].label = about
