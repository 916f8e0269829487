"""Forms as Designsystemet draws them; settings.FORM_RENDERER points here."""

from __future__ import annotations

from typing import Any

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Widget
from django.forms.renderers import TemplatesSetting


class DesignedField(BoundField):
    """Gives each input its class and tells the template what it is drawn with."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        built = super().build_widget_attrs(attrs, widget)
        own = built.get("class", self.field.widget.attrs.get("class", ""))
        return built | {"class": f"ds-input {own}".strip()}

    @property
    def is_checkbox(self) -> bool:
        return isinstance(self.field.widget, CheckboxInput)

    @property
    def is_choice_list(self) -> bool:
        return isinstance(self.field.widget, (RadioSelect, CheckboxSelectMultiple))


class Renderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = DesignedField
