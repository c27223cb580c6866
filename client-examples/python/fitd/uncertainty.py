"""Intervals by profile likelihood, and warnings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from fitd.v1 import fit_pb2, uncertainty_pb2

END_PREFIX = "INTERVAL_END_"
CODE_PREFIX = "WARNING_CODE_"


class Interval(NamedTuple):
    """A parameter's interval at one level; None where the data bound it on no such side."""

    level: float
    lower: float | None
    upper: float | None
    lower_end: str  # "FOUND", "BOUND", "OPEN", "NON_FINITE" or "TIME_LIMIT"
    upper_end: str


class FitWarning(NamedTuple):
    """Something that a reader of the numbers should know."""

    code: str  # "NO_INFLUENCE", "NOT_IDENTIFIABLE", "NO_FREEDOM", "LOWER_MINIMUM", "NO_UNCERTAINTY"
    parameters: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return self.text


def uncertainty_options(
    intervals: Iterable[float] | float | None, parameters: Iterable[str]
) -> uncertainty_pb2.UncertaintyOptions | None:
    """What a request says, for the levels `intervals`; None: nothing."""
    if intervals is None:
        return None
    levels = [intervals] if isinstance(intervals, (int, float)) else list(intervals)
    return uncertainty_pb2.UncertaintyOptions(levels=levels, intervals=True, parameters=parameters)


def intervals_of(result: fit_pb2.FitResult) -> dict[str, list[Interval]]:
    """By parameter, in the order of the levels that were asked for."""
    found: dict[str, list[Interval]] = {}
    for each in result.uncertainty.intervals:
        found.setdefault(each.parameter, []).append(
            Interval(
                each.level,
                each.lower if each.HasField("lower") else None,
                each.upper if each.HasField("upper") else None,
                uncertainty_pb2.IntervalEnd.Name(each.lower_end).removeprefix(END_PREFIX),
                uncertainty_pb2.IntervalEnd.Name(each.upper_end).removeprefix(END_PREFIX),
            )
        )
    return found


def warnings_of(result: fit_pb2.FitResult) -> list[FitWarning]:
    return [
        FitWarning(
            uncertainty_pb2.WarningCode.Name(each.code).removeprefix(CODE_PREFIX),
            tuple(each.parameters),
            each.text,
        )
        for each in result.warnings
    ]
