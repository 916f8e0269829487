from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from skoleporten.documents.file_kinds import check_kind
from skoleporten.documents.virus_scan import check_virus

ACCEPTED = (".csv", ".txt", ".tsv", ".xml", ".zip", ".parquet", ".json")
PROFILES = (
    ("", _("Recognise it by its contents")),
    ("norsk-generisk", _("Norwegian template (norsk-generisk)")),
    ("iskole", "iSkole"),
    ("fint", "FINT"),
    ("oea", "Open Education Analytics (oea)"),
)


class HandInForm(forms.Form):
    """`is_too_large` comes from the upload handler, which stopped reading."""

    file = forms.FileField(label=_("File"), max_length=200)
    profile = forms.ChoiceField(
        label=_("Format"),
        choices=PROFILES,
        required=False,
        help_text=_("Choose only if the file was read wrongly."),
    )
    is_complete = forms.BooleanField(
        label=_("The file holds everything for its dates"),
        required=False,
        help_text=_("What stands from the same source for the same dates, and is not in the file, is then taken out."),
    )

    def __init__(self, *args: Any, is_too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_too_large = is_too_large
        file = self.fields["file"]
        file.widget.attrs["accept"] = ",".join(ACCEPTED)
        file.help_text = gettext(
            "CSV, Parquet, JSON, or a zip file with several files. At most %(megabytes)d MB; larger files are imported "
            "with the command line."
        ) % {"megabytes": settings.MOST_UPLOAD_BYTES // 1_000_000}
        if is_too_large:
            file.error_messages["required"] = gettext(
                "The file is larger than %(megabytes)d MB. Import it with the command line: skoleporten import FILE."
            ) % {"megabytes": settings.MOST_UPLOAD_BYTES // 1_000_000}

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        check_kind(file, ACCEPTED)
        check_virus(file)
        return file


class ReleaseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the file is right"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For instance that it covers one school only."),
    )
