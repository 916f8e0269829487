"""How often the gate and the oracle were asked the same, and where they first differed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Tally:
    checks: int = 0
    leaks: int = 0
    hidden: int = 0
    seen: int = 0
    first_fault: str = ""

    def add(self, by_gate: set[int], by_oracle: set[int], children: int, what: str) -> None:
        self.checks += children
        self.leaks += len(by_gate - by_oracle)
        self.hidden += len(by_oracle - by_gate)
        self.seen += len(by_oracle)
        if by_gate != by_oracle and not self.first_fault:
            self.first_fault = f"{what}: leaked {by_gate - by_oracle}, hidden {by_oracle - by_gate}"
