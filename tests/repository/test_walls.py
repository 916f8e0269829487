"""The walls on paper: every abuse case and requirement is answered, and no model of a pupil is read past the gate."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TypeGuard

import pytest

from scripts.docs_security import requirements
from tests.repository.tree import PACKAGE, ROOT, modules, named

TESTS = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").rglob("test_*.py")))
NAMES = set(re.findall(r"^ *(?:async )?def (test_\w+)", TESTS, re.MULTILINE))
CASES = re.findall(
    r"^\| (\d+) \| ([^|]+) \| ([^|]+) \|$",
    (ROOT / "docs" / "reference" / "abuse-cases.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
TEST_NAME = re.compile(r"`(test_\w+)`")
PATH_NAME = re.compile(r"\b(?:docs|skoleporten|tests|scripts|requirements)/[\w./-]+\.(?:py|md|js|txt|toml|csv)")


def test_the_34_abuse_cases_stand_in_order():
    assert [int(number) for number, _case, _held in CASES] == list(range(1, 35))


@pytest.mark.parametrize(("number", "held"), [(number, held) for number, _case, held in CASES])
def test_an_abuse_case_has_a_test_that_exists_or_the_issue_that_brings_it(number: str, held: str):
    tests = TEST_NAME.findall(held)
    assert tests or re.search(r"not yet: issue \d+", held), number
    assert [name for name in tests if name not in NAMES] == []


def test_every_test_of_an_abuse_case_stands_in_the_list():
    listed = {int(number) for number, _case, held in CASES if "test_abuse_" in held}
    assert {int(name.split("_")[2]) for name in NAMES if name.startswith("test_abuse_")} <= listed


def test_every_test_that_the_page_of_figures_names_exists():
    page = (ROOT / "docs" / "reference" / "security.md").read_text(encoding="utf-8")
    assert [name for name in TEST_NAME.findall(page) if name not in NAMES] == []


def test_the_requirements_are_level_two_and_all_of_three_chapters():
    """257: counted in the standard, version 5.0; level 2 without WebRTC, and all of V8, V14 and V16."""
    rows = requirements()
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids)) == 257
    assert not [one for one in ids if not re.fullmatch(r"V(?:[1-9]|1[0-6])\.\d+\.\d+", one)]
    assert {row["level"] for row in rows} == {"1", "2", "3"}
    assert {row["id"].split(".")[0] for row in rows if row["level"] == "3"} == {"V8", "V14", "V16"}


@pytest.mark.parametrize("row", requirements(), ids=lambda row: row["id"])
def test_a_requirement_is_answered_by_something_that_exists(row: dict[str, str]):
    assert all(value.strip() for value in row.values())
    assert row["answer"] in {"test", "check", "reason", "not yet"}
    if row["answer"] == "test":
        assert row["proof"] in NAMES
    if row["answer"] == "not yet":
        assert re.search(r"\b[Ii]ssue \d+", row["proof"])
    assert [path for path in PATH_NAME.findall(row["proof"]) if not (ROOT / path).exists()] == []


# What hangs on a pupil. `objects` of these is asked through the gate, or by a module that says here why it is not.
OF_A_PUPIL = {
    "Pupil", "Enrolment", "AbsenceEvent", "Concern", "ConcernStep", "Signal", "PupilMeasure", "Guardianship",
    "Involvement", "CaseTeamMember", "PupilAccount", "FamilyTie", "BreakGlass", "EventPupil", "RejectedRow",
    "Attachment", "Document", "ChildWelfareReport", "EnvironmentReport", "PhysicalIntervention",
    "Mark", "PresenceDay", "CallHome", "HomeVisit",
    "Note", "Round", "Assessment", "Goal", "GoalTurn",
    "PlanStep", "PlanAnswer", "PlanBasis", "LeaderTold", "RungMove",
    "ItemNote", "ItemTime", "MeetingDecision", "DecisionTurn", "Voice", "Chosen", "ApprovedPart",
}  # fmt: skip
MANAGERS = {"objects", "_base_manager", "_default_manager", "history"}
SCOPED = {"visible_to"}
UNSCOPED = {
    "skoleporten/web/pupils/page.py": "the one pupil that the gate has let in",
    "skoleporten/web/pupils/year.py": "the one pupil that the gate has let in",
    "skoleporten/web/pupils/moved.py": "the one pupil that the gate has let in",
    "skoleporten/web/schools/queries.py": "numbers; filtered by the gate for whoever sees pupils at all",
    "skoleporten/web/concerns/selection.py": "a prefetch of concerns that the gate has let in",
    "skoleporten/cli/demo.py": "a number, in a database of made-up pupils",
    "skoleporten/cli/demo_cases.py": "a database of made-up pupils",
    "skoleporten/cli/demo_family.py": "a database of made-up pupils",
    "skoleporten/cli/demo_follow_up.py": "a database of made-up pupils",
    "skoleporten/cli/demo_people.py": "a database of made-up pupils",
    "skoleporten/web/grants/file_presenter.py": "a number of pupils, without the protected",
    "skoleporten/web/looks/emergency.py": "break-glass of one's own, or as a lead who reviews it",
    "skoleporten/web/looks/gathering.py": "compared for the lead's weekly report, and never shown",
}


def unscoped_reads(path: Path) -> list[str]:
    """`Model.objects` of a pupil's model where the next words do not ask the gate."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = []
    for node in ast.walk(tree):
        if is_manager_of_a_pupils_model(node) and not asks_the_gate(node, parents):
            found.append(f"{named(path)}:{node.lineno} {ast.unparse(node)}")
    return found


def is_manager_of_a_pupils_model(node: ast.AST) -> TypeGuard[ast.Attribute]:
    is_manager = isinstance(node, ast.Attribute) and node.attr in MANAGERS
    return is_manager and isinstance(node.value, ast.Name) and node.value.id in OF_A_PUPIL


def asks_the_gate(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Somewhere in the chain of calls on it: Concern.objects.open().visible_to(…)."""
    above = parents.get(node)
    while isinstance(above, ast.Attribute | ast.Call):
        if isinstance(above, ast.Attribute) and above.attr in SCOPED:
            return True
        above = parents.get(above)
    return False


WEB = [path for path in modules() if path.relative_to(PACKAGE).parts[0] in {"web", "cli", "config"}]


@pytest.mark.parametrize("path", WEB, ids=named)
def test_no_page_and_no_command_reads_a_pupils_model_past_the_gate(path: Path):
    if named(path) not in UNSCOPED and path.name not in {"queries.py"}:
        assert unscoped_reads(path) == []


def test_a_reason_to_read_past_the_gate_is_a_reason_that_is_used():
    unused = [path for path in UNSCOPED if (ROOT / path).exists() and not unscoped_reads(ROOT / path)]
    assert unused == []


def test_an_unscoped_read_would_be_found(tmp_path: Path):
    page = PACKAGE / "web" / "pupils" / "page.py"
    assert unscoped_reads(page), "the page of one pupil reads what hangs on it"
    assert not unscoped_reads(PACKAGE / "web" / "start" / "views.py")
