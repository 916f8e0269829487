"""Sources of absence: one module a format, all of them ending in the contract's tables."""

from skoleporten.analytics.sources.loaded import Loaded, RowCounts, SessionDays
from skoleporten.analytics.sources.profile import Profile, load_profile, shipped_profiles
from skoleporten.analytics.sources.reading import read_sources
from skoleporten.analytics.tables import Denominator

__all__ = [
    "Denominator",
    "Loaded",
    "Profile",
    "RowCounts",
    "SessionDays",
    "load_profile",
    "read_sources",
    "shipped_profiles",
]
