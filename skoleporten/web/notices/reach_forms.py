"""How somebody wants to be told, in which language and when; and the code that shows an address to be hers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access import languages
from skoleporten.access.models import User
from skoleporten.notices import sms
from skoleporten.notices.models import Reach
from skoleporten.notices.reach import is_an_address, quiet_hours_of
from skoleporten.rules.quiet_hours import QuietHours

AS_ALL, OWN, NEVER = "all", "own", "never"
Clock = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class ReachForm(forms.Form):
    language = forms.ChoiceField(
        label=gettext_lazy("Which language do you want?"),
        help_text=gettext_lazy("For these pages, and for letters and messages to you."),
        widget=forms.RadioSelect,
    )
    choice = forms.ChoiceField(
        label=gettext_lazy("How do we tell you that something is new?"), widget=forms.RadioSelect
    )
    quiet = forms.ChoiceField(label=gettext_lazy("When do we leave you in peace?"), widget=forms.RadioSelect)
    quiet_from = forms.TimeField(label=gettext_lazy("Quiet from"), widget=Clock, required=False)
    quiet_to = forms.TimeField(label=gettext_lazy("Quiet until"), widget=Clock, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, sent: Any = None, *, user: User, reach: Reach) -> None:
        initial = {"language": languages.of(user), "version": reach.version, **_initial(user, reach)}
        super().__init__(sent, initial=initial)
        self.fields["language"].choices = list(languages.offered().items())  # type: ignore[attr-defined]
        self.fields["choice"].choices = _choices(user, reach)  # type: ignore[attr-defined]
        self.fields["quiet"].choices = _quiet_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("quiet") != OWN:
            return told
        for name in ("quiet_from", "quiet_to"):
            if name not in self.errors and told.get(name) is None:
                self.add_error(name, _("Write a time, such as 21:00."))
        if not self.errors and told["quiet_from"] == told["quiet_to"]:
            self.add_error("quiet_to", _("Write another time than the first."))
        return told

    @property
    def wanted_quiet(self) -> QuietHours | None:
        told = self.cleaned_data
        own = {AS_ALL: settings.QUIET_HOURS, NEVER: None}
        return own[told["quiet"]] if told["quiet"] in own else QuietHours(told["quiet_from"], told["quiet_to"])


class EmailForm(forms.Form):
    address = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("We send a code there. Then we know that it is yours."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        max_length=254,
    )


class PhoneForm(forms.Form):
    address = forms.CharField(
        label=gettext_lazy("Your phone number"),
        help_text=gettext_lazy("We send a code there. Then we know that it is yours."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        max_length=24,
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("The code"),
        help_text=gettext_lazy("Six digits."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        max_length=12,
    )


def _initial(user: User, reach: Reach) -> dict[str, Any]:
    """Whoever has no address is told nowhere but here, also before she chose so."""
    quiet = quiet_hours_of(reach)
    how = NEVER if quiet is None else AS_ALL if quiet == settings.QUIET_HOURS else OWN
    own = quiet if how == OWN else None
    choice = reach.choice if reach.choice in dict(_choices(user, reach)) else Reach.Choice.NONE
    return {"choice": choice, "quiet": how, "quiet_from": own and own.start, "quiet_to": own and own.end}


def _choices(user: User, reach: Reach) -> list[tuple[str, str]]:
    """Only what is there to be chosen."""
    found = []
    if is_an_address(user.email):
        found.append((Reach.Choice.EMAIL, _("By e-mail to %(address)s") % {"address": user.email}))
    if reach.phone and sms.is_offered():
        found.append((Reach.Choice.SMS, _("By SMS to %(phone)s") % {"phone": reach.phone}))
    return [*((str(code), words) for code, words in found), (str(Reach.Choice.NONE), str(Reach.Choice.NONE.label))]


def _quiet_choices() -> list[tuple[str, str]]:
    shared: QuietHours | None = settings.QUIET_HOURS
    found = [(OWN, _("At hours that I choose")), (NEVER, _("Never: a message may come at any hour"))]
    if shared is None:
        return found
    times = {"start": _clock(shared.start), "end": _clock(shared.end)}
    return [(AS_ALL, _("At night: from %(start)s to %(end)s") % times), *found]


def _clock(time: Any) -> str:
    return formats.time_format(time, "TIME_FORMAT")
