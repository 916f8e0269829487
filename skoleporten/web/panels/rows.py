"""Fields that choose among rows by their public id, and what each row is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from skoleporten.access.models import User
from skoleporten.panels.models import Panel, Session, Theme
from skoleporten.web.rules.wording import in_language
from skoleporten.web.words import day

LabelOf = Callable[[Any], str]
CHOOSE = {"required": _("Choose one."), "invalid_choice": _("Choose one of those that stand here.")}


def theme_label(theme: Theme) -> str:
    return in_language(theme.texts("question"))


def panel_label(panel: Panel) -> str:
    return in_language(panel.names)


def session_label(session: Session) -> str:
    return f"{panel_label(session.panel)}, {day(session.on)}"


class RowField(forms.ModelChoiceField):
    """`queryset` is set by the form: none before that."""

    def __init__(self, model: type[Model], label_of: LabelOf, **fields: Any) -> None:
        fields.setdefault("error_messages", CHOOSE)
        super().__init__(model._default_manager.none(), to_field_name="public_id", **fields)
        self.label_of = label_of

    def label_from_instance(self, obj: Any) -> str:
        return self.label_of(obj)


class RowsField(forms.ModelMultipleChoiceField):
    def __init__(self, model: type[Model], label_of: LabelOf, **fields: Any) -> None:
        fields.setdefault("widget", forms.CheckboxSelectMultiple)
        fields.setdefault("required", False)
        super().__init__(model._default_manager.none(), to_field_name="public_id", **fields)
        self.label_of = label_of

    def label_from_instance(self, obj: Any) -> str:
        return self.label_of(obj)


class PeopleField(RowField):
    """Somebody on the team."""

    def __init__(self, **fields: Any) -> None:
        super().__init__(User, str, empty_label="–", **fields)


class ThemesField(RowsField):
    def __init__(self, **fields: Any) -> None:
        super().__init__(Theme, theme_label, **{"label": _("Themes")} | fields)

    def offer(self) -> None:
        self.queryset = Theme.objects.in_use()


class PanelsField(RowsField):
    def __init__(self, **fields: Any) -> None:
        super().__init__(Panel, panel_label, **fields)

    def offer(self) -> None:
        self.queryset = Panel.objects.all()
