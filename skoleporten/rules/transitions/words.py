"""Stages, and what a move needs, in plain words, in three languages."""

from __future__ import annotations

from collections.abc import Mapping

from skoleporten.rules.transitions.table import Need, Stage

Texts = Mapping[str, str]

STAGES: Mapping[Stage, Texts] = {
    Stage.REFERRED: {"nb": "henvist", "nn": "tilvist", "en": "referred"},
    Stage.IN_INTAKE: {"nb": "i inntak", "nn": "i inntak", "en": "in intake"},
    Stage.WAITING: {"nb": "venter", "nn": "ventar", "en": "waiting"},
    Stage.OFFERED: {"nb": "har fått tilbud", "nn": "har fått tilbod", "en": "offered"},
    Stage.DECLINED: {"nb": "takket nei", "nn": "takka nei", "en": "declined"},
    Stage.REDIRECTED: {"nb": "får hjelp et annet sted", "nn": "får hjelp ein annan stad", "en": "redirected"},
    Stage.ACTIVE: {"nb": "i Skoleporten", "nn": "i Skoleporten", "en": "active"},
    Stage.HANDING_BACK: {"nb": "på vei tilbake til skolen", "nn": "på veg tilbake til skulen", "en": "handing back"},
    Stage.CLOSED: {"nb": "avsluttet", "nn": "avslutta", "en": "closed"},
}

NEEDS: Mapping[Need, Texts] = {
    Need.OWNER: {"nb": "den som har ansvaret", "nn": "den som har ansvaret", "en": "the one who has it"},
    Need.REASON: {"nb": "begrunnelse", "nn": "grunngiving", "en": "a reason"},
    Need.REVIEW_DATE: {"nb": "en dato for ny vurdering", "nn": "ein dato for ny vurdering", "en": "a date for review"},
    Need.FOLLOWER: {
        "nb": "den som følger opp imens",
        "nn": "den som følgjer opp imens",
        "en": "somebody who follows up meanwhile",
    },
    Need.DECISION: {"nb": "en avgjørelse", "nn": "ei avgjerd", "en": "a decision"},
    Need.CONSENT: {"nb": "samtykke", "nn": "samtykke", "en": "consent"},
}
