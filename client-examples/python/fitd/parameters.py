"""Starting values and which parameters are held, as the wire carries them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fitd.v1 import fit_pb2


def to_parameters(
    start: Mapping[str, float],
    fixed: Mapping[str, float] | Iterable[str],
    free: Iterable[str],
) -> list[fit_pb2.Parameter]:
    held = fixed if isinstance(fixed, Mapping) else dict.fromkeys(fixed)
    parameters = {name: fit_pb2.Parameter(name=name, start=value) for name, value in start.items()}
    for name, value in held.items():
        parameter = parameters.setdefault(name, fit_pb2.Parameter(name=name))
        parameter.fixed = True
        if value is not None:
            parameter.start = value
    for name in free:
        parameters.setdefault(name, fit_pb2.Parameter(name=name)).fixed = False
    return list(parameters.values())
