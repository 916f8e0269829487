"""The pages about a child, in the order in which the navigation shows them. Each part adds its own line here.

A function that counts what waits stands in a module of the part that does not import the frame.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from skoleporten.access.roles import Role
from skoleporten.access_requests.queries import waits_for_pupil
from skoleporten.surveys.queries import waits_for
from skoleporten.threads.queries import new_for
from skoleporten.web.portal.pupil.waits import class_text_waits, steps_that_wait
from skoleporten.web.portal.section import Section
from skoleporten.web.portal.waits import consents_that_wait

GUARDIAN, PUPIL = frozenset({Role.GUARDIAN}), frozenset({Role.PUPIL})

SECTIONS: tuple[Section, ...] = (
    Section("home", _("Overview"), "my_child", GUARDIAN),
    Section("home", _("Today"), "my_child", PUPIL),
    Section("way", _("My way"), "my_way", PUPIL, waits=steps_that_wait),
    Section("plan", _("The plan"), "my_plan", GUARDIAN),
    Section("people", _("Who is who"), "my_people", GUARDIAN),
    Section("words", _("My words"), "my_words", PUPIL),
    Section("words", _("My own words"), "my_words", GUARDIAN),
    Section("supports", _("What helps me"), "my_supports", PUPIL),
    Section("supports", _("What helps"), "my_supports", GUARDIAN),
    Section("talk", _("Ask for a talk"), "my_talk", PUPIL),
    Section("class", _("What the class may know"), "my_class_text", waits=class_text_waits),
    Section("questions", _("Questions to you"), "my_questions", waits=waits_for),
    Section("messages", _("Messages"), "my_messages", waits=new_for),
    Section("consents", _("Consents"), "my_child_consents", waits=consents_that_wait),
    Section("letters", _("Letters and decisions"), "my_letters", GUARDIAN),
    Section("meetings", _("Meetings"), "my_meetings"),
    Section("looks", _("Who has looked"), "who_has_looked"),
    Section("kept", _("What is kept about you"), "my_data", PUPIL, waits=waits_for_pupil),
    Section("kept", _("What is kept"), "my_data", GUARDIAN),
    Section("complaint", _("If you disagree"), "how_to_complain"),
)
