"""A caller's function and Jacobian, evaluated as a server asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from fitd.arrays import to_message, to_numpy
from fitd.v1 import fit_function_pb2

NOT_FLOATS = "Result from function call is not a proper array of floats."
CHANGED = "The array returned by a function changed size between calls"


class FunctionError(Exception):
    """What the function returned is no array of floats; scipy's minpack.error."""


@dataclass(frozen=True)
class Task:
    """One call to make, function(x), and the check of what it returns."""

    function: Callable[[np.ndarray], Any]
    check: Callable[[Any], np.ndarray]
    x: np.ndarray

    def run(self) -> np.ndarray:
        return self.check(self.function(self.x))


@dataclass(frozen=True)
class Evaluator:
    """r(x) of m residuals and, where the caller has it, its Jacobian of shape `jacobian_shape`.

    A server's ask becomes tasks, and what the tasks return becomes the answer.
    """

    func: Callable[..., Any]
    dfun: Callable[..., Any] | None
    args: tuple
    m: int
    jacobian_shape: tuple[int, int]

    @property
    def n(self) -> int:
        return self.jacobian_shape[0] * self.jacobian_shape[1] // self.m

    def tasks(self, ask: fit_function_pb2.Evaluate) -> list[Task]:
        """The calls to make, one after another, as their results are checked."""
        points = to_numpy(ask.points)
        if _wants_jacobian(ask):
            function, check = self._call_dfun, self._checked_jacobian
        else:
            function, check = self._call_func, self._checked_residuals
        # Each has memory of its own, which the function may keep or change.
        return [Task(function, check, point.copy()) for point in points]

    def answer(
        self, ask: fit_function_pb2.Evaluate, values: list[np.ndarray]
    ) -> fit_function_pb2.Evaluation:
        """What the tasks returned."""
        if _wants_jacobian(ask):
            return fit_function_pb2.Evaluation(id=ask.id, jacobian=to_message(values[0]))
        return fit_function_pb2.Evaluation(id=ask.id, residuals=to_message(np.stack(values)))

    def _checked_residuals(self, value: Any) -> np.ndarray:
        residuals = _floats(value, dimensions=1)
        if residuals.size != self.m:
            raise ValueError(CHANGED)
        # A copy: the function may fill the same array again.
        return np.array(residuals).reshape(self.m)

    def _checked_jacobian(self, value: Any) -> np.ndarray:
        jacobian = _floats(value, dimensions=2)
        # With one parameter or one residual, SciPy takes any shape of that size.
        flat = 1 in self.jacobian_shape and jacobian.size == self.m * self.n
        if jacobian.shape != self.jacobian_shape and not flat:
            raise ValueError(CHANGED)
        return jacobian.reshape(self.jacobian_shape)

    def _call_func(self, x: np.ndarray) -> Any:
        return self.func(x, *self.args)

    def _call_dfun(self, x: np.ndarray) -> Any:
        return self.dfun(x, *self.args)


def _wants_jacobian(ask: fit_function_pb2.Evaluate) -> bool:
    return ask.what == fit_function_pb2.Evaluate.WHAT_JACOBIAN


def _floats(value: Any, dimensions: int) -> np.ndarray:
    """At most so many dimensions of float64, from what converts to it without loss."""
    try:
        array = np.asarray(value)
        if array.ndim > dimensions:
            raise ValueError("object too deep for desired array")
        return array.astype(np.float64, casting="safe", copy=False)
    except (TypeError, ValueError) as error:
        raise FunctionError(NOT_FLOATS) from error
