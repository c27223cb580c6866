#!/usr/bin/env python3
"""Fits a model to two columns of a CSV file and draws data, fit and residuals.

python3 fit_and_plot.py  # a measured line, by a Gaussian
python3 fit_and_plot.py my.csv --model lorentzian --start center=4.2,sigma=1
"""

import argparse
import pathlib
import sys

import matplotlib

matplotlib.use("Agg")  # draws to files; needs no display

import matplotlib.pyplot as plt
import numpy as np

import fitd

HERE = pathlib.Path(__file__).resolve().parent


def read_csv(path: pathlib.Path) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """x, y and their names: the first two columns under a header; # begins a comment."""
    with open(path, encoding="utf-8") as file:
        lines = [line for line in file if line.strip() and not line.startswith("#")]
    names = [name.strip() for name in lines[0].split(",")]
    x, y = np.loadtxt(lines[1:], delimiter=",", usecols=(0, 1), unpack=True)
    return x, y, names[:2]


def plot(title: str, x, y, names, curve, result: fitd.FitResult) -> plt.Figure:
    """Data with the fitted curve above, what is left of the data below."""
    figure, (upper, lower) = plt.subplots(
        2, 1, sharex=True, figsize=(8, 6), height_ratios=(3, 1), layout="constrained"
    )
    upper.plot(*curve, color="tab:red", linewidth=1.5, label=result.model)
    upper.plot(x, y, "o", color="tab:blue", markersize=4.5, label=title)
    upper.set_ylabel(names[1])
    upper.legend(loc="upper right", frameon=False)
    upper.text(0.02, 0.96, caption(result), transform=upper.transAxes, va="top", family="monospace")
    lower.axhline(0, color="tab:red", linewidth=1)
    lower.vlines(x, 0, y - result.best_fit, color="tab:blue", linewidth=1)
    lower.plot(x, y - result.best_fit, "o", color="tab:blue", markersize=3.5)
    lower.set_ylabel("data - fit")
    lower.set_xlabel(names[0])
    lower.margins(y=0.15)
    figure.align_ylabels()
    return figure


def caption(result: fitd.FitResult) -> str:
    width = max(map(len, result.parameters))
    return "\n".join(
        f"{p.name:<{width}} = {p.value:.5g}"
        + (f" ± {p.standard_error:.2g}" if p.standard_error is not None else "")
        for p in result.parameters.values()
    )


def starts(text: str) -> dict[str, float]:
    return {name: float(value) for name, value in (pair.split("=") for pair in text.split(","))}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", nargs="?", type=pathlib.Path, default=HERE / "eckerle4.csv")
    parser.add_argument("--model", default="gaussian")
    parser.add_argument("--start", type=starts, help="NAME=VALUE,...; others are estimated")
    parser.add_argument("--server", default="127.0.0.1:50051")
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path("fit.png"))
    arguments = parser.parse_args()

    x, y, names = read_csv(arguments.data)
    with fitd.Client(arguments.server) as client:
        result = client.fit(
            arguments.model, x, y, start=arguments.start, on_progress=print, progress_interval=0
        )
        grid = np.linspace(x.min(), x.max(), 1000)
        curve = grid, client.evaluate(arguments.model, grid, result.values)
    print(f"\n{result}\n")
    plot(arguments.data.stem, x, y, names, curve, result).savefig(arguments.output, dpi=150)
    print(f"wrote {arguments.output}")
    return 0 if result.success else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except fitd.FitdError as error:
        sys.exit(f"{type(error).__name__}: {error}")
