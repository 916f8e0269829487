"""A pupil in the middle of an intake talk, with something in each part; and the lead who leads it."""

from __future__ import annotations


def fill_talk() -> None:
    """Imports are inside, as Django is set up by the caller."""
    import uuid
    from decimal import Decimal

    from skoleporten.intake import factors
    from skoleporten.intake.factors import Instrument, Said
    from skoleporten.intake.models import Intake
    from tests.factories import actor_of, make_guardianship
    from tests.talk_factories import (
        make_guardians_story,
        make_informant,
        make_near,
        make_story,
        make_talk,
        today,
        use_questions,
    )

    intake = make_talk(given_name="Talia", family_name="Samtale")
    by = actor_of(intake.owner)
    relation = make_guardianship(intake.pupil)
    words = "Det er bråk i garderoben, og ingen ser det.\n\nالمدرسة صاخبة وأنا متعبة"
    make_story(intake, by, words=words, audiences=frozenset({"guardian"}))
    make_guardians_story(intake, relation.guardian, by=by, words="Hun gråter søndag kveld. " * 40)
    people = (("Farmor", "family", 1), ("Bestevennen Sunniva Marie", "friends", 1), ("Lærer Å", "school", 2))
    for name, place, ring in (*people, ("Håndballen", "leisure", 3), ("Katten Pus", "home", 1)):
        make_near(intake, name, by, place=place, ring=ring, words="Det er rolig der.")
    seen = Said("observed", "Vondt i magen hver søndag kveld siden oktober.", "Sover godt hos farmor.")
    thought = Said("assumed", "Hun går alene i friminuttene, tror jeg.")
    told = {"somatic-complaints": seen, "bullying-loneliness": thought, "home-school-cooperation": Said(strength="Ro")}
    informants = [
        make_informant(intake, by=by),
        make_informant(intake, "guardian", by, guardian=relation.guardian),
        make_informant(intake, "teacher", by, name="Lærer Å"),
    ]
    for informant in informants:
        factors.write_account(by=by, informant=informant, said=told, seen_version=1)
    factors.add_scores(
        by=by, informant=informants[0], instrument=Instrument("SRAS-R", "C", "Psykolog Øye", today()),
        scores=[("Delskala en", Decimal("3.5")), ("Delskala to", Decimal(1))], client_id=uuid.uuid4(),
    )  # fmt: skip
    use_questions(hypotheses=True)
    factors.suppose(
        by=by, intake=intake, kind="kept_away", words="Det mangler en voksen i friminuttet.", client_id=uuid.uuid4()
    )
    for user, name in ((intake.owner, "Leder av samtalen"), (relation.guardian.user, "Foresatt i samtalen")):
        user.display_name = name
        user.save()
    assert Intake.objects.filter(pk=intake.pk).exists()
