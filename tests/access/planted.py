"""Access bugs on purpose: each is one slip in the gate, the roles, the grants or the table of what is visible.

They are planted in the running modules only, one at a time; no file is changed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

GATE, QUERIES = "skoleporten.access.gate", "skoleporten.access.queries"
GRANTS, VISIBILITY = "skoleporten.access.models", "skoleporten.rules.visibility"


@dataclass(frozen=True)
class Bug:
    module: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.module.rpartition('.')[2]}: {self.old} -> {self.new or 'nothing'}"


def _bugs(module: str, *pairs: tuple[str, str]) -> list[Bug]:
    return [Bug(module, old, new) for old, new in pairs]


PLANTED = [
    *_bugs(
        GATE,
        # Above all rows
        (
            "return (rule(actor, today) | _behind_broken_glass(actor, purpose)) &",
            "return rule(actor, today) | _behind_broken_glass(actor, purpose) &",
        ),
        ("return (rule(actor, today) | _behind_broken_glass(actor, purpose)) &", "return rule(actor, today) &"),
        (" & _above_all_rows(actor, today)", ""),
        ("allowed = ~Q(pk__in=_barred_from(actor, today)) & _open", "allowed = _open"),
        (" & _open_or_named(actor, today)", ""),
        (" & ~Q(pk__in=_family(actor))", ""),
        (" & ~Q(pk__in=_own_children(actor))", ""),
        ("if actor.role in STAFF:", "if actor.role in AT_A_SCHOOL:"),
        ("lasts = Q(barred_to__isnull=True) | Q(barred_to__gte=today)", "lasts = Q(barred_to__gte=today)"),
        ("Q(barred_to__isnull=True) | Q(barred_to__gte=today)", "Q(barred_to__isnull=True) | Q(barred_to__gt=today)"),
        ("barred_from__lte=today", "barred_from__lt=today"),
        ("barred_from__lte=today", "barred_from__isnull=False"),
        ("if actor.role == Role.PUPIL:", "if actor.role in {Role.PUPIL, Role.GUARDIAN}:"),
        (
            "named = _grants(actor, today).filter(pupil__isnull=False)\n",
            "named = Grant.objects.filter(pupil__isnull=False)\n",
        ),
        ("if actor.role in AT_A_SCHOOL:", "if actor.role == Role.TEACHER:"),
        ('pupil=OuterRef("pupil"), school=OuterRef("school"))))', 'pupil=OuterRef("pupil"))))'),
        ("return Q(protected=False) | Q(pk__in=named", "return Q(protected=True) | Q(pk__in=named"),
        # Break-glass
        ("if actor.role not in BREAK_GLASS or purpose", "if purpose"),
        (" or purpose not in {Purpose.FOLLOW_UP, Purpose.CHILD_WELFARE}:", ":"),
        ("user=actor.user_id, role=actor.role, opened_at", "user=actor.user_id, opened_at"),
        ("user=actor.user_id, role=actor.role, opened_at", "role=actor.role, opened_at"),
        ("ends_at__gt=now", "ends_at__isnull=False"),
        ('lasting.values("pupil"), protected=False)', 'lasting.values("pupil"))'),
        # Teacher
        (
            "Q(school_class__isnull=True) | Q(school_class=OuterRef",
            "Q(school_class__isnull=False) | Q(school_class=OuterRef",
        ),
        ('Q(school_class__isnull=True) | Q(school_class=OuterRef("school_class")),\n', ""),
        ('Q(grade__isnull=True) | Q(grade=OuterRef("grade")),\n', ""),
        ('Q(grade__isnull=True) | Q(grade=OuterRef("grade"))', "Q(grade__isnull=True)"),
        ('Q(pupil__isnull=True) | Q(pupil=OuterRef("pupil")),\n', ""),
        ("Q(teaching_group__isnull=True) | Exists(in_group),\n", ""),
        ("Q(teaching_group__isnull=True) | Exists(in_group)", "Q(teaching_group__isnull=True)"),
        ('group=OuterRef("teaching_group"), pupil=', "pupil="),
        (', pupil=OuterRef(OuterRef("pupil")))', ")"),
        (
            '_rows("people.TeachingGroupMember").filter(lasts, start__lte=today)',
            '_rows("people.TeachingGroupMember").filter(lasts)',
        ),
        (
            '_rows("people.TeachingGroupMember").filter(lasts, start__lte=today)',
            '_rows("people.TeachingGroupMember").filter(start__lte=today)',
        ),
        (
            'lasts = Q(end__isnull=True) | Q(end__gte=today)\n    return _rows("people.Teach',
            'lasts = Q(end__isnull=True) | Q(end__gt=today)\n    return _rows("people.Teach',
        ),
        ('school=OuterRef("school"),\n    )', ")"),
        ('.filter(Exists(reaching)).values("pupil")', '.values("pupil")'),
        # School leader and the former school
        ("return left & ~Q(pk__in=_enrolled", "return left | Q(pk__in=_enrolled"),
        ('return left & ~Q(pk__in=_enrolled(actor, today).values("pupil"))', "return left"),
        ("outlasts, pupil=OuterRef", "pupil=OuterRef"),
        ('outlasts, pupil=OuterRef("pupil"), start__lte=today', 'outlasts, pupil=OuterRef("pupil")'),
        ('outlasts, pupil=OuterRef("pupil"), start', "outlasts, start"),
        (".exclude(school__in=actor.school_ids)", ""),
        (".filter(moved).values", ".values"),
        ("end__gte=first_day, end__lt=today", "end__lt=today"),
        ("today.month < FIRST_MONTH", "today.month <= FIRST_MONTH"),
        ("return left + dt.timedelta(days=1)", "return left + dt.timedelta(days=2)"),
        ("return left + dt.timedelta(days=1)", "return left"),
        (
            "if not may_see(actor, pupil_pk, Purpose.FORMER_SCHOOL, today):",
            "if not _stays_that_ended(actor, today).filter(pupil=pupil_pk).exists():",
        ),
        # Team, lead, specialist
        ('return _team(actor, today) | Q(pk__in=kept.values("pupil"))', 'return Q(pk__in=kept.values("pupil"))'),
        ("start__lte=today, retained_until__gte=today", "retained_until__gte=today"),
        ("retained_until__gte=today", "retained_until__isnull=False"),
        ("start__lte=today, end__gte=today, ended_at__isnull=True\n", "start__lte=today, end__gte=today\n"),
        ("user=actor.user_id, start__lte=today, end__gte=today,", "start__lte=today, end__gte=today,"),
        ("user=actor.user_id, start__lte=today, end__gte=today,", "user=actor.user_id, start__lte=today,"),
        ("user=actor.user_id, start__lte=today, end__gte=today,", "user=actor.user_id, end__gte=today,"),
        ('return Q(pk__in=named.values("pupil")) & _team(actor, today)', 'return Q(pk__in=named.values("pupil"))'),
        ("    named = named.filter(law_or_consent(today))\n", ""),
        ('sharing__consent__state="in_force"', "sharing__isnull=False"),
        ("        sharing__consent__closed_at__isnull=True,\n", ""),
        ("        sharing__consent__in_force_until__gte=today,\n", ""),
        ('return Q(basis="law") | Q(', 'return Q(basis="consent") | Q('),
        (
            '_rows("people.Involvement").filter(Q(end__isnull=True) | Q(end__gte=today), start',
            '_rows("people.Involvement").filter(start',
        ),
        ("Q(end__gte=today), start__lte=today)\n\n\ndef _born", "Q(end__gte=today))\n\n\ndef _born"),
        # Guardian and pupil
        ("verified_at__isnull=False,\n", ""),
        (
            '("parental_responsibility", "care_taken_over")',
            '("parental_responsibility", "care_taken_over", "suspended")',
        ),
        ('("parental_responsibility", "care_taken_over")', '("parental_responsibility", "care_taken_over", "unknown")'),
        ('("parental_responsibility", "care_taken_over")', '("parental_responsibility",)'),
        ("guardian__user=actor.user_id,\n        verified", "verified"),
        ("Q(end__isnull=True) | Q(end__gte=today),\n        guardian", "guardian"),
        (
            'decides__in=("parental_responsibility", "care_taken_over"),\n        start__lte=today,',
            'decides__in=("parental_responsibility", "care_taken_over"),',
        ),
        ('return Q(pk__in=right.values("pupil")) & is_child', 'return Q(pk__in=right.values("pupil"))'),
        ("birth_date__gt=_born_by", "birth_date__gte=_born_by"),
        ("Q(birth_date__isnull=True) | Q(birth_date__gt", "Q(birth_date__gt"),
        ("OF_AGE = 18", "OF_AGE = 19"),
        (
            "user=actor.user_id, ended_at__isnull=True)\n    return Q(pk__in=own",
            "user=actor.user_id)\n    return Q(pk__in=own",
        ),
        (
            "user=actor.user_id, ended_at__isnull=True)\n    return Q(pk__in=own",
            "ended_at__isnull=True)\n    return Q(pk__in=own",
        ),
        # What they are made of
        ("return _rows(model).filter(superseded_at__isnull=True)", "return _rows(model)"),
        ("filter(user=actor.user_id, role=actor.role)", "filter(user=actor.user_id)"),
        ("filter(user=actor.user_id, role=actor.role)", "filter(role=actor.role)"),
        ("Grant.objects.in_force(today).filter(user", "Grant.objects.filter(user"),
        ("filter(lasts, school__in=actor.school_ids, start__lte=today)", "filter(lasts, school__in=actor.school_ids)"),
        ("filter(lasts, school__in=actor.school_ids, start__lte=today)", "filter(lasts, start__lte=today)"),
        (
            "filter(lasts, school__in=actor.school_ids, start__lte=today)",
            "filter(school__in=actor.school_ids, start__lte=today)",
        ),
        (
            "(Role.LEAD, Purpose.IMPORT): _lead,",
            "(Role.LEAD, Purpose.IMPORT): _lead, (Role.TEAM, Purpose.IMPORT): _team,",
        ),
        (
            "(Role.LEAD, Purpose.MATCH): _goes_to_school,",
            "(Role.LEAD, Purpose.MATCH): _goes_to_school, (Role.TEAM, Purpose.MATCH): _goes_to_school,",
        ),
        (
            "(Role.MUNICIPALITY, Purpose.SERIOUS_MATTER): _official,",
            "(Role.MUNICIPALITY, Purpose.FOLLOW_UP): _official,",
        ),
        ("reported.filter(Exists(office))", "reported.all()"),
        ("filter(to_municipality_at__isnull=False)", "all()"),
        (
            "holds_role, user=actor.user_id, start__lte=today, end__gte=today, ended_at__isnull=True",
            "holds_role, user=actor.user_id, start__lte=today, end__gte=today",
        ),
        (
            "holds_role, user=actor.user_id, start__lte=today, end__gte=today, ended_at__isnull=True",
            "holds_role, user=actor.user_id, start__lte=today, ended_at__isnull=True",
        ),
        (
            "(Role.TEACHER, Purpose.CHILD_WELFARE): _teacher,",
            "(Role.TEACHER, Purpose.CHILD_WELFARE): _school_leader,",
        ),
        ("(Role.TEACHER, Purpose.FOLLOW_UP): _teacher,", "(Role.TEACHER, Purpose.FOLLOW_UP): _school_leader,"),
        ("(Role.SPECIALIST, Purpose.FOLLOW_UP): _specialist,", "(Role.SPECIALIST, Purpose.FOLLOW_UP): _team,"),
        (
            "(Role.PUPIL, Purpose.OWN): _pupil,",
            "(Role.PUPIL, Purpose.OWN): _pupil, (Role.ADMINISTRATOR, Purpose.FOLLOW_UP): _team,",
        ),
    ),
    *_bugs(
        QUERIES,
        ("if user.is_active:", "if user:"),
        ("(grant.pupil_id is None or grant.role == Role.TEACHER)", "True"),
        ("if grant.role == role and grant.school and gives_role(grant)", "if grant.school and gives_role(grant)"),
        (" and grant.school and gives_role(grant)", " and grant.school"),
        ("ended_at__isnull=True)", "user__isnull=False)"),
        ("role=chosen.role", "role=held[0].role"),
        ("if school and one.school == school), in_role[0])", "), in_role[0])"),
        ("if school and one.school == school)", "if one.school == school)"),
        (
            "frozenset([chosen.school_id] if chosen.school_id else [])",
            "frozenset(one.school_id for one in in_role if one.school_id)",
        ),
    ),
    *_bugs(
        GRANTS,
        ("start__lte=today, end__gte=today", "end__gte=today"),
        ("start__lte=today, end__gte=today", "start__lte=today"),
        ("start__lte=today, end__gte=today", "start__lte=today, end__gt=today"),
        ("ended_at__isnull=True, user__is_active=True", "user__is_active=True"),
        ("ended_at__isnull=True, user__is_active=True", "ended_at__isnull=True"),
    ),
    *_bugs(
        VISIBILITY,
        (" - _DUTIES - {What.LOOKS_OF_CHILD_WELFARE, What.CARE}", ""),
        (", What.CARE}", "}"),
        ('"school_leader": _SCHOOL', '"school_leader": _SCHOOL | {What.LOOKS_OF_CHILD_WELFARE}'),
        ('"administrator": frozenset()', '"administrator": _SCHOOL'),
        ('"teacher": _SCHOOL |', '"teacher": _OF_A_CASE |'),
        ("frozenset(What) - {What.NATIONAL_ID}", "frozenset(What)"),
        (
            "What.PLAN, What.PRESENCE, What.GOALS",
            "What.PLAN, What.NOTES, What.PRESENCE, What.GOALS",
        ),
        ("return _TABLE.get(role, frozenset())", "return _TABLE.get(role, _FAMILY)"),
        ("or AUDIENCE_OF[role] in audiences", "or audiences"),
        ("return may_see(role, what) and (what", "return (what"),
        ('"specialist": "specialist",', '"specialist": "team",'),
    ),
]


@contextmanager
def planted(bug: Bug) -> Iterator[None]:
    module = import_module(bug.module)
    before = dict(vars(module))
    in_force = getattr(module, "GrantQuerySet", None)
    good = vars(in_force)["in_force"] if in_force else None
    changed = changed_source(bug, module)
    if in_force:
        in_force.in_force = _method(module, changed)
    else:
        exec(compile(changed, str(module.__file__), "exec"), vars(module))
    try:
        yield
    finally:
        vars(module).clear()
        vars(module).update(before)
        if in_force:
            in_force.in_force = good


def changed_source(bug: Bug, module: ModuleType) -> str:
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    assert bug.old in source, f"{bug.module} has no {bug.old!r} any more: say what the bug is now"
    return source.replace(bug.old, bug.new, 1)


def _method(module: ModuleType, source: str) -> object:
    """Models are registered once, so of their module only the one method is made anew."""
    classes = [
        node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.name == "GrantQuerySet"
    ]
    only = ast.Module(body=[node for node in classes[0].body if isinstance(node, ast.FunctionDef)], type_ignores=[])
    namespace = dict(vars(module))
    exec(compile("from __future__ import annotations\n" + ast.unparse(only), "planted", "exec"), namespace)
    return namespace["in_force"]
