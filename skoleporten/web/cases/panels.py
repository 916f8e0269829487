"""The parts of the page of a case, in the order in which they tell its story. Each part adds its own lines here."""

from __future__ import annotations

from skoleporten.web.cases.around import who_is_around
from skoleporten.web.cases.care import care
from skoleporten.web.cases.following_up import happened as followed_up
from skoleporten.web.cases.handing_back import way_back_for_the_school, way_back_panel
from skoleporten.web.cases.open_now import open_now
from skoleporten.web.cases.panel import MakesPanel, TellsWhatHappened
from skoleporten.web.cases.standing import decisions_in_force
from skoleporten.web.cases.story import factors, what_the_child_says
from skoleporten.web.judgement import panel as judgement
from skoleporten.web.minutes import panel as meetings
from skoleporten.web.plans import panel as plan
from skoleporten.web.portal.seen import panel as family
from skoleporten.web.presence import panel as presence
from skoleporten.web.presence.statements import statements_for_the_school, statements_of_the_case
from skoleporten.web.supports import panel as supports
from skoleporten.web.surveys import panel as surveys
from skoleporten.web.threads import panel as threads
from skoleporten.web.voices import panel as voices

# On the page of the case, for the team, the lead and specialists.
PANELS: tuple[MakesPanel, ...] = (
    open_now,
    supports.panel,
    plan.panel,
    presence.panel,
    statements_of_the_case,
    what_the_child_says,
    voices.panel,
    factors,
    judgement.goals_panel,
    judgement.loop_panel,
    judgement.notes_panel,
    meetings.decisions_panel,
    threads.panel,
    surveys.panel,
    who_is_around,
    family.panel,
    decisions_in_force,
    way_back_panel,
    care,
)
# On the pupil's own page for the school: the agreed plan, the minutes, and the measures that name the school.
FOR_THE_SCHOOL: tuple[MakesPanel, ...] = (
    plan.school_panel,
    supports.school_panel,
    presence.school_panel,
    statements_for_the_school,
    judgement.school_panel,
    voices.school_panel,
    way_back_for_the_school,
)
# Into the one timeline, besides stages, hand-overs, consents and decisions.
HAPPENED: tuple[TellsWhatHappened, ...] = (
    plan.happened,
    presence.happened,
    judgement.happened,
    voices.happened,
    meetings.happened,
    followed_up,
)
