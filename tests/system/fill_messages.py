"""A pupil, a guardian and somebody on the team who write to each other, and somebody on call."""

from __future__ import annotations

PUPIL, GUARDIAN, ANSWERS = "Elev Messel", "Forelder Messel", "Svarer i Skoleporten"


def fill_messages() -> None:
    from tests.on_call_factories import make_duty
    from tests.thread_factories import make_answer, make_family, make_thread

    family = make_family("Mira", "Messel")
    for user, name in ((family.ane, PUPIL), (family.mother.user, GUARDIAN), (family.siri, ANSWERS)):
        user.display_name = name
        user.save()
    make_duty(family.siri)
    thread = make_thread(family.mother.user, family.pupil, heading="Om morgenen", text="Kan dere ringe etter ti?")
    make_answer(family.siri, thread, "Ja, vi ringer halv elleve.")
    make_thread(family.ane, family.pupil, "Kan jeg ta med en venn?", matter="plan")
