"""A pupil who is with Skoleporten and has no way in yet."""

from __future__ import annotations

import uuid

INE = uuid.UUID("1f0d4c3a-6f1e-4a57-9a53-0c6b5f3f7d21")


def fill_family() -> None:
    from tests.factories import make_enrolment, make_involvement, make_pupil, make_school

    pupil = make_pupil("Ine", "Kortlund", public_id=INE)
    make_enrolment(make_school("Bakkeløkka skole"), pupil, grade=8)
    make_involvement(pupil)
