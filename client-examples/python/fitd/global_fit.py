"""Several data sets fitted at once: what goes out, and what comes back of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from fitd.arrays import to_message, to_predictors
from fitd.data import take_data
from fitd.v1 import data_set_pb2, fit_pb2

if TYPE_CHECKING:
    from fitd.result import FitResult


@dataclass(frozen=True)
class DataSet:
    """A data set of a global fit; x, y and sigma as Client.fit() takes them.

    model: "" for that of the call. name: ends the names of the parameters that are its own, `center_dark`;
    "" for its place, from 1.
    """

    x: Any
    y: Any
    sigma: Any = None
    model: str = ""
    name: str = ""


@dataclass(frozen=True)
class SetResult:
    """What a data set has of the result. Arrays that did not come back are None."""

    name: str
    model: str
    chi_square: float | None  # its part of the fit's
    r_squared: float | None
    parameter_names: list[str]  # the fit's, for each of its model's parameters
    values: list[float]  # of these
    best_fit: np.ndarray | None
    residuals: np.ndarray | None  # (model - y)/sigma
    evaluator: Callable[..., Any] | None = field(default=None, repr=False)

    def evaluate(self, x: Any) -> np.ndarray:
        """The fitted curve of this set at `x`, which the server evaluates."""
        if self.evaluator is None:
            raise ValueError("this result has no client to evaluate its model with")
        return self.evaluator(self.model, x, self.values)


def to_data_sets(
    data_sets: Iterable[DataSet | tuple] | Mapping[str, DataSet | tuple],
) -> list[data_set_pb2.DataSet]:
    """Tuples are (x, y) or (x, y, sigma); a mapping's keys are the sets' names."""
    named = data_sets.items() if isinstance(data_sets, Mapping) else (("", s) for s in data_sets)
    return [_to_message(name, s if isinstance(s, DataSet) else DataSet(*s)) for name, s in named]


def _to_message(name: str, data_set: DataSet) -> data_set_pb2.DataSet:
    data = take_data(data_set.x, data_set.y, data_set.sigma)
    return data_set_pb2.DataSet(
        name=name or data_set.name,
        model=data_set.model,
        predictors=to_predictors(data.x),
        y=to_message(data.y),
        sigma=None if data.sigma is None else to_message(data.sigma),
    )


def set_results(
    message: fit_pb2.FitResult, result: FitResult, evaluator: Callable[..., Any] | None
) -> list[SetResult]:
    def part(values: np.ndarray | None, s: fit_pb2.DataSetResult) -> np.ndarray | None:
        return None if values is None else values[s.first_point : s.first_point + s.num_points]

    return [
        SetResult(
            name=s.name,
            model=s.model,
            chi_square=s.chi_square if s.HasField("chi_square") else None,
            r_squared=s.r_squared if s.HasField("r_squared") else None,
            parameter_names=list(s.parameter_names),
            values=[result.parameters[name].value for name in s.parameter_names],
            best_fit=part(result.best_fit, s),
            residuals=part(result.infodict["fvec"], s),
            evaluator=evaluator,
        )
        for s in message.data_sets
    ]
