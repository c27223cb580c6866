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
            arguments.model, x, y, start=arguments.start, progress=print, progress_interval=0
        )
        print(f"\n{result}\n")
        figure = result.plot()
    upper, lower = figure.axes
    upper.set_ylabel(names[1])
    lower.set_xlabel(names[0])
    figure.savefig(arguments.output, dpi=150)
    print(f"wrote {arguments.output}")
    return 0 if result.success else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except fitd.FitdError as error:
        sys.exit(f"{type(error).__name__}: {error}")
