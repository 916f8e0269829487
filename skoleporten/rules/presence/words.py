"""What the owner of a case is asked to look at, in words that blame nobody."""

from __future__ import annotations

from collections.abc import Mapping

from skoleporten.rules.presence.days import Why

LOOKS: Mapping[Why, Mapping[str, str]] = {
    Why.FUTURE: {
        "nb": "Tidspunktet ligger fram i tid. Klokken på enheten kan ha gått feil.",
        "nn": "Tidspunktet ligg fram i tid. Klokka på eininga kan ha gått feil.",
        "en": "The time lies ahead. The device's clock may have been wrong.",
    },
    Why.TOO_OLD: {
        "nb": "Kom inn mer enn 14 dager etter at det ble ført.",
        "nn": "Kom inn meir enn 14 dagar etter at det vart ført.",
        "en": "It came in more than 14 days after it was marked.",
    },
    Why.ACCESS_ENDED: {
        "nb": "Kom inn etter at den som førte det, ikke lenger har tilgang.",
        "nn": "Kom inn etter at den som førte det, ikkje lenger har tilgang.",
        "en": "It came in after the access of whoever marked it had ended.",
    },
    Why.CASE_ENDED: {
        "nb": "Kom inn etter at saken var avsluttet.",
        "nn": "Kom inn etter at saka var avslutta.",
        "en": "It came in after the case had ended.",
    },
    Why.LEFT_WITHOUT_ARRIVING: {
        "nb": "«Gikk» er ført uten «Kom».",
        "nn": "«Gjekk» er ført utan «Kom».",
        "en": "“Left” is marked without “Came”.",
    },
    Why.ARRIVED_TWICE: {
        "nb": "«Kom» er ført to ganger uten «Gikk» imellom.",
        "nn": "«Kom» er ført to gonger utan «Gjekk» imellom.",
        "en": "“Came” is marked twice with no “Left” in between.",
    },
    Why.DIFFERENT_PLACES: {
        "nb": "To personer førte to ulike steder.",
        "nn": "To personar førte to ulike stader.",
        "en": "Two people marked two different places.",
    },
    Why.CAME_OR_NOT: {
        "nb": "Én førte at eleven kom, en annen at eleven ikke kommer.",
        "nn": "Éin førte at eleven kom, ein annan at eleven ikkje kjem.",
        "en": "One person marked that the pupil came, another that the pupil does not come.",
    },
    Why.NOT_LEFT: {
        "nb": "«Gikk» er ikke ført den dagen.",
        "nn": "«Gjekk» er ikkje ført den dagen.",
        "en": "“Left” was not marked that day.",
    },
}
