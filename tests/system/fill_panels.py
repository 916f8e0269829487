"""A panel of parents that has met, with a statement of each kind and what came of one; two panels have not started."""

from __future__ import annotations

HOST, MEMBER, SAID = "Leder i Skoleporten", "Turid Tangen", "Ring kvelden før, ikke samme morgen."
CHANGED = "Vi ringer kvelden før et møte."


def fill_panels() -> None:
    """After fill_intake, which has the lead."""
    from skoleporten.access.models import User
    from skoleporten.panels import sessions
    from skoleporten.panels.models import Theme
    from tests.factories import actor_of
    from tests.panel_factories import (
        hold_session,
        hosted_panel,
        make_book,
        make_change,
        make_member,
        make_statement,
        tell,
        today,
    )

    host = User.objects.get(display_name=HOST)
    by, theme = actor_of(host), Theme.objects.get(code="understood")
    panel = hosted_panel("parents", host=host, by=by)
    member = make_member(panel, MEMBER)
    session = hold_session(panel, came=4, came_by_name=[member], about="Da vi ble trodd", notes="Mest om telefoner.")
    asked = sessions.ask(
        by=by, session=session, words="Når opplevde du at noen forsto?", theme=theme, client_id=member.client_id
    )
    said = make_statement(session, SAID, "named", member=member, question=asked, themes=[theme], may_stay=False)
    make_statement(session, "De satte seg ned først.", "panel", member=member, may_stay=True)
    make_statement(session, "Brevet var vanskelig å forstå.")
    done = make_change(by, CHANGED, statements=[said])
    make_change(by, "Kortere brev.", outcome="not_done", why_not="Loven sier hva de må ha med.", panels=[panel])
    tell(done, panel, by, how="session", session=session, on=today())
    make_book(themes=[theme])
