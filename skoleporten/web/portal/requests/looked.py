"""What the family is told of who looks, beside what hangs on the pupil."""

from __future__ import annotations

from skoleporten.rules.visibility import What

TOLD_BESIDE = frozenset({What.WHO_HAS_LOOKED, What.WHO_CAN_SEE})
