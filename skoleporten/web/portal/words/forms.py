"""What a pupil or a guardian writes in own words. Nobody but the adults here is chosen beforehand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from skoleporten.access.actor import Actor
from skoleporten.access.roles import Role
from skoleporten.documents.attachment_kinds import read_to_the_limit
from skoleporten.intake.stories import Picture, school_of
from skoleporten.people.family import guardians_in_view
from skoleporten.people.models import Guardian, Pupil
from skoleporten.rules.voices import KINDS, MOST_LETTERS, MayOpen, Reader, Teller, may_open
from skoleporten.voices.actions import PICTURE_ENDINGS, Written
from skoleporten.voices.models import Word
from skoleporten.web.intake.talk_forms import FilesField, ManyFiles, WrittenForm
from skoleporten.web.schools.forms import DayField
from skoleporten.web.voices.words import faces_to_choose, kinds_to_choose

ONE_GUARDIAN = "guardian:"
# What the pupil's choice is worth, at each age.
WORTH: Mapping[MayOpen, Any] = {
    MayOpen.WITH_A_REASON: _(
        "Mark nobody, and only the adults here read it. Sometimes we think that a grown-up at home should know. "
        "Then we tell you why."
    ),
    MayOpen.AFTER_ASKING: _(
        "Mark nobody, and only the adults here read it. Sometimes we think that a grown-up at home should know. "
        "Then we ask you first. And we tell you why."
    ),
    MayOpen.ONLY_THE_PUPIL: _("Mark nobody, and only the adults here read it. You alone decide this."),
    MayOpen.AGE_NOT_KNOWN: _("Mark nobody, and only the adults here read it. You alone decide this."),
}


class WordForm(WrittenForm):
    """For a new word, and with `word` for changing one. `pupil` and `actor` decide what is asked and offered."""

    kind = forms.ChoiceField(
        label=_("What is it about?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    about_on = DayField(label=_("Which day?"), required=False)
    words = forms.CharField(
        max_length=MOST_LETTERS, required=False, widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"})
    )
    was_spoken = forms.BooleanField(label=_("I spoke it, and somebody or something wrote it down"), required=False)
    faces = forms.MultipleChoiceField(
        label=_("How does it feel?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    pictures = FilesField(
        label=_("Drawings or pictures"),
        required=False,
        widget=ManyFiles(attrs={"accept": ",".join(PICTURE_ENDINGS)}),
        help_text=_("Three at most. A photo of a drawing will do. We take away where and when it was taken."),
    )
    without = forms.MultipleChoiceField(
        label=_("Pictures to take away for good"), required=False, widget=forms.CheckboxSelectMultiple
    )
    audiences = forms.MultipleChoiceField(
        label=_("Who else may read it?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *given: Any, actor: Actor, pupil: Pupil, today: dt.date, word: Word | None = None, **more: Any
    ) -> None:
        self.guardians: Sequence[Guardian] = ()
        self.hide_need = actor.role == Role.PUPIL
        more["initial"] = {"about_on": today} | more.get("initial", {})
        super().__init__(*given, **more)
        if actor.role == Role.PUPIL:
            self._for_pupil(pupil, today)
        else:
            self._for_guardian(pupil)
        if school_of(pupil, today) is None and not (word and word.for_school):
            self._offer([one for one in self._offered if one[0] != Reader.SCHOOL])
        kept = [one for one in word.attachments.all() if one.file_id] if word else []
        if kept:
            names = [(str(one.public_id), _("Picture %(number)d") % {"number": n}) for n, one in enumerate(kept, 1)]
            self.fields["without"].choices = names  # type: ignore[attr-defined]
        else:
            del self.fields["without"]

    def written(self) -> Written:
        values = self.cleaned_data
        marked = set(values["audiences"])
        readers = [one for one in self.guardians if f"{ONE_GUARDIAN}{one.public_id}" in marked]
        chosen = {one for one in marked if not one.startswith(ONE_GUARDIAN)}
        return Written(
            words=values["words"],
            kind=values.get("kind") or KINDS[Teller.PUPIL][0].value,
            about_on=values.get("about_on"),
            was_spoken=values["was_spoken"],
            faces=values.get("faces", ()),
            chosen=frozenset(chosen | ({Reader.GUARDIAN.value} if readers else set())),
            readers=readers,
            pictures=[Picture(one.name or "", read_to_the_limit(one)) for one in values["pictures"]],
        )

    def _for_pupil(self, pupil: Pupil, today: dt.date) -> None:
        del self.fields["kind"], self.fields["about_on"]
        self.fields["faces"].choices = faces_to_choose()  # type: ignore[attr-defined]
        self.fields["faces"].template_name = "portal/words/faces.html"  # type: ignore[attr-defined]
        self.guardians = guardians_in_view(pupil, today)
        self.fields["words"].label = _("What do you want to tell?")
        self.fields["words"].help_text = _(
            "Nothing is wrong here. You can also speak: press the microphone on your keyboard, and it becomes text."
        )
        self.fields["audiences"].help_text = WORTH[may_open(pupil.birth_date, today)]
        named = [(f"{ONE_GUARDIAN}{one.public_id}", str(one)) for one in self.guardians]
        self._offer(
            [
                *named,
                (Reader.SCHOOL.value, _("The leader of my school")),
                (Reader.SPECIALIST.value, _("Those in the team around me")),
            ]
        )

    def _for_guardian(self, pupil: Pupil) -> None:
        del self.fields["faces"]
        self.fields["kind"].choices = kinds_to_choose(KINDS[Teller.GUARDIAN])  # type: ignore[attr-defined]
        self.fields["words"].label = _("What do you want to tell?")
        self.fields["words"].help_text = _("What you saw and heard yourself. A few lines are enough.")
        self.fields["audiences"].help_text = _(
            "Mark nobody, and only those who work at Skoleporten read it. You choose anew each time."
        )
        self._offer(
            [
                (Reader.PUPIL.value, pupil.given_name or pupil.full_name),
                (Reader.GUARDIAN.value, _("Other guardians who decide for the child")),
                (Reader.SCHOOL.value, _("The leader of the school")),
                (Reader.SPECIALIST.value, _("Those in the team around the child")),
            ]
        )

    def _offer(self, readers: list[tuple[str, Any]]) -> None:
        self._offered = readers
        self.fields["audiences"].choices = readers  # type: ignore[attr-defined]


def as_it_is(word: Word) -> dict[str, Any]:
    """Also whom it is for: a change of the words is no new choice."""
    named = [f"{ONE_GUARDIAN}{one.public_id}" for one in word.readers.all()] if word.teller == Teller.PUPIL else []
    others = word.chosen - {Reader.GUARDIAN} if named else word.chosen
    return {
        "kind": word.kind, "about_on": word.about_on, "words": word.words, "was_spoken": word.was_spoken,
        "faces": word.faces, "audiences": [*named, *sorted(others)], "seen_version": word.version,
    }  # fmt: skip
