"""scipy.optimize.leastsq, with MINPACK on the server."""

from __future__ import annotations

import math
import operator
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fitd.arrays import to_message, to_numpy
from fitd.default import default_client
from fitd.errors import NonFinite
from fitd.evaluation import Evaluator
from fitd.v1 import fit_function_pb2, fit_pb2

if TYPE_CHECKING:
    from fitd.client import Client
    from fitd.limits import Limits

IMPROPER = "Improper input parameters."
ARRAYS = ("infodict.fvec", "infodict.fjac", "cov_x")


def leastsq(
    func: Callable[..., Any],
    x0: Any,
    args: Any = (),
    Dfun: Callable[..., Any] | None = None,
    full_output: bool = False,
    col_deriv: bool = False,
    ftol: float = 1.49012e-8,
    xtol: float = 1.49012e-8,
    gtol: float = 0.0,
    maxfev: int = 0,
    epsfcn: float | None = None,
    factor: float = 100,
    diag: Any = None,
    *,
    bounds: Limits | None = None,
    client: Client | None = None,
) -> tuple:
    """Minimises the sum of squares of func(x, *args): scipy.optimize.leastsq, argument for argument.

    `func` and `Dfun` are called here, on this thread, as SciPy calls them; what they raise ends the fit
    and is raised. The arithmetic is the server's: that of `client`, or of FITD_ADDRESS in the
    environment, or of 127.0.0.1:50051.

    Returns (x, ier), or with full_output (x, cov_x, infodict, mesg, ier). Unlike SciPy, which goes on
    with a NaN and may call it converged, a residual that is not finite at the start, or such a
    derivative, raises NonFinite, a ValueError that says where; tolerances that are NaN or infinite
    raise InvalidRequest. With `bounds`, which SciPy's has not, the functions are called only within.
    """
    setup = prepare(
        func, x0, args, Dfun, col_deriv, ftol, xtol, gtol, maxfev, epsfcn, factor, diag
    )  # fmt: skip
    if setup.improper:
        return improper_answer(setup, full_output)
    check_start(setup.x0)
    if bounds is not None:
        setup.problem.lower.extend(bounds.lower)
        setup.problem.upper.extend(bounds.upper)
    result = (client or default_client()).minimize(setup.problem, setup.evaluator)
    return answer(setup, result, full_output, stacklevel=3)


@dataclass(frozen=True)
class Setup:
    """leastsq's arguments, looked through as SciPy does."""

    x0: np.ndarray
    evaluator: Evaluator
    improper: bool  # MINPACK would say ier 0
    problem: fit_function_pb2.FunctionProblem


def prepare(
    func, x0, args, dfun, col_deriv, ftol, xtol, gtol, maxfev, epsfcn, factor, diag
) -> Setup:
    """Calls `func` and `dfun` once to learn their shapes. TypeError for what SciPy says it of."""
    x0 = np.asarray(x0).flatten()
    n = len(x0)
    args = args if isinstance(args, tuple) else (args,)
    shape, dtype = _shape_of("func", func, x0, args)
    m = shape[0]
    if n > m:
        raise TypeError(
            f"Improper input: func input vector length N={n} must"
            f" not exceed func output vector length M={m}"
        )
    jacobian_shape = (n, m) if col_deriv else (m, n)
    if dfun is not None:
        _shape_of("Dfun", dfun, x0, args, jacobian_shape)
    evaluator = Evaluator(func, dfun, args, m, jacobian_shape)
    ftol, xtol, gtol, factor = (math.ldexp(number, 0) for number in (ftol, xtol, gtol, factor))
    maxfev = operator.index(maxfev)
    scale = None if diag is None else _scale(diag)
    start = x0.astype(np.float64, casting="safe")
    improper = (
        n == 0
        or min(ftol, xtol, gtol) < 0
        or factor <= 0
        or (scale is not None and (len(scale) < n or bool(np.any(scale[:n] <= 0))))
    )
    problem = fit_function_pb2.FunctionProblem(
        x0=to_message(start),
        num_residuals=m,
        has_jacobian=dfun is not None,
        col_deriv=bool(col_deriv) and dfun is not None,
        options=fit_pb2.FitOptions(
            ftol=ftol,
            xtol=xtol,
            gtol=gtol,
            maxfev=max(maxfev, 0),
            epsfcn=max(float(np.finfo(dtype).eps if epsfcn is None else epsfcn), 0.0),
            factor=factor,
            diag=() if scale is None else scale[:n],
        ),
        progress=fit_pb2.ProgressOptions(off=True),
    )
    problem.return_mask.paths.extend(ARRAYS)
    return Setup(start, evaluator, improper, problem)


