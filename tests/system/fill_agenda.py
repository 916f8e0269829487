"""A guidance meeting and a morning talk today, with what is due in the cases that are there and one item put up."""

from __future__ import annotations

MEETING, WORDS = "Veiledningsmøte", "Hvem tar bussen på fredag?"


def fill_agenda() -> None:
    """After fill_judgement and fill_way_back."""
    from skoleporten.access.models import User
    from skoleporten.cases.models import Case
    from tests.agenda_factories import GUIDANCE, MORNING, make_agenda_meeting, make_due_measure, make_item
    from tests.system.fill_plan import PLANNER

    other = Case.objects.open().filter(measures__isnull=True).order_by("pk").first()
    assert other is not None
    make_due_measure(other)
    planner = User.objects.get(display_name=PLANNER)
    for code in (GUIDANCE, MORNING):
        make_item(make_agenda_meeting(code, minutes=60), words=WORDS, by=planner)
