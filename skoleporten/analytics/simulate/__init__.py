"""A believable municipality with known truths planted, in the contract's tables."""

from skoleporten.analytics.simulate.run import Made, simulate

__all__ = ["Made", "simulate"]
