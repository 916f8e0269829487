"""The catalogue of factors: three columns side by side, each factor with a question about the strength beside it."""

from skoleporten.rules.factors.catalogue import (
    COLUMNS,
    DEFAULT,
    INFORMANTS,
    Basis,
    Catalogue,
    Column,
    Factor,
    Informant,
    load_catalogue,
    parse_catalogue,
    shipped_catalogues,
    shipped_ids,
)

__all__ = [
    "COLUMNS",
    "DEFAULT",
    "INFORMANTS",
    "Basis",
    "Catalogue",
    "Column",
    "Factor",
    "Informant",
    "load_catalogue",
    "parse_catalogue",
    "shipped_catalogues",
    "shipped_ids",
]
