from __future__ import annotations

import gc

# So many new objects before Python looks for circles among them; its own 700 is meant for small programs.
NEW_OBJECTS = 20_000


def keep_what_is_loaded() -> None:
    """The program itself is no garbage: to look through all of it takes 200 ms, and whoever asks just then waits."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 20)
