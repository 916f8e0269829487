"""User names for families: two words and a number. They tell nothing of whose they are, and stand on paper."""

from __future__ import annotations

import secrets

from skoleporten.access.models import User

# Short, friendly, the same in bokmål and nynorsk, and on every keyboard.
WORDS = (
    "alm", "and", "ask", "bekk", "berg", "bris", "dal", "dugg", "eik", "elv", "fjell", "fjord", "foss", "gran",
    "gras", "gull", "halm", "hare", "hassel", "hav", "hegg", "holme", "klippe", "korn", "kveld", "laks", "land",
    "lerke", "lind", "lyng", "lys", "mark", "morgen", "mose", "myr", "nes", "oter", "rein", "rev", "rogn", "sand",
    "seil", "siv", "skjell", "skog", "sol", "sti", "strand", "svale", "tang", "tind", "torsk", "tun", "vik", "vind",
    "vinter",
)  # fmt: skip
NUMBERS = range(10, 100)


def new_user_name() -> str:
    while True:
        first, second = secrets.choice(WORDS), secrets.choice(WORDS)
        name = f"{first}-{second}-{secrets.choice(NUMBERS)}"
        if first != second and not User.objects.filter(username=name).exists():
            return name
