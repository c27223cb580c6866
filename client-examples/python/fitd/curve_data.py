"""What curve_fit makes of its data before anything is fitted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class CurveData:
    """x as the model takes it, y as floats, sigma as an array or None."""

    x: Any
    y: np.ndarray
    sigma: np.ndarray | None


def look_through(
    x: Any, y: Any, sigma: Any, check_finite: bool | None, nan_policy: str | None
) -> CurveData:
    """Converts and checks as scipy.optimize.curve_fit does; ValueError for what it refuses."""
    if check_finite is None:
        check_finite = nan_policy is None
    to_floats = np.asarray_chkfinite if check_finite else np.asarray
    y = to_floats(y, float)
    if isinstance(x, (list, tuple, np.ndarray)):
        x = to_floats(x, float)
    if y.size == 0:
        raise ValueError("`ydata` must not be empty!")
    sigma = None if sigma is None else np.asarray(sigma)
    if nan_policy is not None and not check_finite:
        x, y, sigma = _apply(nan_policy, x, y, sigma)
    return CurveData(x, y, sigma)


def _apply(nan_policy: str, x: Any, y: np.ndarray, sigma: np.ndarray | None) -> tuple:
    if nan_policy == "propagate":
        raise ValueError("`nan_policy='propagate'` is not supported by this function.")
    if nan_policy not in ("raise", "omit"):
        raise ValueError("nan_policy must be one of {None, 'raise', 'omit'}")
    in_x, in_y = np.isnan(x), np.isnan(y)
    if not in_x.any() and not in_y.any():
        return x, y, sigma
    if nan_policy == "raise":
        raise ValueError("The input contains nan values")
    # A point is left out where any of its predictors is NaN.
    keep = ~(in_x.any(axis=tuple(range(in_x.ndim - 1))) | in_y)
    if sigma is not None and sigma.ndim == 1:
        sigma = sigma[keep]
    elif sigma is not None and sigma.ndim == 2:
        sigma = sigma[np.ix_(keep, keep)]
    return x[..., keep], y[keep], sigma


def weighting(sigma: np.ndarray | None, points: int) -> Callable[[Any], Any] | None:
    """Turns residuals, or rows of a Jacobian, into those of unit variance; None: they are."""
    if sigma is None:
        return None
    if sigma.size == 1 or sigma.shape == (points,):
        weights = 1.0 / sigma
        return lambda r: (weights if np.ndim(r) < 2 else weights.reshape(-1, 1)) * np.asarray(r)
    if sigma.shape != (points, points):
        raise ValueError("`sigma` has incorrect shape.")
    try:
        lower = np.linalg.cholesky(sigma)
    except np.linalg.LinAlgError as error:
        raise ValueError("`sigma` must be positive definite.") from error
    # For C = L L', the residuals L^-1 r have r' C^-1 r for their sum of squares.
    whitening = np.tril(np.linalg.solve(lower, np.eye(points)))
    return lambda r: whitening @ np.asarray(r)
