"""The parts of the page of a case, in the order in which they tell its story. Each part adds its own lines here."""

from __future__ import annotations

from skoleporten.web.cases.panel import MakesPanel, TellsWhatHappened

# On the page of the case, for the team, the lead and specialists.
PANELS: tuple[MakesPanel, ...] = ()
# On the pupil's own page for the school: the agreed plan, the minutes, and the measures that name the school.
FOR_THE_SCHOOL: tuple[MakesPanel, ...] = ()
# Into the one timeline, besides stages, hand-overs, consents and decisions.
HAPPENED: tuple[TellsWhatHappened, ...] = ()
