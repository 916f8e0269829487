"""An administrator chooses whether the board may be kept in the browsers of the municipality."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access.roles import Role
from skoleporten.presence import offline
from skoleporten.presence.models import OfflineChoice
from skoleporten.rules.errors import RefusedError
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest

ON, OFF = "on", "off"


class OfflineForm(forms.Form):
    choice = forms.ChoiceField(
        label=gettext_lazy("The board without a network"),
        choices=[
            (OFF, gettext_lazy("Off: without a network the board does not open.")),
            (ON, gettext_lazy("On: first names and times of the day are kept, locked, for up to twelve hours.")),
        ],
        widget=forms.RadioSelect,
    )
    assessment = forms.CharField(
        label=gettext_lazy("Where does the assessment of privacy (DPIA) lie?"),
        help_text=gettext_lazy("For example the number of the case in the archive. Asked for where it is switched on."),
        max_length=300,
        required=False,
    )


@policy(roles={Role.ADMINISTRATOR}, purpose=None, writes=True)
def choose(request: ActingRequest) -> HttpResponse:
    is_on = offline.is_on()
    form = OfflineForm(request.POST if request.method == "POST" else None, initial={"choice": ON if is_on else OFF})
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data["choice"] == ON
        try:
            offline.choose(by=request.actor, is_on=wanted, assessment=form.cleaned_data["assessment"])
        except RefusedError as error:
            form.add_error("assessment", str(error))
        else:
            messages.success(request, _("Switched on.") if wanted else _("Switched off, from the next page on."))
            return HttpResponseRedirect(reverse("offline_setting"))
    newest = OfflineChoice.objects.select_related("chosen_by").first()
    return render(request, "presence/offline_setting.html", {"form": form, "is_on": is_on, "newest": newest})
