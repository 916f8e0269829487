"""A panel with a member by name, a session, a statement and what came of it: a word in each, for the team alone."""

from __future__ import annotations

import uuid

from skoleporten.access.models import Role, User
from skoleporten.panels import sessions
from tests.access.canary import OWN, THE_TEAM, Planted, Word
from tests.factories import actor_of
from tests.panel_factories import (
    hold_session,
    hosted_panel,
    make_book,
    make_change,
    make_member,
    make_statement,
    make_theme,
    tell,
)


def talk_in_a_panel(planted: Planted, whose: str, lead: User) -> None:
    """Names and contact ways are for a lead, and for the host, who is a lead here too."""
    by = actor_of(lead)
    panel = hosted_panel("parents" if whose == OWN else "research", host=lead, by=by)
    member = make_member(panel, f"Kanaripanelnavn{whose}", f"Kanarikontakt{whose}")
    left = make_member(panel, f"Kanarigikk{whose}")
    texts = {one: f"Kanaripanel{one}{whose}" for one in ("om", "notat", "spurt", "sagt", "endret", "fordi", "svart")}
    session = hold_session(panel, came_by_name=[member], about=texts["om"], notes=texts["notat"])
    theme = make_theme(f"Kanaritema{whose}?", f"Kanariomtema{whose}")
    asked = sessions.ask(by=by, session=session, words=texts["spurt"], theme=theme, client_id=uuid.uuid4())
    said = make_statement(session, texts["sagt"], "panel", member=member, question=asked, themes=[theme])
    change = make_change(by, texts["endret"], because=texts["fordi"], statements=[said])
    tell(change, panel, by, words=texts["svart"])
    book = make_book(f"Kanarikilde{whose}", f"Kanaripåstand{whose}", objections=f"Kanariimot{whose}")
    of_the_shelf = (book.source, book.claim, book.objections, f"Kanaritema{whose}?", f"Kanariomtema{whose}")
    planted.words += [Word(text, of_all=THE_TEAM) for text in (*texts.values(), *of_the_shelf)]
    of_a_lead = frozenset({Role.LEAD})
    planted.words += [Word(text, of_all=of_a_lead) for text in (f"Kanaripanelnavn{whose}", f"Kanarikontakt{whose}")]
    planted.words.append(Word(f"Kanarigikk{whose}", of_all=of_a_lead))
    rows = {
        "panel": panel, "panel_member": left, "panel_session": session, "panel_question": asked,
        "panel_statement": said, "panel_theme": theme, "panel_change": change, "shelf_item": book,
    }  # fmt: skip
    for thing, row in rows.items():
        planted.keep(whose, thing, row.public_id)
