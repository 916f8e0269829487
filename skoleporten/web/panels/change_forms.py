"""What we change because of a panel, and how the panel was told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.access.models import User
from skoleporten.panels.changes import Telling, Wanted
from skoleporten.panels.models import Change, Panel, Session, Statement
from skoleporten.rules.panels import How, Outcome, words
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.judgement.forms import WHEN_WRONG, WRITE, choices_of, text_field
from skoleporten.web.panels.forms import CHOOSE, SeenForm
from skoleporten.web.panels.rows import (
    PanelsField,
    PeopleField,
    RowField,
    RowsField,
    ThemesField,
    panel_label,
    session_label,
)
from skoleporten.web.schools.forms import DayField


class WantedForm(forms.Form):
    what = forms.CharField(
        label=_("What do we change?"), max_length=500, error_messages=WRITE,
        help_text=_("So that the panel can see it is done. Where you decide against it: what was asked for."),
    )  # fmt: skip
    outcome = forms.ChoiceField(label=_("What comes of it?"), widget=forms.RadioSelect, error_messages=CHOOSE)
    why_not = forms.CharField(
        label=_("Why is it not done?"), max_length=500, required=False,
        help_text=_("Only where you decide against it. The panel is told the reason."),
    )  # fmt: skip
    on = DayField(
        label=_("When?"), error_messages=WHEN_WRONG, help_text=_("When it is to be done, was done, or was decided.")
    )
    owner = PeopleField(label=_("Who sees to it?"))
    statements = RowsField(Statement, lambda one: one.words, label=_("Which statements does it come from?"))
    panels = PanelsField(label=_("Which panels does it come from?"), help_text=_("Those of the statements come along."))
    themes = ThemesField()
    because = text_field(
        3, label=_("How do the words and the change belong together?"), max_length=1000, required=False,
        help_text=_("The panel reads this too. No child’s name."),
    )  # fmt: skip

    def __init__(self, *given: Any, people: QuerySet[User], statements: QuerySet[Statement], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.fields["outcome"].choices = choices_of(words.OUTCOMES)  # type: ignore[attr-defined]
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        self.fields["statements"].queryset = statements  # type: ignore[attr-defined]
        self.fields["panels"].offer()  # type: ignore[attr-defined]
        self.fields["themes"].offer()  # type: ignore[attr-defined]
        if not statements:
            del self.fields["statements"]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("outcome") == Outcome.NOT_DONE and not values.get("why_not"):
            self.add_error("why_not", gettext("Say why it is not done. The panel is told the reason."))
        if not values.get("statements") and not values.get("panels"):
            self.add_error("panels", gettext("Say which panel it comes from: choose a statement, or the panel."))
        return values

    def wanted(self, kept: Sequence[Statement] = ()) -> Wanted:
        """`kept`: statements that it rests on and that no form can show any more."""
        values = self.cleaned_data
        return Wanted(
            what=values["what"],
            outcome=values["outcome"],
            on=values["on"],
            owner=values["owner"],
            because=values["because"],
            why_not=values["why_not"],
            statements=[*values.get("statements", ()), *kept],
            themes=list(values["themes"]),
            panels=list(values["panels"]),
        )


class NewChangeForm(WantedForm, OnceForm):
    pass


class ChangeChangeForm(WantedForm, SeenForm):
    pass


class TellForm(OnceForm):
    panel = RowField(Panel, panel_label, label=_("Which panel?"), widget=forms.RadioSelect, empty_label=None)
    how = forms.ChoiceField(label=_("How was it told?"), widget=forms.RadioSelect, error_messages=CHOOSE)
    session = RowField(
        Session, session_label, label=_("In which session?"), required=False, empty_label="–",
        help_text=_("Only where it was told in one. Its date is the date."),
    )  # fmt: skip
    on = DayField(label=_("When?"), error_messages=WHEN_WRONG)
    words = text_field(
        3,
        label=_("What did you tell the panel?"),
        max_length=1000,
        required=False,
        help_text=_(
            "It is never changed. What somebody answers is a statement, so that it can be taken back. No child’s name."
        ),
    )

    def __init__(self, *given: Any, change: Change, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.fields["how"].choices = choices_of(words.HOWS)  # type: ignore[attr-defined]
        self.fields["panel"].queryset = change.panels.all()  # type: ignore[attr-defined]
        held = Session.objects.filter(panel__in=change.panels.all(), state=Session.State.HELD)
        self.fields["session"].queryset = held.select_related("panel")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        session, panel = values.get("session"), values.get("panel")
        if values.get("how") == How.SESSION and session is None:
            self.add_error("session", gettext("Choose the session it was told in, and only then."))
        if session is not None and panel is not None and session.panel_id != panel.pk:
            self.add_error("session", gettext("Choose a session of this panel that has been held."))
        return values

    @property
    def telling(self) -> Telling:
        values = self.cleaned_data
        session = values["session"] if values["how"] == How.SESSION else None
        return Telling(how=values["how"], on=values["on"], session=session, words=values["words"])
