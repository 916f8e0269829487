"""A contact teacher with her class, a measure to look at, and a sheet that a specialist is asked about."""

from __future__ import annotations

import datetime as dt

TEACHER, ADVISER = "Kontaktlærer ved Solvik skole", "Rådgiver i PPT"


def fill_follow_up() -> None:
    from django.utils import timezone

    from skoleporten.access.models import Grant, Role
    from skoleporten.concerns import discussion_actions, measure_actions, next_steps
    from skoleporten.concerns.models import Concern
    from skoleporten.schools.models import School
    from tests.factories import actor_of, make_guardian, make_guardianship, make_user

    school, today = School.objects.get(name="Solvik skole"), timezone.localdate()
    waiting = Concern.objects.filter(school=school, state="open").order_by("pk")
    school_class = waiting[0].pupil.measure.school_class
    teacher, adviser = make_user("larer.solvik"), make_user("ppt.solvik")
    for user, name in ((teacher, TEACHER), (adviser, ADVISER)):
        user.display_name = name
        user.save()
    dates = {"start": dt.date(2025, 8, 1), "end": dt.date(2099, 7, 31)}
    Grant.objects.create(user=teacher, role=Role.TEACHER, school=school, school_class=school_class, **dates)
    Grant.objects.create(user=adviser, role=Role.SPECIALIST, **dates)
    next_steps.refresh_all()
    by, concerns = actor_of(teacher), list(Concern.objects.filter(owner=teacher).order_by("pk"))
    for concern in concerns:
        make_guardianship(concern.pupil, make_guardian(phone="90012345"))
    measure_actions.start(
        by=by, concern=concerns[-1], problem="Tunge morgener", what="Møtes ved porten", who="Kontaktlærer",
        starts_on=today - dt.timedelta(days=21), evaluate_on=today,
    )  # fmt: skip
    asked = discussion_actions.ask(
        by=by, concern=concerns[-1], service="ppt", basis="anonymous", question="Hva kan vi prøve?",
        until=today + dt.timedelta(days=14),
    )  # fmt: skip
    discussion_actions.show_to(by=by, discussion=asked, consultant=adviser)
