"""Memory for a test's calls in one piece.

CPython (3.11 and later) takes the memory of Python's call frames from the system in pieces of 16 kB, and gives a piece
back as soon as the call that needed it returns. Under pytest, whose own calls lie deep, a page's calls went to and fro
over the edge of a piece 800 times: a sixth of the time of the tests. A call with a large frame at the bottom gets a
large piece, and what is called from it stays within the rest. A server's calls lie elsewhere and gain nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

# In pointers: 528 kB, for which CPython takes a piece of 1 MB. What is left holds deeper calls than Python allows.
FRAME = 66_000


def in_one_piece(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, called from a large frame."""

    def call(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    call.__code__ = call.__code__.replace(co_stacksize=FRAME)
    return call
