"""The purposes and their legal kinds in plain words, in three languages."""

from __future__ import annotations

from collections.abc import Mapping

from skoleporten.rules.consent.purposes import LegalKind, Purpose

Texts = Mapping[str, str]

PURPOSES: Mapping[Purpose, Texts] = {
    Purpose.JOIN_SKOLEPORTEN: {
        "nb": "Å være med i Skoleporten",
        "nn": "Å vere med i Skoleporten",
        "en": "Joining Skoleporten",
    },
    Purpose.EXPERT_ASSESSMENT: {
        "nb": "Sakkyndig vurdering hos PPT",
        "nn": "Sakkunnig vurdering hos PPT",
        "en": "Expert assessment by PPT",
    },
    Purpose.ITO_DECISION: {
        "nb": "Vedtak om individuelt tilrettelagt opplæring",
        "nn": "Vedtak om individuelt tilrettelagd opplæring",
        "en": "Decision on individually adapted education",
    },
    Purpose.SHARE_WITH_SERVICE: {
        "nb": "Å dele opplysninger med en tjeneste",
        "nn": "Å dele opplysningar med ei teneste",
        "en": "Sharing with a service",
    },
    Purpose.BTI_LOG: {
        "nb": "Stafettlogg (BTI)",
        "nn": "Stafettlogg (BTI)",
        "en": "Relay log (BTI)",
    },
    Purpose.CHILD_COORDINATOR: {
        "nb": "Barnekoordinator",
        "nn": "Barnekoordinator",
        "en": "Child coordinator",
    },
    Purpose.INDIVIDUAL_PLAN: {
        "nb": "Individuell plan",
        "nn": "Individuell plan",
        "en": "Individual plan",
    },
    Purpose.RESEARCH: {
        "nb": "Forskning",
        "nn": "Forsking",
        "en": "Research",
    },
    Purpose.SOURCE_PANEL: {
        "nb": "Å være med i et kildepanel",
        "nn": "Å vere med i eit kjeldepanel",
        "en": "Taking part in a source panel",
    },
}

LEGAL_KINDS: Mapping[LegalKind, Texts] = {
    LegalKind.PARTICIPATION: {"nb": "å delta", "nn": "å delta", "en": "taking part"},
    LegalKind.RELEASE: {
        "nb": "å bli fritatt fra taushetsplikt",
        "nn": "å bli friteken frå teieplikt",
        "en": "release from confidentiality",
    },
    LegalKind.EXPERT_ASSESSMENT: {
        "nb": "sakkyndig vurdering og individuelt tilrettelagt opplæring",
        "nn": "sakkunnig vurdering og individuelt tilrettelagd opplæring",
        "en": "expert assessment and individually adapted education",
    },
    LegalKind.RESEARCH: {"nb": "forskning", "nn": "forsking", "en": "research"},
}
