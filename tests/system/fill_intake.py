"""A lead, a guardian and a pupil of the made-up municipality, and a referral of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from skoleporten.access.models import User


def fill_intake() -> None:
    """Imports are inside, as Django is set up by the caller."""
    import uuid

    from skoleporten.access.models import Role
    from skoleporten.access.queries import actor_of
    from skoleporten.intake import referring
    from skoleporten.intake.models import Route
    from skoleporten.intake.outside_links import make
    from skoleporten.intake.referring import About, Told
    from skoleporten.people.models import Pupil
    from tests.factories import make_grant, make_guardian, make_guardianship, make_pupil_account
    from tests.made_up_school import AS_OF

    lead = _named("leder", "Leder i Skoleporten")
    make_grant(lead, Role.LEAD)
    pupil = Pupil.objects.filter(concerns__isnull=False).order_by("pk").last()
    assert pupil is not None
    guardian = _named("foresatt", "Foresatt i Solvik")
    make_guardianship(pupil, make_guardian(guardian))
    make_pupil_account(pupil, _named("elev", "Elev i Solvik"))
    asked = Told(client_id=uuid.uuid4(), reason="Hun vil ikke av bilen.\nالطفلة لا تريد الذهاب", hope="Ro")
    parent = actor_of(guardian, AS_OF, Role.GUARDIAN)
    by = actor_of(lead, AS_OF, Role.LEAD)
    assert parent is not None
    assert by is not None
    referring.by_guardian(by=parent, pupil=pupil, told=asked)
    form, _token = make(
        by=by, route=Route.objects.get(code="smi"), for_whom="SMI, Siv", basis="consent", basis_text="Mor og far",
        client_id=uuid.uuid4(),
    )  # fmt: skip
    told = Told(client_id=uuid.uuid4(), reason="Kjenner ham godt.")
    referring.by_outside_form(form=form, told=told, about=About("Jonas", "Ukjent"), name="Siv", contact="38 00 00 00")


def _named(username: str, display_name: str) -> User:
    from tests.factories import make_user

    user = make_user(username)
    user.display_name = display_name
    user.save()
    return user
