"""A panel to ask about, and how its pages are asked for and sent."""

from __future__ import annotations

import uuid

from django.urls import reverse

from skoleporten.access.models import User
from tests.intake_factories import make_lead, make_team_member
from tests.pages import signed_in
from tests.panel_factories import (
    hold_session,
    hosted_panel,
    make_change,
    make_member,
    make_statement,
)

NAME, CONTACT = "Turid Tangen", "turid@example.org"


class World:
    """A panel with a host, a colleague who is not, a session, and a statement of each kind."""

    def __init__(self) -> None:
        self.host, self.colleague, self.lead = make_team_member(), make_team_member(), make_lead()
        self.panel = hosted_panel("parents", host=self.host)
        self.member = make_member(self.panel, NAME, CONTACT)
        self.session = hold_session(self.panel, came_by_name=[self.member], notes="Vi snakket om mandager.")
        self.named = make_statement(self.session, "Ring dagen før.", "named", member=self.member)
        self.of_panel = make_statement(self.session, "Jeg gruet meg.", "panel", member=self.member, may_stay=True)
        self.change = make_change(statements=[self.named])


def page(user: User, name: str, *args: object, status: int = 200, query: str = "") -> str:
    answer = signed_in(user).get(reverse(name, args=args) + query)
    assert answer.status_code == status, answer
    return answer.content.decode()


def send(user: User, to: str, /, *args: object, status: int = 302, **values: object):
    answer = signed_in(user).post(reverse(to, args=args), {"client_id": uuid.uuid4(), **values})
    assert answer.status_code == status, answer.content.decode()
    return answer
