"""What a job took, as a table and as one line of history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Figure:
    """`most` and `least` are limits that the project holds itself to, None where there is none."""

    name: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None

    @property
    def is_passed(self) -> bool:
        is_over = self.most is not None and self.value > self.most
        return is_over or (self.least is not None and self.value < self.least)

    def row(self) -> str:
        limits = [
            f"{name} {limit:g}"
            for name, limit in (("at most", self.most), ("at least", self.least))
            if limit is not None
        ]
        limit = " ".join([*limits, *(["PASSED"] if self.is_passed else [])])
        return f"  {self.name:<58} {self.value:>10,.2f} {self.unit:<10} {limit}".rstrip()


@dataclass(frozen=True)
class Report:
    job: str
    size: Mapping[str, int]
    figures: tuple[Figure, ...]
    runs: int
    samples: Mapping[str, list[float]] = field(default_factory=dict)

    @property
    def passed_limits(self) -> bool:
        return any(figure.is_passed for figure in self.figures)

    def text(self) -> str:
        size = ", ".join(f"{number:,} {name}" for name, number in self.size.items()).replace(",", " ")
        return "\n".join(
            [f"{self.job}: {size}; medians of {self.runs} runs", *(figure.row() for figure in self.figures)]
        )
