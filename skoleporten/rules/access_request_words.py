"""What the law lets somebody hold back, in words: the place in the law, and the reason that is proposed.

personopplysningsloven § 16 and GDPR article 15 (4). A refusal names the exact place (§ 16, fourth paragraph).
"""

from __future__ import annotations

from collections.abc import Mapping

from skoleporten.rules.access_requests import Basis, Verdict

Texts = Mapping[str, str]

BASES: Mapping[Basis, Texts] = {
    Basis.OTHERS: {
        "nb": "Hensynet til andre (personvernforordningen artikkel 15 nr. 4)",
        "nn": "Omsynet til andre (personvernforordninga artikkel 15 nr. 4)",
        "en": "Consideration for others (GDPR article 15 (4))",
    },
    Basis.CONFIDENTIAL: {
        "nb": "Taushetsplikt (personopplysningsloven § 16 første ledd bokstav d)",
        "nn": "Teieplikt (personopplysningslova § 16 første ledd bokstav d)",
        "en": "Duty of confidentiality (personopplysningsloven § 16, first paragraph, d)",
    },
    Basis.HARM: {
        "nb": "Hensynet til helse eller til nære personer (personopplysningsloven § 16 første ledd bokstav c)",
        "nn": "Omsynet til helse eller til nære personar (personopplysningslova § 16 første ledd bokstav c)",
        "en": "Consideration for health or for somebody near (personopplysningsloven § 16, first paragraph, c)",
    },
    Basis.INTERNAL: {
        "nb": "Internt arbeid med en sak som ikke er ferdig (personopplysningsloven § 16 første ledd bokstav e)",
        "nn": "Internt arbeid med ei sak som ikkje er ferdig (personopplysningslova § 16 første ledd bokstav e)",
        "en": "Internal work on a matter that is not decided (personopplysningsloven § 16, first paragraph, e)",
    },
    Basis.CRIME: {
        "nb": "Etterforskning (personopplysningsloven § 16 første ledd bokstav b)",
        "nn": "Etterforsking (personopplysningslova § 16 første ledd bokstav b)",
        "en": "Investigation of a crime (personopplysningsloven § 16, first paragraph, b)",
    },
    Basis.EVIDENT_INTEREST: {
        "nb": "Åpenbare og grunnleggende private interesser (personopplysningsloven § 16 første ledd bokstav f)",
        "nn": "Openberre og grunnleggjande private interesser (personopplysningslova § 16 første ledd bokstav f)",
        "en": "Evident and fundamental private interests (personopplysningsloven § 16, first paragraph, f)",
    },
}

REASONS: Mapping[Basis, Texts] = {
    Basis.OTHERS: {
        "nb": "Det handler også om andre enn eleven.",
        "nn": "Det handlar òg om andre enn eleven.",
        "en": "It is about others than the pupil too.",
    },
    Basis.EVIDENT_INTEREST: {
        "nb": "Det er fortalt i fortrolighet.",
        "nn": "Det er fortalt i fortrulegheit.",
        "en": "It was told in confidence.",
    },
}

VERDICTS: Mapping[Verdict, Texts] = {
    Verdict.GIVE: {"nb": "Gi det som det er", "nn": "Gi det som det er", "en": "Give it as it is"},
    Verdict.MASK: {"nb": "Gi det uten noen deler", "nn": "Gi det utan nokre delar", "en": "Give it without some parts"},
    Verdict.WITHHOLD: {"nb": "Hold det tilbake", "nn": "Hald det tilbake", "en": "Withhold it"},
}
