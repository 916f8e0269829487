"""The whole specification."""

from tests.spec import days, pupils, signals, windows

CASES = (*days.CASES, *pupils.CASES, *windows.CASES, *signals.CASES)
