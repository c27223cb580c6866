#!/usr/bin/env python3
"""Writes problems.json: global fits, and what lmfit and SciPy make of them.

make_reference.py > problems.json

Needs numpy, scipy and lmfit. Each problem has several data sets, a model for each, parameters that the
sets share or have alone (`sigma_2` is the sigma of set 2), and ties between them. The residuals of all
sets stand one after the other in one vector, which lmfit (leastsq, ties as its expressions) and
scipy.optimize.least_squares(method="lm", with a Jacobian by complex steps, exact to rounding) minimise at
tolerances far below the defaults. The standard errors of `scipy` are those of (J'J)^-1 chi^2/(m - n) by
that Jacobian, those of lmfit rest on forward differences.
"""

import json
import sys

import lmfit
import numpy as np
import scipy
from scipy.optimize import least_squares

MODELS = {
    "gaussian": lambda x, amplitude, center, sigma: (
        amplitude / (sigma * np.sqrt(2 * np.pi)) * np.exp(-0.5 * ((x - center) / sigma) ** 2)
    ),
    "exponential": lambda x, amplitude, decay: amplitude * np.exp(-x / decay),
    "a*exp(-k*x) + c": lambda x, a, k, c: a * np.exp(-k * x) + c,
    "a*x/(x + h)": lambda x, a, h: a * x / (x + h),
}
NAMES = {
    "gaussian": ["amplitude", "center", "sigma"],
    "exponential": ["amplitude", "decay"],
    "a*exp(-k*x) + c": ["a", "k", "c"],
    "a*x/(x + h)": ["a", "h"],
}

# Per set: model, points, range, the true parameters, the size of the noise and whether sigma is given.
PROBLEMS = [
    {
        "name": "three peaks of one width",
        "sets": [
            ("gaussian", 40, (0, 10), (10, 4, 1.2), 0.05, False),
            ("gaussian", 55, (0, 12), (25, 6.5, 1.2), 0.05, False),
            ("gaussian", 25, (2, 9), (6, 5, 1.2), 0.05, False),
        ],
        "shared": ["sigma"],
        "ties": {},
    },
    {
        "name": "two models that share a height",
        "sets": [
            ("a*exp(-k*x) + c", 30, (0, 5), (3, 1.1, 0.5), 0.02, True),
            ("a*x/(x + h)", 50, (0.1, 20), (3, 2.5), 0.03, True),
        ],
        "shared": ["a"],
        "ties": {},
    },
    {
        "name": "ties across sets",
        "sets": [
            ("exponential", 30, (0, 6), (5, 2), 0.02, False),
            ("exponential", 45, (0, 9), (4, 4), 0.02, False),
            ("exponential", 20, (0, 3), (9, 2), 0.02, False),
        ],
        "shared": [],
        "ties": {"decay_2": "2*decay_1", "amplitude_3": "amplitude_1 + amplitude_2"},
    },
    {
        "name": "nothing shared",
        "sets": [
            ("exponential", 30, (0, 6), (5, 2), 0.02, True),
            ("gaussian", 40, (0, 10), (10, 4, 1.2), 0.05, True),
        ],
        "shared": [],
        "ties": {},
    },
]


def make_sets(problem, random):
    sets = []
    for model, m, (low, high), true, noise, weighted in problem["sets"]:
        x = np.round(np.linspace(low, high, m), 6)
        scale = noise * (1 + 0.5 * np.sin(np.arange(m)) if weighted else np.ones(m))
        y = np.round(MODELS[model](x, *true) + scale * random.standard_normal(m), 6)
        sets.append({"model": model, "x": x.tolist(), "y": y.tolist(), "true": true})
        if weighted:
            sets[-1]["sigma"] = np.round(scale, 6).tolist()
    return sets


def fit_name(problem, k, name):
    return name if name in problem["shared"] else f"{name}_{k + 1}"


def solve(problem, sets):
    starts = {}
    for k, data in enumerate(sets):
        for name, true in zip(NAMES[data["model"]], data["true"]):
            starts.setdefault(fit_name(problem, k, name), round(1.15 * true, 6))
    free = [name for name in starts if name not in problem["ties"]]

    def values(p):
        all_values = dict(zip(free, p))
        for name, expression in problem["ties"].items():
            all_values[name] = eval(expression, {}, all_values)
        return all_values

    def residuals(p):
        all_values = values(p)
        parts = []
        for k, data in enumerate(sets):
            own = [all_values[fit_name(problem, k, name)] for name in NAMES[data["model"]]]
            r = MODELS[data["model"]](np.array(data["x"]), *own) - np.array(data["y"])
            parts.append(r / np.array(data["sigma"]) if "sigma" in data else r)
        return np.concatenate(parts)

    def jacobian(p):
        columns = []
        for j in range(len(p)):
            shifted = np.array(p, dtype=complex)
            shifted[j] += 1e-30j
            columns.append(residuals(shifted).imag / 1e-30)
        return np.transpose(columns)

    start = [starts[name] for name in free]
    least = least_squares(
        residuals, start, jacobian, method="lm", xtol=1e-15, ftol=1e-15, gtol=1e-15, x_scale="jac"
    )
    m, n = len(least.fun), len(free)
    j = jacobian(least.x)
    chi_square = float(least.fun @ least.fun)
    covariance = np.linalg.inv(j.T @ j) * chi_square / (m - n)

    parameters = lmfit.Parameters()
    for name in free:
        parameters.add(name, starts[name])
    for name, expression in problem["ties"].items():
        parameters.add(name, expr=expression)
    by_lmfit = lmfit.minimize(
        lambda given: residuals([given[name].value for name in free]),
        parameters,
        xtol=1e-15,
        ftol=1e-15,
        gtol=1e-15,
    )
    return {
        "start": {name: starts[name] for name in free},
        "scipy": {
            "values": {name: float(value) for name, value in values(least.x).items()},
            "errors": dict(zip(free, np.sqrt(np.diag(covariance)).tolist())),
            "chi_square": chi_square,
        },
        "lmfit": {
            "values": {name: float(p.value) for name, p in by_lmfit.params.items()},
            "errors": {name: float(p.stderr) for name, p in by_lmfit.params.items()},
            "chi_square": float(by_lmfit.chisqr),
            "aic": float(by_lmfit.aic),
            "bic": float(by_lmfit.bic),
        },
    }


def main():
    random = np.random.default_rng(20261124)
    versions = {m.__name__: m.__version__ for m in (np, scipy, lmfit)}
    print('{"versions": ' + json.dumps(versions) + ', "problems": [')
    for k, problem in enumerate(PROBLEMS):
        sets = make_sets(problem, random)
        solved = solve(problem, sets)
        for data in sets:
            del data["true"]
        record = {key: problem[key] for key in ("name", "shared", "ties")}
        print(json.dumps(record | {"sets": sets} | solved) + (",\n" if k + 1 < len(PROBLEMS) else "\n"), end="")
    print("]}")


if __name__ == "__main__":
    sys.exit(main())
