"""One letter of each kind, with texts as a person of ours would write them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from skoleporten.documents.letters.consent_form import ConsentForm
from skoleporten.documents.letters.decision import DecisionLetter
from skoleporten.documents.letters.discussion import DiscussionSheet
from skoleporten.documents.letters.invitation import Invitation
from skoleporten.documents.letters.letter import Contact, LetterData
from skoleporten.rules.decision import Kind, Outcome

ON = dt.date(2026, 3, 2)
CONTACT = Contact("Mona Berg", phone="00 00 00 00", email="mona.berg@example.no")
# What people write, in the language of the letter.
WRITTEN = {
    "nb": {
        "reason": "Ola vil gå på skole. Han får ikke til å være i en stor klasse nå. Hos oss er det få i gruppen.",
        "facts": "Ola har vært borte 41 dager i år. Skolen har prøvd kortere dager. Det hjalp litt i to uker.",
        "pupils_view": "«Jeg vil ha et sted der jeg ikke må si noe høyt den første uken.»",
        "grounds": "Vi har lagt vekt på det Ola selv sier, og på at små grupper har hjulpet før.",
        "alternatives": "Vi tenkte på å vente til høsten. Da ville han vært borte for lenge.",
        "legal_rule": "Opplæringslova § 11-6.",
        "what_happens_now": "Ola kan starte mandag 9. mars. Mona møter ham ved døra klokka 10.",
        "who_is_told": "Skolen og dere hjemme.",
        "asked": "Vil dere at Ola skal være med hos oss?",
        "sections": (("Hva vi spør om", "Vi vil lage en plan sammen med dere. Planen sier hva vi prøver, og når."),),
        "questions": ("Hva ville du ha prøvd først?",),
        "told": (
            ("Hva vi ser", "Eleven kommer til skolen, men går hjem etter første time. Det har vart i to måneder."),
        ),
    },
    "nn": {
        "reason": "Ola vil gå på skule. Han får ikkje til å vere i ein stor klasse no. Hos oss er det få i gruppa.",
        "facts": "Ola har vore borte 41 dagar i år. Skulen har prøvd kortare dagar. Det hjelpte litt i to veker.",
        "pupils_view": "«Eg vil ha ein stad der eg ikkje må seie noko høgt den første veka.»",
        "grounds": "Vi har lagt vekt på det Ola sjølv seier, og på at små grupper har hjelpt før.",
        "alternatives": "Vi tenkte på å vente til hausten. Då ville han vore borte for lenge.",
        "legal_rule": "Opplæringslova § 11-6.",
        "what_happens_now": "Ola kan starte måndag 9. mars. Mona møter han ved døra klokka 10.",
        "who_is_told": "Skulen og de heime.",
        "asked": "Vil de at Ola skal vere med hos oss?",
        "sections": (("Kva vi spør om", "Vi vil lage ein plan saman med dykk. Planen seier kva vi prøver, og når."),),
        "questions": ("Kva ville du ha prøvd først?",),
        "told": (("Kva vi ser", "Eleven kjem til skulen, men går heim etter første time. Det har vart i to månader."),),
    },
    "en": {
        "reason": "Ola wants to go to school. He can not be in a big class now. With us the groups are small.",
        "facts": "Ola has been away 41 days this year. The school tried shorter days. It helped for two weeks.",
        "pupils_view": "“I want a place where I need not say a thing out loud in the first week.”",
        "grounds": "We have listened to what Ola says, and small groups have helped before.",
        "alternatives": "We thought of a start in the autumn. He would then be away for too long.",
        "legal_rule": "The Education Act § 11-6.",
        "what_happens_now": "Ola can start on Monday 9 March. Mona meets him at the door at ten.",
        "who_is_told": "The school and you at home.",
        "asked": "Do you want Ola to come to us?",
        "sections": (("What we ask", "We want to make a plan with you. It says what we try, and when."),),
        "questions": ("What would you try first?",),
        "told": (
            ("What we see", "The pupil comes to school, but goes home after one hour. It has been so for two months."),
        ),
    },
}


def decision_letter(language: str = "nb", outcome: Outcome = Outcome.SKOLEPORTEN) -> DecisionLetter:
    own = WRITTEN[language]
    names = (
        "reason",
        "facts",
        "pupils_view",
        "grounds",
        "alternatives",
        "legal_rule",
        "what_happens_now",
        "who_is_told",
    )
    return DecisionLetter(
        outcome=outcome, decision_kind=Kind.INDIVIDUAL_DECISION, pupil="Ola", decided_on=ON,
        to=("Kari og Per Nordmann",), contact=CONTACT, complaint_deadline=dt.date(2026, 3, 23),
        complaint_instance="Statsforvalteren", **{name: str(own[name]) for name in names},
    )  # fmt: skip


def letters(language: str = "nb") -> list[LetterData]:
    own = WRITTEN[language]
    outcomes = [decision_letter(language, outcome) for outcome in Outcome]
    return [
        *outcomes,
        replace(outcomes[0], decision_kind=Kind.AGREEMENT),
        replace(outcomes[0], decision_kind=Kind.REDIRECTION),
        Invitation(
            pupil="Ola",
            to=("Kari og Per Nordmann",),
            starts_at=dt.datetime(2026, 3, 9, 9, 0, tzinfo=dt.UTC),
            place="Skolegata 1",
            who_comes=("Mona Berg", "Ola og dere hjemme"),
            contact=CONTACT,
            written_on=ON,
            interpreter="tigrinja",
        ),
        ConsentForm(
            pupil="Ola",
            asked=str(own["asked"]),
            sections=own["sections"],
            givers=("Kari Nordmann", "Per Nordmann"),
            valid_until=dt.date(2026, 7, 31),
            contact=CONTACT,
            written_on=ON,
            reference="join_skoleporten 1",
        ),
        DiscussionSheet(sections=own["told"], questions=own["questions"], written_on=ON),
    ]
