"""Starting values, bounds, ties, and which parameters are held, as the wire carries them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from fitd.v1 import fit_pb2

Bounds = Mapping[str, "tuple[float | None, float | None]"]


def to_parameters(
    start: Mapping[str, float],
    fixed: Mapping[str, float] | Iterable[str],
    free: Iterable[str],
    bounds: Bounds | None = None,
    scale: Mapping[str, float] | None = None,
    ties: Mapping[str, str] | None = None,
) -> list[fit_pb2.Parameter]:
    parameters: dict[str, fit_pb2.Parameter] = {}

    def of(name: str) -> fit_pb2.Parameter:
        return parameters.setdefault(name, fit_pb2.Parameter(name=name))

    for name, value in start.items():
        of(name).start = value
    held = fixed if isinstance(fixed, Mapping) else dict.fromkeys(fixed)
    for name, value in held.items():
        of(name).fixed = True
        if value is not None:
            of(name).start = value
    for name in free:
        of(name).fixed = False
    for name, (lower, upper) in (bounds or {}).items():
        if lower is not None and lower != -math.inf:
            of(name).min = lower
        if upper is not None and upper != math.inf:
            of(name).max = upper
    for name, value in (scale or {}).items():
        of(name).scale = value
    for name, expression in (ties or {}).items():
        of(name).expression = expression
    return list(parameters.values())
