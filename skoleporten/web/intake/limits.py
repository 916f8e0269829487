"""How often one address may open or send the form for services without log-in. A wrong link counts as a right one."""

from __future__ import annotations

import time

from django.core.cache import cache

from skoleporten.access.encryption import keyed_hash

MOST = 30
SECONDS = 600


def is_too_many(address: str) -> bool:
    """Counts this one. The address itself is not kept, only its hash, and that for ten minutes."""
    key = f"outside-form:{keyed_hash(address, purpose='limit')}:{int(time.time() // SECONDS)}"
    if cache.add(key, 1, SECONDS):
        return False
    try:
        return int(cache.incr(key)) > MOST
    except ValueError:  # it ran out just now
        return False
