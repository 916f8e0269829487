"""Whatever the log tells a family that somebody did has words of its own area."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from skoleporten.web.looks import presenters
from tests.repository.tree import ROOT

PACKAGE = ROOT / "skoleporten"
# Never told to a family, or told of nobody: reports, log-ins, users, schools, the running of the system.
BESIDE = {
    "access", "audit", "child_welfare", "duties", "notices", "front", "rig", "week", "climate", "development",
    "calendar", "school", "school_year", "school_years", "panels", "start", "case",
}  # fmt: skip
NAME = re.compile(r"[a-z_]+\.[a-z_]+")
WRITERS = {"record", "shown", "show", "note", "noted", "seen"}


def actions() -> Iterator[tuple[str, str]]:
    """Each name of an action as it is written in the code, with the file: of what is given to the log by name."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from ((name, path.name) for name in _named_in(node))


def _named_in(call: ast.Call) -> Iterator[str]:
    by_name = [word.value for word in call.keywords if word.arg == "action"]
    called = getattr(call.func, "attr", getattr(call.func, "id", "")).strip("_")
    texts = [*by_name, *(call.args if called in WRITERS | {"logged"} else ())]
    for text in texts:
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and NAME.fullmatch(text.value):
            yield text.value


def test_every_action_of_the_log_has_words_of_its_own_area():
    named = set(actions())
    assert len(named) > 150
    beside = BESIDE | presenters.IN_CONFIDENCE
    told = {(action, file) for action, file in named if action.partition(".")[0] not in beside}
    told -= {(action, file) for action, file in named if action in presenters.WHAT}
    assert sorted((action, file) for action, file in told if presenters._what(action) == str(presenters.OTHER)) == []


def test_no_word_of_a_look_tells_one_in_a_family_that_another_has_written_called_or_asked():
    of_staff = [action for action, _file in actions() if action.partition(".")[0] in presenters.IN_CONFIDENCE]
    assert len(of_staff) > 15
    neutral = {str(presenters.OTHER), str(presenters.LISTED), str(presenters.DOWNLOADED)}
    assert {presenters._what(action) for action in of_staff} <= neutral


def test_an_area_of_the_log_is_one_of_ours():
    assert {area for area in presenters.AREAS if not (PACKAGE / area).is_dir() and area not in {"portal"}} <= {
        "advice", "looks", "pupils",
    }  # fmt: skip
