"""Northern Sami, awaiting a speaker's review: numbers as the Unicode CLDR has them («12 345,6»).

The order of a date and the names of its months are those of bokmål until the catalogue has them; CLDR itself writes
«2025 skábmamánnu 3».
"""

from skoleporten.config.formats.nb.formats import *  # noqa: F403
