"""A result as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fitd.result import Derived, FitResult, Parameter

LEAST_CORRELATION = 0.1


def fit_report(result: FitResult) -> str:
    """Model, stop reason, parameters, derived quantities, correlations above 0.1, statistics, work."""
    ier = "" if result.ier is None else f"ier {result.ier}: "
    parts = [
        f"Model {result.model}\n  {ier}{' '.join(result.mesg.split())}",
        "Parameters\n" + "\n".join(_parameter_lines(result)),
    ]
    if result.derived:
        parts.append("Derived\n" + "\n".join(_derived_lines(result)))
    if result.warnings:
        parts.append("Warnings\n" + "\n".join(f"  {warning}" for warning in result.warnings))
    if result.intervals:
        parts.append("Intervals by profile likelihood\n" + "\n".join(_interval_lines(result)))
    correlations = _correlation_lines(result)
    if correlations:
        parts.append("Correlations above 0.1\n" + "\n".join(correlations))
    if result.data_sets:
        parts.append("Data sets\n" + "\n".join(_set_lines(result)))
    parts.append("Statistics\n" + "\n".join(_statistics_lines(result)))
    return "\n\n".join(parts)


def _parameter_line(p: Parameter, width: int) -> str:
    line = f"  {p.name:<{width}}  {p.value: < 16.8g}"
    if p.fixed:
        return line + "  fixed"
    if p.at_bound is not None:
        return line + f"  at its {p.at_bound}"
    tie = f"  = {p.expression}" if p.expression else ""
    if p.standard_error is None:
        return line + (tie or "  ± ?")
    return line + _error(p) + tie


def _error(p: Parameter | Derived) -> str:
    relative = f"  ({100 * p.standard_error / abs(p.value):.3g} %)" if p.value else ""
    return f"  ± {p.standard_error:.3g}" + relative


def _parameter_lines(result: FitResult) -> list[str]:
    width = max(map(len, result.parameters))
    return [_parameter_line(p, width) for p in result.parameters.values()]


def _derived_lines(result: FitResult) -> list[str]:
    width = max(map(len, result.derived))
    return [
        f"  {d.name:<{width}}  {d.value: < 16.8g}" + ("" if d.standard_error is None else _error(d))
        for d in result.derived.values()
    ]


def _interval_lines(result: FitResult) -> list[str]:
    width = max(map(len, result.intervals))
    ends = {
        "BOUND": " (bound)",
        "NON_FINITE": " (the model ends)",
        "TIME_LIMIT": " (time was over)",
    }

    def end(value: float | None, kind: str) -> str:
        return ("open" if value is None else f"{value:.8g}") + ends.get(kind, "")

    return [
        f"  {name:<{width}}  {100 * i.level:.6g} %  "
        f"{end(i.lower, i.lower_end)} to {end(i.upper, i.upper_end)}"
        for name, levels in result.intervals.items()
        for i in levels
    ]


def _correlation_lines(result: FitResult) -> list[str]:
    """The pairs of free parameters that depend on each other, the strongest first."""
    if result.correlation is None:
        return []
    pairs = [
        (f"{first}, {second}", result.correlation[i, j])
        for i, first in enumerate(result.free_names)
        for j, second in enumerate(result.free_names)
        if i < j and abs(result.correlation[i, j]) >= LEAST_CORRELATION
    ]
    pairs.sort(key=lambda pair: -abs(pair[1]))
    width = max((len(names) for names, _ in pairs), default=0)
    return [f"  {names:<{width}}  {correlation: .4f}" for names, correlation in pairs]


def _set_lines(result: FitResult) -> list[str]:
    width = max(len(s.name) for s in result.data_sets)
    return [
        f"  {s.name:<{width}}"
        + ("" if s.chi_square is None else f"  chi-square {s.chi_square:<14.8g}")
        + ("" if s.r_squared is None else f"  R-squared {s.r_squared:.8g}")
        for s in result.data_sets
    ]


def _statistics_lines(result: FitResult) -> list[str]:
    s = result.statistics
    facts = [
        ("data points", s.degrees_of_freedom + len(result.free_names)),
        ("points left out", result.num_omitted or None),
        ("chi-square", s.chi_square),
        ("reduced chi-square", s.reduced_chi_square),
        ("loss" if s.aic is None else "deviance", s.objective),
        ("R-squared", s.r_squared),
        ("AIC", s.aic),
        ("BIC", s.bic),
        ("nfev, njev", f"{result.infodict['nfev']}, {result.infodict['njev']}"),
        ("solved in", f"{1e3 * result.solve_seconds:.3g} ms"),
    ]
    shown = [(name, f"{v:.8g}" if isinstance(v, float) else v) for name, v in facts]
    return [f"  {name:<18}  {value}" for name, value in shown if value is not None]
