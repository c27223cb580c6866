"""scipy.optimize.curve_fit, with the arithmetic on the server."""

from __future__ import annotations

import inspect
import sys
import warnings
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from fitd.curve_data import CurveData, look_through, weighting
from fitd.default import default_client
from fitd.errors import NotSupported
from fitd.least_squares import leastsq
from fitd.limits import Limits, limits_of, sides

if TYPE_CHECKING:
    from fitd.client import Client
    from fitd.result import FitResult

OPTIONS = ("ftol", "xtol", "gtol", "maxfev", "epsfcn", "factor", "diag")


class OptimizeWarning(UserWarning):
    """The covariance could not be estimated. Where SciPy is loaded, its own class is used instead."""


def curve_fit(
    f: str | Callable[..., Any],
    xdata: Any,
    ydata: Any,
    p0: Any = None,
    sigma: Any = None,
    absolute_sigma: bool = False,
    check_finite: bool | None = None,
    bounds: Any = (-np.inf, np.inf),
    method: str | None = None,
    jac: Callable[..., Any] | str | None = None,
    *,
    full_output: bool = False,
    nan_policy: str | None = None,
    loss: str = "linear",
    f_scale: float | None = None,
    client: Client | None = None,
    **options: Any,
) -> tuple:
    """Fits f to data: scipy.optimize.curve_fit, argument for argument, method "lm".

    f: a function f(x, ...) that is called here, or the name of a model, fitted wholly on the server.
    For a name, p0 are the starts of the model's free parameters in its order, or a mapping from names
    to starts; left out, they are estimated from the data. xdata is then an array, for several
    predictors with a row for each, or a mapping from their names to arrays.

    Bounds are SciPy's: scalars, or a value for each (of a model, free) parameter, p0 within. The fit is
    then Levenberg-Marquardt with an active set (FitRequest's documentation has the method); pcov of a
    function is that of all parameters, of a model it is zero for those that ended at a bound.

    Returns (popt, pcov), or with full_output (popt, pcov, infodict, mesg, ier). RuntimeError: the fit
    did not converge. NotSupported: methods other than "lm", derivatives by '3-point' or 'cs', and a loss for
    a function. A model's name takes a loss with its f_scale, as scipy.optimize.least_squares has them (or
    "poisson"); pcov is then Huber's (of counts: from Fisher's information).
    """
    bounded = _is_bounded(bounds, method)
    if "args" in options:
        raise ValueError("'args' is not a supported keyword argument.")
    client = client or default_client()
    data = look_through(xdata, ydata, sigma, check_finite, nan_policy)
    if isinstance(f, str):
        limits = sides(bounds) if bounded else None
        losses = {"loss": loss, "f_scale": f_scale}
        answer = _fit_model(client, f, data, p0, absolute_sigma, jac, limits, losses, options)
    elif loss != "linear":
        raise NotSupported(
            "fitd takes a loss for its own models, not for a function of the caller's"
        )
    else:
        answer = _fit_function(client, f, data, p0, absolute_sigma, jac, bounds, options)
    popt, pcov, infodict, mesg, ier = answer
    if pcov is None or np.isnan(pcov).any():
        pcov = np.full((popt.size, popt.size), np.inf)
        warnings.warn(
            "Covariance of the parameters could not be estimated", _warning(), stacklevel=2
        )
    return (popt, pcov, infodict, mesg, ier) if full_output else (popt, pcov)


def _is_bounded(bounds: Any, method: str | None) -> bool:
    """Whether a bound is finite. Refuses the methods that fitd has not."""
    bounded = Limits(*sides(bounds)).finite
    if bounded and method == "lm":
        raise ValueError("Method 'lm' only works for unconstrained problems.")
    if method not in (None, "lm"):
        raise NotSupported(f"fitd has the method 'lm' alone, not {method!r}")
    return bounded


def _fit_function(
    client: Client,
    f: Callable[..., Any],
    data: CurveData,
    p0: Any,
    absolute_sigma: bool,
    jac: Any,
    bounds: Any,
    options: Mapping[str, Any],
) -> tuple:
    given = None if p0 is None else np.atleast_1d(p0)
    limits = limits_of(bounds, _count_parameters(f) if given is None else given.size)
    limits.check()
    start = limits.start() if given is None else given
    limits.check_start(start)
    if jac is not None and not callable(jac):
        raise NotSupported(f"fitd has forward differences or a callable jac, not {jac!r}")
    weigh = weighting(data.sigma, data.y.size) or (lambda r: r)
    if data.y.size != 1 and start.size > data.y.size:  # a single y stands for all points
        raise TypeError(
            f"The number of func parameters={start.size} must not"
            f" exceed the number of data points={data.y.size}"
        )
    residuals = FirstPointKept(lambda p: weigh(f(data.x, *p) - data.y))
    jacobian = None if jac is None else FirstPointKept(lambda p: weigh(jac(data.x, *p)))
    popt, pcov, infodict, mesg, ier = leastsq(
        residuals,
        start,
        Dfun=jacobian,
        full_output=True,
        bounds=limits if limits.finite else None,
        client=client,
        **_with_scipys_names(options),
    )
    if ier not in (1, 2, 3, 4):
        raise RuntimeError("Optimal parameters not found: " + mesg)
    fvec = infodict["fvec"]
    if pcov is not None and not absolute_sigma:
        freedom = fvec.size - start.size
        pcov = pcov * (np.sum(fvec**2) / freedom) if freedom > 0 else None
    return popt, pcov, infodict, mesg, ier


