"""Memory for a request's calls in one piece.

CPython (3.11 and later) takes the memory of Python's call frames from the system in pieces of 16 kB, and gives a piece
back as soon as the call that needed it returns. Where a page's calls go to and fro over the edge of a piece, each of
them asks the system: some hundred times a page, a sixth of its processor time. A call with a large frame at the bottom
gets a large piece, and what is called from it stays within the rest.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

# In pointers: 528 kB, for which CPython takes a piece of 1 MB. What is left holds deeper calls than Python allows.
FRAME = 66_000
# So many new objects before Python looks for circles among them; its own 700 is meant for small programs.
NEW_OBJECTS = 20_000


def in_one_piece(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, called from a large frame. A few microseconds a call, so for what lasts milliseconds."""

    def call(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    call.__code__ = call.__code__.replace(co_stacksize=FRAME)
    return call


def keep_what_is_loaded() -> None:
    """The program itself is no garbage: a tenth of a page's time went to looking through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 20)
