"""The first page of each role, and what the numbers mean."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from skoleporten.access.models import Role
from skoleporten.web.policy import policy


@policy(roles=set(Role.values), purpose=None)
def start(request: HttpRequest) -> HttpResponse:
    return render(request, "start/about_the_numbers.html")


@policy(roles=set(Role.values), purpose=None)
def about_the_numbers(request: HttpRequest) -> HttpResponse:
    return render(request, "start/about_the_numbers.html")