def _with_scipys_names(options: Mapping[str, Any]) -> dict[str, Any]:
    """With bounds SciPy calls maxfev max_nfev, after its other function; either is taken."""
    renamed = dict(options)
    limit = renamed.pop("max_nfev", None)
    if limit is not None:
        renamed["maxfev"] = limit
    return renamed


def _fit_model(
    client: Client,
    model: str,
    data: CurveData,
    p0: Any,
    absolute_sigma: bool,
    jac: Any,
    limits: tuple[np.ndarray, np.ndarray] | None,
    losses: Mapping[str, Any],
    options: Mapping[str, Any],
) -> tuple:
    options = _with_scipys_names(options)
    unknown = set(options) - set(OPTIONS)
    if unknown:
        raise TypeError(f"curve_fit() has no keyword {', '.join(sorted(unknown))}")
    if jac not in (None, "2-point"):
        raise NotSupported("for a model of the server, jac is None (exact) or '2-point'")
    sigma = data.sigma
    covariance = None
    if sigma is not None and sigma.ndim > 1:
        sigma, covariance = None, sigma.astype(float)
    if sigma is not None:
        sigma = np.broadcast_to(sigma.astype(float), data.y.shape)
    result = client.fit(
        model,
        _predictors(client, model, data.x),
        data.y,
        sigma,
        absolute_sigma=absolute_sigma and data.sigma is not None,
        y_covariance=covariance,
        start=_starts(client, model, p0),
        bounds=None if limits is None else _bounds(client, model, limits),
        jacobian="analytic" if jac is None else "forward",
        arrays=["infodict.fvec", "infodict.fjac", "covariance"],
        **losses,
        **{name: value for name, value in options.items() if value is not None},
    )
    return _as_curve_fit(result)


def _as_curve_fit(result: FitResult) -> tuple:
    if not result.success:
        raise RuntimeError("Optimal parameters not found: " + result.mesg)
    return result.x, result.covariance, result.infodict, result.mesg, result.ier


def _predictors(client: Client, model: str, x: Any) -> Any:
    """A two-dimensional x as a mapping from the model's predictors to its rows."""
    if isinstance(x, Mapping) or np.ndim(x) < 2:
        return x
    names = list(client.model(model).predictors)
    if len(x) != len(names):
        raise ValueError(f"xdata has {len(x)} rows, but {model} has the predictors {names}")
    return dict(zip(names, x))


def _starts(client: Client, model: str, p0: Any) -> Mapping[str, float] | None:
    if p0 is None or isinstance(p0, Mapping):
        return p0
    values = np.atleast_1d(p0)
    free = _free_names(client, model)
    if len(values) != len(free):
        raise ValueError(f"p0 has {len(values)} values, but {model} has the parameters {free}")
    return {name: float(value) for name, value in zip(free, values)}


def _bounds(
    client: Client, model: str, limits: tuple[np.ndarray, np.ndarray]
) -> dict[str, tuple[float, float]]:
    """Scalars, or a value for each free parameter in the model's order, as bounds by name."""
    free = _free_names(client, model)
    try:
        lower, upper = (np.broadcast_to(side, len(free)) for side in limits)
    except ValueError:
        raise ValueError(f"bounds do not fit the parameters {free} of {model}") from None
    return {name: (float(a), float(b)) for name, a, b in zip(free, lower, upper)}


def _free_names(client: Client, model: str) -> list[str]:
    return [p.name for p in client.model(model).parameters if p.fixed_default is None]


def _count_parameters(f: Callable[..., Any]) -> int:
    """Those after the first, counted off the signature."""
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    count = sum(p.kind in kinds for p in inspect.signature(f).parameters.values())
    if count < 2:
        raise ValueError("Unable to determine number of fit parameters.")
    return count - 1


def _warning() -> type[Warning]:
    scipy = sys.modules.get("scipy.optimize")
    return getattr(scipy, "OptimizeWarning", OptimizeWarning)


class FirstPointKept:
    """A function of the parameters that is not called anew while they stay those of the first call.

    leastsq looks at the shape of what a function returns, and then begins at the same point.
    """

    def __init__(self, function: Callable[[np.ndarray], Any]) -> None:
        self._function = function
        self._first: np.ndarray | None = None
        self._value: Any = None
        self._moved = False

    def __call__(self, parameters: np.ndarray) -> Any:
        if self._moved:
            return self._function(parameters)
        if self._first is None:
            self._first = np.array(parameters)
            self._value = self._function(parameters)
        elif not np.array_equal(self._first, parameters):
            self._moved, self._value = True, None
            return self._function(parameters)
        return self._value
