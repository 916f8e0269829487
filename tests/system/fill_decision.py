"""A pupil in intake, with a guardian and an own account, about whom nothing is decided yet."""

from __future__ import annotations

DECIDED = "Avgjort"  # the pupil's family name, by which she is found among the others


def fill_decision() -> None:
    """Imports are inside, as Django is set up by the caller."""
    from skoleporten.access.models import User
    from skoleporten.people.models import Pupil
    from tests.decision_factories import tell_story
    from tests.factories import make_guardian, make_guardianship, make_pupil_account, make_user
    from tests.intake_factories import make_intake

    pupil = Pupil.objects.filter(intakes__isnull=True, concerns__isnull=False).order_by("pk").first()
    assert pupil is not None
    pupil.family_name = DECIDED
    pupil.save()
    guardian, account = make_user("foresatt.avgjort"), make_user("elev.avgjort")
    for user, name in ((guardian, "Foresatt ved avgjørelsen"), (account, "Elev ved avgjørelsen")):
        user.display_name = name
        user.save()
    make_guardianship(pupil, make_guardian(guardian))
    make_pupil_account(pupil, account)
    tell_story(make_intake(pupil, User.objects.get(username="leder"), state="in_intake"))
