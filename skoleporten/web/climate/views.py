"""The picture of the group, and what the group does with it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from skoleporten.access.roles import Role
from skoleporten.climate import actions, group, queries, statements
from skoleporten.climate.models import Pulse
from skoleporten.development.queries import of_each
from skoleporten.rules.climate import FEWEST, Axis, Items, as_lines, items_of
from skoleporten.rules.development import Kind
from skoleporten.rules.errors import RefusedError
from skoleporten.web.climate import presenters
from skoleporten.web.climate.forms import OWN, SHIPPED, AloneForm, CloseForm, OpenForm, StatementsForm, TogetherForm
from skoleporten.web.climate.visible import (
    group_answers,
    group_reads,
    lead_decides,
    refuse_strangers,
    team_fills_in,
    trail_to,
)
from skoleporten.web.form_page import Page, answer
from skoleporten.web.requests import ActingRequest


@group_reads
def climate(request: ActingRequest) -> HttpResponse:
    """The same for everybody, but for whether one has answered oneself."""
    refuse_strangers(request)
    pictures, pulse = queries.pictures(), queries.open_pulse()
    trials = of_each(request.actor, Kind.CLIMATE, [one.public_id for one in pictures])
    context = {
        "pulse": pulse,
        "has_answered": pulse is not None and queries.has_answered(request.actor, pulse),
        "without_picture": queries.newest_without_picture() if pulse is None else None,
        "is_small": len(group.members(request.today)) < FEWEST,
        "waits_until": queries.waits_until(request.today),
        "is_lead": request.actor.role == Role.LEAD,
        "is_staff": request.actor.role in group.STAFF,
        "figure": presenters.figure_of(pictures),
        "aim": presenters.aim_in_words(),
        "fields": presenters.fields_in_words(),
        "question": presenters.question_of(pictures),
        "newest": pictures[-1] if pictures else None,
        "pictures": presenters.in_words(pictures, trials),
    }
    return render(request, "climate/climate.html", context)


@group_answers
@sensitive_post_parameters()
def alone(request: ActingRequest) -> HttpResponse:
    """No draft of it is kept, no message of it waits in a session, and a fault of ours writes none of it down."""
    refuse_strangers(request)
    pulse = queries.open_pulse()
    if pulse is None or queries.has_answered(request.actor, pulse):
        return redirect("climate")
    items = items_of(pulse.items.items)
    form = AloneForm(request.POST or None, items=items, initial={"pulse": pulse.public_id})

    def save() -> None:
        _same(pulse, form.cleaned_data["pulse"])
        actions.answer(by=request.actor, pulse=pulse, answers=form.answers)

    heading = _("Answer the pulse")
    page = Page(
        heading, trail_to(heading), reverse("climate"), done="", template="climate/alone.html",
        context={"fewest": FEWEST},
    )  # fmt: skip
    return answer(request, form, page, save)


@team_fills_in
@sensitive_post_parameters()
def together(request: ActingRequest) -> HttpResponse:
    items = statements.in_use().items
    form = TogetherForm(request.POST or None, items=items)

    def save() -> None:
        actions.fill_in_together(by=request.actor, answers=form.answers, client_id=form.cleaned_data["client_id"])

    heading = _("Fill in the picture together")
    intro = _(
        "Talk about one statement at a time, and choose the answer that the group can stand by. Only where the picture"
        " lands is kept: neither the answers nor who said what."
    )
    done = _("The picture is there.")
    page = Page(heading, trail_to(heading), reverse("climate"), done, intro, template="climate/together.html")
    return answer(request, form, page, save)


@lead_decides
def open_pulse(request: ActingRequest) -> HttpResponse:
    form = OpenForm(request.POST or None)

    def save() -> None:
        actions.open_pulse(
            by=request.actor, client_id=form.cleaned_data["client_id"], answer_by=form.cleaned_data["answer_by"]
        )

    heading = _("Open a pulse")
    intro = _(
        "Everybody in the group answers alone. Nobody sees who has answered, nor how many. When you close it, the"
        " picture is shown if five or more have answered."
    )
    done = _("The pulse is open. Tell the group, for no message is sent.")
    context = {"statements": presenters.statements_in_words(statements.in_use().items)}
    page = Page(
        heading, trail_to(heading), reverse("climate"), done, intro, template="climate/open.html", context=context
    )
    return answer(request, form, page, save)


@lead_decides
def close(request: ActingRequest) -> HttpResponse:
    pulse = queries.open_pulse()
    if pulse is None:
        return redirect("climate")
    form = CloseForm(request.POST or None, initial={"pulse": pulse.public_id})

    def save() -> None:
        _same(pulse, form.cleaned_data["pulse"])
        actions.close(by=request.actor, pulse=pulse)

    heading = _("Close the pulse")
    intro = _(
        "It is closed for good. With five answers or more the picture is shown to the group. With fewer nothing is"
        " kept, and you fill it in together or open it anew."
    )
    page = Page(
        heading, trail_to(heading), reverse("climate"), _("The pulse is closed."), intro, template="climate/close.html"
    )
    return answer(request, form, page, save)


@lead_decides
def choose_statements(request: ActingRequest) -> HttpResponse:
    """From the next pulse on. One that is open keeps its own."""
    now = statements.in_use()
    own = {axis.value: "" if now.is_shipped else as_lines(now.items, axis, "nb") for axis in Axis}
    initial = {"seen_version": now.version, "which": SHIPPED if now.is_shipped else OWN, **own}
    form = StatementsForm(request.POST or None, initial=initial)

    def save() -> None:
        version = form.cleaned_data["seen_version"]
        if form.cleaned_data["which"] == SHIPPED:
            statements.choose_shipped(by=request.actor, seen_version=version)
        else:
            statements.choose_own(by=request.actor, lines=form.lines, seen_version=version)

    heading = _("Statements of the pulse")
    intro = _("They hold from the next pulse on. Pictures of different statements are not compared.")
    context = {"statements": presenters.statements_in_words(now.items), "version": now.version}
    page = Page(
        heading, trail_to(heading), reverse("climate"), _("These hold from the next pulse on."), intro,
        theirs=lambda newest: _lines(items_of(newest.items)), template="climate/statements.html", context=context,
    )  # fmt: skip
    return answer(request, form, page, save)


def _lines(items: Items) -> str:
    return "\n\n".join(as_lines(items, axis, "nb") for axis in Axis)


def _same(pulse: Pulse, sent: object) -> None:
    """The page may have lain open while one pulse was closed and the next opened."""
    if pulse.public_id != sent:
        raise RefusedError(_("It is closed."), do=_("Open the page anew."))
