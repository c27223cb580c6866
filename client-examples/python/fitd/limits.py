"""Bounds as SciPy takes them: a pair of scalars or arrays, or an object with lb and ub."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np


class Limits(NamedTuple):
    """n lower and n upper bounds, infinite where there is none."""

    lower: np.ndarray
    upper: np.ndarray

    @property
    def finite(self) -> bool:
        """Whether anything is bounded."""
        return bool(np.any(self.lower > -np.inf) or np.any(self.upper < np.inf))

    def check(self) -> None:
        if np.any(self.lower >= self.upper):
            raise ValueError("Each lower bound must be strictly less than each upper bound.")

    def check_start(self, p0: np.ndarray) -> None:
        if np.any((p0 < self.lower) | (p0 > self.upper)):
            raise ValueError("Initial guess is outside of provided bounds")

    def start(self) -> np.ndarray:
        """Where curve_fit begins when nobody says: the middle, 1 inside a single bound, or 1."""
        lower, upper = np.isfinite(self.lower), np.isfinite(self.upper)
        with np.errstate(invalid="ignore"):
            middle = 0.5 * (self.lower + self.upper)
        return np.select(
            [lower & upper, lower, upper], [middle, self.lower + 1, self.upper - 1], 1.0
        )


def sides(bounds: Any) -> tuple[np.ndarray, np.ndarray]:
    """The lower and upper bounds as they were given, as floats."""
    lower, upper = (bounds.lb, bounds.ub) if hasattr(bounds, "lb") else bounds
    return np.asarray(lower, dtype=float), np.asarray(upper, dtype=float)


def limits_of(bounds: Any, count: int) -> Limits:
    """`bounds` of `count` parameters; a scalar is that of all."""
    try:
        lower, upper = (np.broadcast_to(side, (count,)).copy() for side in sides(bounds))
    except ValueError:
        raise ValueError("Inconsistent shapes between bounds and `x0`.") from None
    return Limits(lower, upper)
