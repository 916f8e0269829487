"""The table as rows of words and as a small drawing, so that docs and screens show what holds and nothing else."""

from __future__ import annotations

from skoleporten.rules.transitions.table import OPEN, TABLE, Need, Stage
from skoleporten.rules.transitions.words import NEEDS, STAGES

ARROW = " → "


def stage_rows() -> list[tuple[str, str, str, str, bool]]:
    """Code, bokmål, nynorsk, English, and whether the pupil is with Skoleporten then."""
    return [(stage, words["nb"], words["nn"], words["en"], stage in OPEN) for stage, words in STAGES.items()]


def transition_rows() -> list[tuple[str, str, str, str, str]]:
    """From, to, who, what it needs besides an owner, and when it is used; in English."""
    rows = []
    for row in TABLE:
        needs = [NEEDS[need]["en"] for need in Need if need in row.needs and need is not Need.OWNER]
        start = "" if row.start is None else str(row.start)
        rows.append((start, str(row.end), ", ".join(sorted(row.roles)), ", ".join(needs), row.text))
    return rows


def diagram() -> str:
    """One line a stage, with all that may follow it; a stage that may follow itself is marked with ↻."""
    width = max(len(stage) for stage in Stage)
    lines = [f"{'':{width}}{ARROW}{Stage.REFERRED}"]
    for stage in Stage:
        after = [str(row.end) if row.end is not stage else f"↻ {row.end}" for row in TABLE if row.start is stage]
        lines.append(f"{stage:{width}}{ARROW}{', '.join(after)}")
    return "\n".join(lines)
