"""One function a use case: keyword-only, `by` first, and in an app that writes the log."""

import importlib
import inspect

import pytest

MODULES = (
    "access.actions",
    "access.grant_actions",
    "access.identity_actions",
    "access.user_actions",
    "concerns.actions",
    "concerns.checks",
    "concerns.choice_actions",
    "concerns.discussion_actions",
    "concerns.handover_actions",
    "concerns.measure_actions",
    "documents.actions",
    "duties.actions",
    "intake.booking",
    "intake.inviting",
    "intake.outcome",
    "intake.outside_links",
    "intake.owners",
    "intake.referring",
    "intake.route_actions",
    "notices.actions",
    "imports.actions",
    "panels.changes",
    "panels.members",
    "panels.panels",
    "panels.sessions",
    "panels.shelf",
    "panels.statements",
    "panels.themes",
    "people.actions",
    "people.guardian_actions",
    "plans.ladder",
    "plans.steps",
    "schools.actions",
)
# Not a use case: said why.
EXCEPTIONS = {
    "last_day_of_school_year": "a date, nothing is written",
    "who_may_be_asked": "reads",
    "may_be_told": "reads",
    "consents_for": "reads",
    "may_own": "reads",
    "team_who_see": "reads",
    "as_token": "the secret that somebody has typed from paper, nothing is written",
    "may_own_this": "reads",
    "first_owner": "reads",
    "newest_move": "reads",
    "go_on_or_end": "the end of an evaluation, in the transaction of whoever evaluates and logs it",
    "check_looked_at": "a check, nothing is written",
    "check_five_fields": "a check, nothing is written",
    "without_owner_here": "reads",
    "open_ones_of": "reads",
    "noticed": "reads",
    "is_running_from": "the end of holding a session, in the transaction of whoever holds and logs it",
    "refuse_before_start": "a check, nothing is written",
    "by_outside_form": "whoever has the link has no log-in; the software writes it down, and the log says so",
}


def use_cases():
    for name in MODULES:
        module = importlib.import_module(f"skoleporten.{name}")
        for function_name, function in inspect.getmembers(module, inspect.isfunction):
            is_own = inspect.unwrap(function).__module__ == module.__name__
            if is_own and not function_name.startswith("_") and function_name not in EXCEPTIONS:
                yield pytest.param(function, id=f"{name}.{function_name}")


@pytest.mark.parametrize("function", list(use_cases()))
def test_an_action_says_who_acts_first_and_everything_by_name(function):
    parameters = list(inspect.signature(function).parameters.values())
    assert parameters[0].name == "by"
    assert parameters[0].annotation in {"Actor", "By"}
    assert all(parameter.kind is inspect.Parameter.KEYWORD_ONLY for parameter in parameters)


def test_the_exceptions_still_exist():
    names = {name for module in MODULES for name in dir(importlib.import_module(f"skoleporten.{module}"))}
    assert set(EXCEPTIONS) <= names
