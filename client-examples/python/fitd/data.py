"""The data of a fit: arrays, or columns of a pandas DataFrame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class FitData:
    """What was fitted; x is an array, or a mapping from predictors to arrays."""

    x: Any
    y: np.ndarray
    sigma: np.ndarray | None
    index: Any = None  # y's, where it was a pandas Series
    y_name: str = "y"

    def predictors(self) -> dict[str, np.ndarray]:
        """By name; an array without a name is x."""
        columns = self.x if isinstance(self.x, Mapping) else {"x": self.x}
        return {name or "x": np.ravel(values) for name, values in columns.items()}


def take_data(x: Any, y: Any, sigma: Any, frame: Any = None) -> FitData:
    """With a `frame`, x, y and sigma may be names of its columns.

    x: also a DataFrame, whose columns are the predictors (a single one may have any name), a list of
    columns, or a mapping from predictors to columns.
    """
    if frame is not None:
        x, y, sigma = _x_columns(x, frame), _column(y, frame), _column(sigma, frame)
    if hasattr(x, "columns"):
        x = {str(name): x[name] for name in x.columns}
        if len(x) == 1:
            x = next(iter(x.values()))
    if isinstance(x, Mapping):
        x = {name: np.asarray(values) for name, values in x.items()}
    else:
        x = np.asarray(x)
    name = getattr(y, "name", None)
    return FitData(
        x,
        np.asarray(y),
        None if sigma is None else np.asarray(sigma),
        getattr(y, "index", None) if hasattr(y, "to_numpy") else None,
        str(name) if isinstance(name, str) else "y",
    )


def _column(values: Any, frame: Any) -> Any:
    return frame[values] if isinstance(values, str) else values


def _x_columns(x: Any, frame: Any) -> Any:
    if isinstance(x, Mapping):
        return {name: _column(values, frame) for name, values in x.items()}
    if isinstance(x, list) and all(isinstance(name, str) for name in x):
        return {name: frame[name] for name in x}
    return _column(x, frame)
