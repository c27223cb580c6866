"""The outcome of a fit."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fitd import plotting
from fitd.arrays import to_numpy
from fitd.data import FitData
from fitd.global_fit import SetResult, set_results
from fitd.report import fit_report
from fitd.student import t_quantile
from fitd.uncertainty import FitWarning, Interval, intervals_of, warnings_of
from fitd.v1 import fit_pb2

AT_BOUND = {
    fit_pb2.BOUND_UNSPECIFIED: None,
    fit_pb2.BOUND_MIN: "min",
    fit_pb2.BOUND_MAX: "max",
}


@dataclass(frozen=True)
class Parameter:
    """A parameter's outcome.

    The standard error is None where it is fixed, at a bound, or not determined; a tied one's follows
    from those of the parameters in its expression.
    """

    name: str
    value: float
    standard_error: float | None
    fixed: bool
    start: float
    at_bound: str | None = None  # "min" or "max": the bound that it ended at
    min: float | None = None  # what it was fitted within
    max: float | None = None
    expression: str | None = None  # what it is tied by
    # Of a tied one: its derivatives by the free parameters that it depends on.
    gradient: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Derived:
    """A number that follows from the parameters: a width, an area, a half-life.

    The standard error, by the delta method, is None where there is none.
    """

    name: str
    value: float
    standard_error: float | None


@dataclass(frozen=True)
class Statistics:
    """Goodness of fit, as lmfit defines it; None where it does not exist."""

    chi_square: float
    reduced_chi_square: float | None
    degrees_of_freedom: int
    r_squared: float | None
    aic: float | None
    bic: float | None
    residual_norm: float
    # Under a loss, what was minimised: twice SciPy's cost, or the deviance of counts.
    objective: float | None = None


@dataclass(frozen=True)
class Minimum:
    """A point that some of many starts led to."""

    x: np.ndarray  # the free parameters
    chi_square: float
    termination: str
    starts: int  # how many led here


@dataclass(frozen=True)
class FitResult:
    """What scipy.optimize.leastsq(full_output=True) returns, and what a report needs.

    n is the number of free parameters, whose order is `free_names`; m the number of points that count.
    Arrays that were not asked for, or do not exist, are None.
    """

    model: str
    termination: str  # "FTOL", "XTOL", ... "TIME_LIMIT", "NON_FINITE"
    ier: int | None  # leastsq's, 1 to 8
    mesg: str
    x: np.ndarray  # n values
    cov_x: np.ndarray | None  # leastsq's, n x n, unscaled
    infodict: dict[str, Any]  # nfev, njev, and fvec (m), fjac (n x m), ipvt (n), qtf (n)
    parameters: dict[str, Parameter]  # by name, in the model's order, fixed and tied ones included
    derived: dict[str, Derived]  # by name: what follows from them, see Model.derived
    free_names: list[str]
    covariance: np.ndarray | None  # n x n, of the returned x: error bars come from it
    correlation: np.ndarray | None  # n x n
    r: np.ndarray | None  # n x n
    # The model in the units of y, as long as y: also at points that do not count; NaN where x is not
    # finite.
    best_fit: np.ndarray | None
    statistics: Statistics
    # By profile likelihood, where they were asked for: for each parameter one at each level.
    intervals: dict[str, list[Interval]]
    warnings: list[FitWarning]  # what a reader of the numbers should know
    condition_number: float | None  # of the Jacobian with columns of unit norm
    omitted: list[str]  # arrays left out because the result would be large
    queue_seconds: float
    solve_seconds: float
    message: fit_pb2.FitResult  # all of it, as it came
    num_omitted: int = 0  # points that did not count, by mask or nan_policy
    data: FitData | None = None  # what was fitted, such points included
    data_sets: list[SetResult] = field(default_factory=list)  # of a global fit
    # Client.evaluate, for curves and bands; none where the client was an AsyncClient.
    evaluator: Callable[..., Any] | None = field(default=None, repr=False)

    @property
    def success(self) -> bool:
        """Whether the fit converged (ier 1 to 4)."""
        return self.ier in (1, 2, 3, 4)

    @property
    def standard_errors(self) -> dict[str, float | None]:
        return {name: p.standard_error for name, p in self.parameters.items()}

    @property
    def values(self) -> dict[str, float]:
        return {name: p.value for name, p in self.parameters.items()}

    @property
    def minima(self) -> list[Minimum]:
        """What the starts led to (`starts=N`), the lowest first, which is this result."""
        return [
            Minimum(np.array(m.x), m.chi_square, _termination(m), m.starts)
            for m in self.message.minima
        ]

    def leastsq(self) -> tuple:
        """(x, cov_x, infodict, mesg, ier), as scipy.optimize.leastsq returns them."""
        return self.x, self.cov_x, self.infodict, self.mesg, self.ier

    def evaluate(self, x: Any) -> np.ndarray:
        """The fitted curve at `x`, which the server evaluates."""
        return self._evaluate(x, jacobian=False)

    def band(self, x: Any, confidence: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
        """Where the curve lies at `x` with that confidence: the lower and the upper end.

        To first order in the parameters: +- t sqrt(diag(J C J')), J their derivatives, C `covariance`,
        t Student's with the fit's degrees of freedom. Each point is taken for itself.
        """
        if not 0 < confidence < 1:
            raise ValueError(f"confidence is {confidence}; it must lie between 0 and 1")
        if self.covariance is None:
            raise ValueError("the fit has no covariance, and so no confidence band")
        values, jacobian = self._evaluate(x, jacobian=True)
        free = jacobian @ self._by_free()
        variance = np.einsum("ij,jk,ik->i", free, self.covariance, free)
        width = t_quantile((1 + confidence) / 2, self.statistics.degrees_of_freedom)
        half = width * np.sqrt(np.maximum(variance, 0))
        return values - half, values + half

    def _by_free(self) -> np.ndarray:
        """The derivatives of all parameters by the free ones."""
        slopes = np.zeros((len(self.parameters), len(self.free_names)))
        for row, p in zip(slopes, self.parameters.values()):
            if p.name in self.free_names:
                row[self.free_names.index(p.name)] = 1
            for name, slope in p.gradient.items():
                row[self.free_names.index(name)] = slope
        return slopes

    def plot(self, confidence: float | None = 0.95, points: int = 500) -> Any:
        """Data, fit with its confidence band (None: without), and residuals: a matplotlib Figure.

        For models of one predictor. Needs the package matplotlib.
        """
        return plotting.plot(self, confidence, points)

    def to_frame(self) -> Any:
        """The parameters as a pandas DataFrame, a row for each; needs the package pandas."""
        import pandas

        rows = [dataclasses.asdict(p) for p in self.parameters.values()]
        return pandas.DataFrame(rows).set_index("name").astype({"standard_error": float})

    def data_frame(self) -> Any:
        """Predictors, y, sigma where given, best_fit and residual (data - fit), a row for each point.

        A pandas DataFrame, with the index of y where y was a Series.
        """
        import pandas

        if self.best_fit is None:
            raise ValueError("best_fit was left out of the result; name it in `arrays`")
        y = self.data.y.ravel()
        columns = {**self.data.predictors(), self.data.y_name: y}
        if self.data.sigma is not None:
            columns["sigma"] = np.broadcast_to(np.ravel(self.data.sigma), y.shape)
        columns |= {"best_fit": self.best_fit, "residual": y - self.best_fit}
        return pandas.DataFrame(columns, index=self.data.index)

    def _evaluate(self, x: Any, jacobian: bool) -> Any:
        if self.data_sets:
            raise ValueError(
                "a global fit has a curve for each of its data_sets: evaluate() theirs"
            )
        if self.evaluator is None:
            raise ValueError("this result has no client to evaluate its model with")
        return self.evaluator(self.model, x, self.values, jacobian=jacobian)

    def __getitem__(self, name: str) -> Parameter | Derived:
        """The parameter of that name, or the derived quantity."""
        return self.parameters[name] if name in self.parameters else self.derived[name]

    def __str__(self) -> str:
        return fit_report(self)


def _optional(message: Any, field: str) -> Any:
    return getattr(message, field) if message.HasField(field) else None


def _optional_array(message: Any, field: str) -> np.ndarray | None:
    return to_numpy(getattr(message, field)) if message.HasField(field) else None


def _parameter(p: fit_pb2.FittedParameter) -> Parameter:
    return Parameter(
        name=p.name,
        value=p.value,
        standard_error=_optional(p, "standard_error"),
        fixed=p.fixed,
        start=p.start,
        at_bound=AT_BOUND[p.at_bound],
        min=_optional(p, "min"),
        max=_optional(p, "max"),
        expression=p.expression or None,
        gradient=dict(p.gradient),
    )


def _statistics(s: fit_pb2.Statistics) -> Statistics:
    return Statistics(
        chi_square=s.chi_square,
        reduced_chi_square=_optional(s, "reduced_chi_square"),
        degrees_of_freedom=s.degrees_of_freedom,
        r_squared=_optional(s, "r_squared"),
        aic=_optional(s, "aic"),
        bic=_optional(s, "bic"),
        residual_norm=s.residual_norm,
        objective=_optional(s, "objective"),
    )


def _infodict(info: fit_pb2.Infodict) -> dict[str, Any]:
    return {
        "nfev": info.nfev,
        "njev": info.njev,
        "fvec": _optional_array(info, "fvec"),
        "fjac": _optional_array(info, "fjac"),
        "ipvt": np.array(info.ipvt, dtype=np.int32),
        "qtf": np.array(info.qtf, dtype=np.float64),
    }


def _termination(m: fit_pb2.FitResult | fit_pb2.Minimum) -> str:
    return fit_pb2.Termination.Name(m.termination).removeprefix("TERMINATION_")


def from_message(
    m: fit_pb2.FitResult,
    data: FitData | None = None,
    evaluator: Callable[..., Any] | None = None,
) -> FitResult:
    result = FitResult(
        model=m.provenance.model,
        termination=_termination(m),
        ier=_optional(m, "ier"),
        mesg=m.mesg,
        x=np.array(m.x, dtype=np.float64),
        cov_x=_optional_array(m, "cov_x"),
        infodict=_infodict(m.infodict),
        parameters={p.name: _parameter(p) for p in m.parameters},
        derived={
            d.name: Derived(d.name, d.value, _optional(d, "standard_error")) for d in m.derived
        },
        free_names=list(m.free_names),
        covariance=_optional_array(m, "covariance"),
        correlation=_optional_array(m, "correlation"),
        r=_optional_array(m, "r"),
        best_fit=_optional_array(m, "best_fit"),
        statistics=_statistics(m.statistics),
        intervals=intervals_of(m),
        warnings=warnings_of(m),
        condition_number=_optional(m, "condition_number"),
        omitted=list(m.omitted),
        queue_seconds=m.timing.queue_wait.ToTimedelta().total_seconds(),
        solve_seconds=m.timing.solve.ToTimedelta().total_seconds(),
        message=m,
        num_omitted=m.num_omitted,
        data=data,
        evaluator=evaluator,
    )
    result.data_sets.extend(set_results(m, result, evaluator))
    return result
