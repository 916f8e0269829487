from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from skoleporten.people.year_change.plan import LAST_COMPULSORY_GRADE
from skoleporten.schools.models import School


class NextSchoolsForm(forms.Form):
    """Where those who leave each school's last grade go on; nothing chosen means that it is not known."""

    hide_need = True

    def __init__(self, data: Any, leaving: Iterable[School], schools: Sequence[School]) -> None:
        super().__init__(data)
        for school in leaving:
            self.fields[f"from-{school.public_id}"] = forms.ChoiceField(
                label=_("After grade %(grade)d at %(school)s") % {"grade": school.last_grade, "school": school.name},
                required=False,
                choices=[("", _("Not known yet")), *_that_take_over(school, schools)],
            )

    def chosen(self, schools: Iterable[School]) -> dict[int, int]:
        """Key of the school left to the key of the next one."""
        keys = {str(school.public_id): school.pk for school in schools}
        if not self.is_valid():
            return {}
        return {
            keys[name.removeprefix("from-")]: keys[value] for name, value in self.cleaned_data.items() if value in keys
        }


def _that_take_over(school: School, schools: Iterable[School]) -> list[tuple[str, str]]:
    grade = school.last_grade + 1
    if grade > LAST_COMPULSORY_GRADE:
        return []
    others = [other for other in schools if other.is_active and grade in other.grades and other.pk != school.pk]
    return [(str(other.public_id), other.name) for other in others]
