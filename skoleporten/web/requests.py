"""A request as the views get it, after the middleware has settled who acts and which day it is."""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from skoleporten.access.actor import Actor
from skoleporten.access.models import User


class ActingRequest(HttpRequest):
    """`actor` is None only where nobody has signed in or no grant is in force: on public pages."""

    actor: Actor
    today: dt.date
    user: User
    session: SessionBase
    read_is_logged: bool = False