def check_start(x0: np.ndarray) -> None:
    wrong = np.flatnonzero(~np.isfinite(x0))
    if wrong.size:
        raise NonFinite(f"x0[{wrong[0]}] is {x0[wrong[0]]}.")


def answer(setup: Setup, result: fit_pb2.FitResult, full_output: bool, stacklevel: int) -> tuple:
    """A result as leastsq returns it; `stacklevel` is the caller's, for the warning of ier 5 to 8."""
    if result.termination == fit_pb2.TERMINATION_NON_FINITE:
        raise NonFinite(result.mesg)
    x = np.array(result.x, dtype=np.float64)
    if full_output:
        cov_x = to_numpy(result.cov_x) if result.HasField("cov_x") else None
        info = _infodict(result.infodict, setup.evaluator.dfun is not None)
        return x, cov_x, info, result.mesg, result.ier
    if result.ier > 4:
        warnings.warn(result.mesg, RuntimeWarning, stacklevel=stacklevel)
    return x, result.ier


def improper_answer(setup: Setup, full_output: bool) -> tuple:
    """What leastsq says of input that MINPACK refuses."""
    if not full_output:
        raise TypeError(IMPROPER)
    n, m = len(setup.x0), setup.evaluator.m
    fvec = np.array(setup.evaluator.func(setup.x0.copy(), *setup.evaluator.args), dtype=np.float64)
    info = {"fvec": np.atleast_1d(fvec), "nfev": 0}
    if setup.evaluator.dfun is not None:
        info["njev"] = 0
    # SciPy's hold what its memory held before.
    info |= {"fjac": np.zeros((n, m)), "ipvt": np.zeros(n, dtype=np.int32), "qtf": np.zeros(n)}
    return setup.x0, None, info, IMPROPER, 0


def _infodict(info: fit_pb2.Infodict, has_jacobian: bool) -> dict[str, Any]:
    counts = {"nfev": info.nfev, "njev": info.njev} if has_jacobian else {"nfev": info.nfev}
    return {
        "fvec": to_numpy(info.fvec),
        **counts,
        "fjac": to_numpy(info.fjac),
        "ipvt": np.array(info.ipvt, dtype=np.int32),
        "qtf": np.array(info.qtf, dtype=np.float64),
    }


def _shape_of(
    name: str, function: Callable, x0: np.ndarray, args: tuple, wanted: tuple | None = None
) -> tuple[tuple[int, ...], np.dtype]:
    """The shape of what `function` returns, and the type of its numbers."""
    result = np.atleast_1d(function(x0[: len(x0)], *args))
    if wanted is not None and result.shape != wanted and wanted[0] != 1 and wanted[1] != 1:
        called = getattr(function, "__name__", None)
        raise TypeError(
            "leastsq: there is a mismatch between the input and output shape of the "
            f"'{name}' argument"
            + (f" '{called}'." if called else ".")
            + f"Shape should be {wanted} but it is {result.shape}."
        )
    inexact = np.issubdtype(result.dtype, np.inexact)
    return result.shape, result.dtype if inexact else np.dtype(float)


def _scale(diag: Any) -> np.ndarray:
    scale = np.asarray(diag)
    if scale.ndim != 1:
        depth = "small" if scale.ndim == 0 else "deep"
        raise ValueError(f"object of too {depth} depth for desired array")
    return scale.astype(np.float64, casting="safe")
