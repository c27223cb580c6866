"""A result as a picture: data, fit, confidence band, residuals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from fitd.result import FitResult

DATA_COLOUR = "tab:blue"
FIT_COLOUR = "tab:red"


def plot(result: FitResult, confidence: float | None, points: int) -> Any:
    """Draws on a figure of its own; matplotlib is imported here, so that only who draws needs it."""
    import matplotlib.pyplot as plt

    predictors = result.data.predictors()
    if len(predictors) != 1:
        raise ValueError(f"plot() draws models of one predictor, not of {', '.join(predictors)}")
    ((x_name, x),) = predictors.items()
    figure, (upper, lower) = plt.subplots(
        2, 1, sharex=True, figsize=(8, 6), height_ratios=(3, 1), layout="constrained"
    )
    finite = x[np.isfinite(x)]
    _draw_curve(result, upper, np.linspace(finite.min(), finite.max(), points), confidence)
    _draw_points(upper, x, result.data.y.ravel(), result.data.sigma)
    upper.set_ylabel(result.data.y_name)
    upper.legend(frameon=False)
    upper.set_title(_caption(result), fontsize="small", family="monospace")
    _draw_residuals(lower, x, result)
    lower.set_xlabel(x_name)
    figure.align_ylabels()
    return figure


def _draw_curve(result: FitResult, axes: Any, grid: np.ndarray, confidence: float | None) -> None:
    axes.plot(grid, result.evaluate(grid), color=FIT_COLOUR, linewidth=1.5, label=result.model)
    if confidence is None or result.covariance is None:
        return
    low, high = result.band(grid, confidence)
    label = f"{100 * confidence:g} % confidence"
    axes.fill_between(grid, low, high, color=FIT_COLOUR, alpha=0.2, linewidth=0, label=label)


def _draw_points(axes: Any, x: np.ndarray, y: np.ndarray, sigma: np.ndarray | None) -> None:
    errors = None if sigma is None else np.broadcast_to(np.ravel(sigma), y.shape)
    axes.errorbar(
        x, y, yerr=errors, fmt="o", color=DATA_COLOUR, markersize=4.5, elinewidth=1, label="data"
    )


def _draw_residuals(axes: Any, x: np.ndarray, result: FitResult) -> None:
    y = result.data.y.ravel()
    fitted = result.evaluate(x) if result.best_fit is None else result.best_fit
    axes.axhline(0, color=FIT_COLOUR, linewidth=1)
    axes.vlines(x, 0, y - fitted, color=DATA_COLOUR, linewidth=1)
    axes.plot(x, y - fitted, "o", color=DATA_COLOUR, markersize=3.5)
    axes.set_ylabel("data - fit")
    axes.margins(y=0.15)


def _caption(result: FitResult) -> str:
    return "   ".join(
        f"{p.name} = {p.value:.5g}"
        + (f" ± {p.standard_error:.2g}" if p.standard_error is not None else "")
        for p in result.parameters.values()
    )
