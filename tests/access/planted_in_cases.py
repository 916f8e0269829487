"""Bugs on purpose in who reads the rows of a case: a gate not asked, an audience not asked, a school not asked.

Models are registered once, so of a module only the functions, the methods and the values that differ are made anew.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any
from unittest.mock import patch

from tests.access.planted import GATE, Bug, changed_source
from tests.access.planted import planted as planted_in_module

MODELS = "skoleporten.{}.models.{}".format
IN_VIEW = "case__pupil__in=gate.pupils(actor, purpose, today)"


def _bugs(module: str, *pairs: tuple[str, str]) -> list[Bug]:
    return [Bug(module, old, new) for old, new in pairs]


PLANTED = [
    *_bugs(MODELS("cases", "case"), ("pupil__in=gate.pupils(actor, purpose, today)", "")),
    *_bugs(
        MODELS("cases", "of_case"),
        (IN_VIEW, ""),
        ("if not may_see(actor.role, self.model.WHAT):", "if False:"),
        ("gate.pupils(actor, purpose, today)", 'gate.pupils(actor, "follow_up", today)'),
    ),
    *_bugs(
        MODELS("plans", "steps"),
        (f"meant_for(actor), {IN_VIEW}", "meant_for(actor)"),
        (f"meant_for(actor), {IN_VIEW}", IN_VIEW),
        ('Role.GUARDIAN: "for_guardians"', 'Role.GUARDIAN: "for_pupil"'),
        ('Role.PUPIL: "for_pupil"', 'Role.PUPIL: "for_guardians"'),
        ('Role.SPECIALIST: "for_specialists"', 'Role.SPECIALIST: "for_school"'),
        ('Role.TEACHER: "for_school"', 'Role.TEACHER: "for_specialists"'),
        ("if actor.role in {Role.TEAM, Role.LEAD}:", "if actor.role in {Role.TEAM, Role.LEAD, Role.SPECIALIST}:"),
        ("if actor.role in {Role.TEAM, Role.LEAD}:", "if actor.role == Role.TEAM:"),
    ),
    *_bugs(
        MODELS("plans", "ladder"),
        (IN_VIEW, ""),
        ("if not may_see(actor.role, What.STAGE):", "if False:"),
    ),
    *_bugs(
        MODELS("judgement", "notes"),
        ("in_view & _meant_for(actor)", "_meant_for(actor)"),
        ("in_view & _meant_for(actor)", "in_view"),
        ("meant &= Q(school__in=actor.school_ids)", "pass"),
        ('"guardian": "for_guardians"', '"guardian": "for_pupil"'),
        ('"specialist": "for_specialists"', '"specialist": "for_team"'),
        ('"school": "for_school"', '"school": "for_team"'),
    ),
    *_bugs(
        MODELS("judgement", "measures"),
        (IN_VIEW, ""),
        ("return found.filter(school__in=actor.school_ids)", "return found"),
        ("return found.filter(for_guardians=True)", "return found"),
        ("found.filter(for_pupil=True) if actor.role == Role.PUPIL else found", "found"),
    ),
    *_bugs(
        MODELS("judgement", "goals"),
        ("return found.filter(for_guardians=True)", "return found"),
        ("found.filter(for_pupil=True) if actor.role == Role.PUPIL else found", "found"),
    ),
    *_bugs(MODELS("presence", "of_case"), (IN_VIEW, "")),
    *_bugs(
        MODELS("minutes", "of_meeting"),
        ("if not may_see(actor.role, self.model.WHAT):", "if False:"),
        ("Intake.objects.visible_to(actor, purpose, today)", "Intake.objects.all()"),
    ),
    *_bugs(
        GATE,
        (", end__gte=today, ended_at__isnull=True\n    )\n    named", "\n    )\n    named"),
        ("Grant.objects.in_force(today).filter(user", "Grant.objects.filter(user"),
        ("allowed = ~Q(pk__in=_barred_from(actor, today)) & _open", "allowed = _open"),
    ),
]  # fmt: skip


@contextmanager
def planted(bug: Bug) -> Iterator[None]:
    if bug.module == GATE:
        with planted_in_module(bug):
            yield
        return
    module = import_module(bug.module)
    with ExitStack() as stack:
        for owner, name, value in _made_anew(module, changed_source(bug, module)):
            stack.enter_context(patch.object(owner, name, value))
        yield


def _made_anew(module: ModuleType, changed: str) -> Iterator[tuple[Any, str, Any]]:
    """Whose it is, what it is called, and the wrong one."""
    before = _pieces(str(module.__loader__.get_source(module.__name__)))  # type: ignore[union-attr]
    for (owner, name), node in _pieces(changed).items():
        if ast.dump(node) == ast.dump(before[owner, name]):
            continue
        namespace = dict(vars(module))
        text = ast.unparse(node).replace("super()", f"super({owner}, self)")
        exec(compile(f"from __future__ import annotations\n{text}", "planted", "exec"), namespace)
        yield (getattr(module, owner) if owner else module), name, namespace[name]


def _pieces(source: str) -> dict[tuple[str, str], ast.stmt]:
    found: dict[tuple[str, str], ast.stmt] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            found |= {(node.name, one.name): one for one in node.body if isinstance(one, ast.FunctionDef)}
        elif isinstance(node, ast.FunctionDef):
            found["", node.name] = node
        elif isinstance(node, ast.Assign):
            found["", ast.unparse(node.targets[0])] = node
    return found
