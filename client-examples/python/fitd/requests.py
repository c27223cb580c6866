"""Requests, from what a caller says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, TypedDict

import numpy as np

from fitd import models
from fitd.arrays import to_message, to_numpy, to_predictors
from fitd.losses import to_loss, to_mask, to_nan_policy
from fitd.parameters import Bounds, to_parameters
from fitd.uncertainty import uncertainty_options
from fitd.v1 import fit_pb2, model_service_pb2

JACOBIANS = {
    "analytic": fit_pb2.JACOBIAN_ANALYTIC,
    "forward": fit_pb2.JACOBIAN_FORWARD_DIFFERENCE,
}

ARITHMETICS = {
    "fast": fit_pb2.ARITHMETIC_FAST,
    "reference": fit_pb2.ARITHMETIC_REFERENCE,
    "certified": fit_pb2.ARITHMETIC_CERTIFIED,
}


class FitOptions(TypedDict, total=False):
    """The keywords of a fit."""

    absolute_sigma: bool  # sigma is in y's units
    y_covariance: Any  # of y, m x m, where its errors are correlated; in place of sigma
    # What is minimised: "linear" (the sum of squares), "soft_l1", "huber", "cauchy" or "arctan", as
    # scipy.optimize.least_squares has them, with its f_scale; or "poisson": the deviance of counts.
    loss: str
    f_scale: float | None
    mask: Any  # True for points that count; as many as y has
    nan_policy: str  # "raise", or "omit": leave out points that are not finite
    start: Mapping[str, float] | None  # starting values; those left out are estimated from the data
    # Held: names with values, or names that have a start.
    fixed: Mapping[str, float] | Iterable[str]
    free: Iterable[str]  # constants of the model to fit as well
    # Names with (min, max), either of them None or infinite where there is no bound.
    bounds: Bounds | None
    natural_bounds: bool  # the model's own bounds stand where `bounds` has none
    scale: Mapping[str, float] | None  # diag by name, for all free parameters
    # Parameters tied to others by expressions: {"sigma2": "2*sigma1"}.
    ties: Mapping[str, str] | None
    ftol: float | None  # from here to diag: scipy.optimize.leastsq's options, with its defaults
    xtol: float | None
    gtol: float | None
    maxfev: int | None
    epsfcn: float | None
    factor: float | None
    diag: Iterable[float]
    jacobian: str  # "analytic" or "forward" (differences)
    # "fast"; "reference": MINPACK's to the bit, as are all forward differences; or "certified": as
    # many digits as a double holds, without ftol, xtol and gtol.
    arithmetic: str
    # The number of starts, of which the best is kept: that many fits, from points between the bounds
    # or, where there is none, from start/spread to spread*start. `seed` says which points.
    starts: int | None
    seed: int
    spread: float | None
    progress_interval: float  # the least seconds between two reports; 0 reports every iteration
    time_limit: float | None  # seconds after which the fit ends with the best parameters so far
    # Which large arrays come back ("infodict.fjac", "best_fit", ...); None: all of them while the
    # result stays under 3 MiB.
    arrays: Iterable[str] | None
    # Confidence levels, or one, of intervals by profile likelihood: FitResult.intervals.
    intervals: Iterable[float] | float | None
    interval_parameters: Iterable[str]  # only theirs; none: all free parameters'
    labels: Mapping[str, str] | None
    request_id: str


def fit_request(
    model: str,
    x: Any = None,
    y: Any = None,
    sigma: Any = None,
    *,
    progress: bool = True,
    absolute_sigma: bool = False,
    y_covariance: Any = None,
    loss: str = "linear",
    f_scale: float | None = None,
    mask: Any = None,
    nan_policy: str = "raise",
    start: Mapping[str, float] | None = None,
    fixed: Mapping[str, float] | Iterable[str] = (),
    free: Iterable[str] = (),
    bounds: Bounds | None = None,
    natural_bounds: bool = False,
    scale: Mapping[str, float] | None = None,
    ties: Mapping[str, str] | None = None,
    ftol: float | None = None,
    xtol: float | None = None,
    gtol: float | None = None,
    maxfev: int | None = None,
    epsfcn: float | None = None,
    factor: float | None = None,
    diag: Iterable[float] = (),
    jacobian: str = "analytic",
    arithmetic: str = "fast",
    starts: int | None = None,
    seed: int = 0,
    spread: float | None = None,
    progress_interval: float = 0.1,
    time_limit: float | None = None,
    arrays: Iterable[str] | None = None,
    intervals: Iterable[float] | float | None = None,
    interval_parameters: Iterable[str] = (),
    labels: Mapping[str, str] | None = None,
    request_id: str = "",
) -> fit_pb2.FitRequest:
    """The keywords are FitOptions'. Without x and y: for data sets to be added."""
    request = fit_pb2.FitRequest(
        model=model,
        predictors=None if x is None else to_predictors(x),
        y=None if y is None else to_message(y),
        sigma=None if sigma is None else to_message(sigma),
        absolute_sigma=absolute_sigma,
        y_covariance=None if y_covariance is None else to_message(y_covariance),
        loss=to_loss(loss, f_scale),
        mask=to_mask(mask),
        nan_policy=to_nan_policy(nan_policy),
        parameters=to_parameters(start or {}, fixed, free, bounds, scale, ties),
        natural_bounds=natural_bounds,
        options=fit_pb2.FitOptions(
            ftol=ftol,
            xtol=xtol,
            gtol=gtol,
            maxfev=maxfev,
            epsfcn=epsfcn,
            factor=factor,
            diag=diag,
            jacobian=JACOBIANS[jacobian],
            arithmetic=ARITHMETICS[arithmetic],
        ),
        progress=fit_pb2.ProgressOptions(
            off=not progress, min_interval=timedelta(seconds=progress_interval)
        ),
        time_limit=None if time_limit is None else timedelta(seconds=time_limit),
        uncertainty=uncertainty_options(intervals, interval_parameters),
        labels=labels,
        request_id=request_id,
    )
    if starts is not None:
        request.multi_start.CopyFrom(fit_pb2.MultiStart(starts=starts, seed=seed, spread=spread))
    if arrays is not None:
        request.return_mask.paths.extend(arrays)
        request.return_mask.SetInParent()
    return request


def evaluate_request(
    model: str, x: Any, parameters: Iterable[float], jacobian: bool
) -> model_service_pb2.EvaluateModelRequest:
    return model_service_pb2.EvaluateModelRequest(
        model=model, predictors=to_predictors(x), parameters=parameters, jacobian=jacobian
    )


def guess_request(model: str, x: Any, y: Any) -> model_service_pb2.GuessParametersRequest:
    return model_service_pb2.GuessParametersRequest(
        model=model, predictors=to_predictors(x), y=to_message(y)
    )


def in_order(values: Mapping[str, float], model: models.Model) -> list[float]:
    """Values in the model's order; its constants may be left out."""
    names = [parameter.name for parameter in model.parameters]
    unknown = set(values) - set(names)
    if unknown:
        raise ValueError(f"{model.name} has no parameter {', '.join(sorted(unknown))}")
    constants = {p.name: p.fixed_default for p in model.parameters if p.fixed_default is not None}
    missing = [name for name in names if name not in values and name not in constants]
    if missing:
        raise ValueError(f"{model.name} needs {', '.join(missing)} too")
    return [values[name] if name in values else constants[name] for name in names]


def evaluated(
    response: model_service_pb2.EvaluateModelResponse, jacobian: bool
) -> np.ndarray | tuple[np.ndarray, np.ndarray]:
    values = to_numpy(response.values)
    return (values, to_numpy(response.jacobian)) if jacobian else values
