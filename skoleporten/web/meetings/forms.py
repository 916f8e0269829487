"""What somebody writes about one meeting: when, where, who comes, and why it is cancelled."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skoleporten.access.models import User
from skoleporten.meetings.models import Meeting, MeetingKind
from skoleporten.meetings.moving import EVERY_SECOND, KEEP_PARITY
from skoleporten.rig.models import Room
from skoleporten.rig.queries import rooms
from skoleporten.web.intake.forms import OnceForm
from skoleporten.web.presence.forms import ClockField
from skoleporten.web.schools.forms import DayField

NO_NAMES = _("Do not name a pupil here: everybody who is asked to the meeting reads it.")
NOBODY = ("", _("As usual"))


class SeenForm(forms.Form):
    """Who has seen an older version changes nothing."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class PlaceFields(forms.Form):
    room = forms.ChoiceField(label=_("Room"), required=False)
    place = forms.CharField(label=_("Somewhere else"), max_length=120, required=False, help_text=NO_NAMES)

    def __init__(self, *given: Any, **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.rooms = {one.code: one for one in rooms()}
        choices = [("", _("No room of ours")), *((code, room.name) for code, room in self.rooms.items())]
        self.fields["room"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen_room(self) -> Room | None:
        return self.rooms.get(self.cleaned_data["room"])


class TimeFields(forms.Form):
    date = DayField(label=_("Day"))
    starts = ClockField(label=_("From"))
    ends = ClockField(label=_("To"))


class PlaceForm(SeenForm, PlaceFields):
    field_order = ("seen_version", "room", "place")


class MoveForm(SeenForm, PlaceFields, TimeFields):
    """`then` is asked for where the meeting comes into the weeks in which its rhythm does not meet."""

    then = forms.ChoiceField(
        label=_("How do the meetings go on after it?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (KEEP_PARITY, _("Only this one is moved: the next ones are as planned")),
            (EVERY_SECOND, _("Every second week from there on")),
        ],
    )
    field_order = ("seen_version", "date", "starts", "ends", "then", "room")

    def __init__(self, *given: Any, asks_how_it_goes_on: bool, **fields: Any) -> None:
        super().__init__(*given, **fields)
        del self.fields["place"]
        if not asks_how_it_goes_on:
            self.fields["then"].widget = forms.HiddenInput()


class CancelForm(SeenForm):
    why = forms.CharField(label=_("Why is it cancelled?"), max_length=300, help_text=NO_NAMES)


class NewForm(OnceForm, PlaceFields, TimeFields):
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    title = forms.CharField(
        label=_("What it is called"), max_length=120, required=False,
        help_text=_("May be empty for a meeting of a kind. Do not name a pupil here: everybody who is asked reads it."),
    )  # fmt: skip
    field_order = ("client_id", "kind", "title", "date", "starts", "ends", "room", "place")

    def __init__(self, *given: Any, kinds: Iterable[MeetingKind], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.kinds = {one.code: one for one in kinds}
        choices = [("", _("No kind")), *((code, kind.name) for code, kind in self.kinds.items())]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen_kind(self) -> MeetingKind | None:
        return self.kinds.get(self.cleaned_data["kind"])


class AskForm(forms.Form):
    who = forms.ChoiceField(label=_("Somebody with a log-in"), required=False)
    guest = forms.CharField(
        label=_("A guest, in words"), max_length=120, required=False,
        help_text=_("Somebody without a log-in, who sees nothing of the agenda or the minutes. Do not name a pupil."),
    )  # fmt: skip

    def __init__(self, *given: Any, people: Iterable[User], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.people = {str(one.public_id): one for one in people}
        choices = [("", _("Choose")), *((key, str(one)) for key, one in self.people.items())]
        self.fields["who"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not values.get("who") and not values.get("guest"):
            self.add_error("who", _("Choose somebody, or write who it is."))
        return values

    @property
    def chosen(self) -> User | None:
        return self.people.get(self.cleaned_data["who"])


class LeadForm(SeenForm):
    """Of this one meeting; the kind says who leads and writes the others."""

    chair = forms.ChoiceField(label=_("Leads this meeting"), required=False)
    writer = forms.ChoiceField(label=_("Writes these minutes"), required=False)

    def __init__(self, *given: Any, people: Iterable[User], **fields: Any) -> None:
        super().__init__(*given, **fields)
        self.people = {str(one.public_id): one for one in people}
        for name in ("chair", "writer"):
            choices = [NOBODY, *((key, str(one)) for key, one in self.people.items())]
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def chosen(self, name: str) -> User | None:
        return self.people.get(self.cleaned_data[name])


def initial_of(meeting: Meeting) -> dict[str, Any]:
    return {
        "seen_version": meeting.version,
        "date": meeting.date,
        "starts": meeting.starts,
        "ends": meeting.ends,
        "room": meeting.room.code if meeting.room else "",
        "place": meeting.place,
        "chair": str(meeting.chair.public_id) if meeting.chair else "",
        "writer": str(meeting.writer.public_id) if meeting.writer else "",
    }
