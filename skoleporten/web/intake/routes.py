"""The administrator chooses who may refer: which ways are open, and those of the municipality's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skoleporten.access.roles import Role
from skoleporten.intake import route_actions
from skoleporten.intake.models import Route
from skoleporten.intake.route_actions import BY_LINK, Names
from skoleporten.rules.errors import RefusedError
from skoleporten.web.components import Crumb
from skoleporten.web.policy import policy
from skoleporten.web.requests import ActingRequest


class RouteForm(forms.Form):
    name_nb = forms.CharField(label=gettext_lazy("Name in bokmål"), max_length=120)
    name_nn = forms.CharField(label=gettext_lazy("Name in nynorsk"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120)
    used_by = forms.ChoiceField(
        label=gettext_lazy("Who uses it?"),
        choices=[(one.value, one.label) for one in Route.UsedBy if one in BY_LINK],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who uses it.")},
    )


@policy(roles={Role.ADMINISTRATOR}, purpose=None, writes=True)
def routes(request: ActingRequest) -> HttpResponse:
    if "route" in request.POST:
        return _switched(request)
    form = RouteForm(request.POST or None)
    if form.is_valid():
        try:
            _add(request, form.cleaned_data)
        except RefusedError as error:
            form.add_error("name_en", str(error))
        else:
            messages.success(request, _("Added. Links can be made for it from now on."))
            return redirect("routes")
    trail = [Crumb(_("Intake"), reverse("talk_setup")), Crumb(_("Who may refer"))]
    return render(request, "intake/routes.html", {"form": form, "routes": Route.objects.all(), "trail": trail})


def _switched(request: ActingRequest) -> HttpResponse:
    route = get_object_or_404(Route, code=request.POST["route"])
    route_actions.set_open(by=request.actor, route=route, is_open=request.POST.get("is_open") == "yes")
    messages.success(request, _("Written down."))
    return redirect("routes")


def _add(request: ActingRequest, values: dict[str, Any]) -> Route:
    names = Names(values["name_nb"], values["name_nn"], values["name_en"])
    return route_actions.add(by=request.actor, names=names, used_by=values["used_by"])
