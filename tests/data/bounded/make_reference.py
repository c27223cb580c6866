#!/usr/bin/env python3
"""Writes problems.json: bounded problems, and what lmfit and SciPy make of them.

make_reference.py > problems.json

Needs numpy, scipy, lmfit and a C compiler. The problems are NIST's with bounds that cut their certified
solutions off, models of the catalogue whose natural bounds the data press against, and More, Garbow and
Hillstrom's in boxes that hold their standard starts, most of them with the free minimum outside. Each is
minimised by lmfit (leastsq under its sine transform of bounded parameters) and by
scipy.optimize.least_squares(method="trf"), both at tolerances far below the defaults, from the same start.
"""

import ctypes
import json
import math
import pathlib
import subprocess
import sys
import tempfile
import warnings

import lmfit
import numpy as np
import scipy
from scipy.optimize import least_squares
from scipy.special import wofz

HERE = pathlib.Path(__file__).parent
warnings.simplefilter("ignore")


def gaussians(x, b1, b2, b3, b4, b5, b6, b7, b8):
    return (
        b1 * np.exp(-b2 * x)
        + b3 * np.exp(-(((x - b4) / b5) ** 2))
        + b6 * np.exp(-(((x - b7) / b8) ** 2))
    )


def enso(x, b1, b2, b3, b4, b5, b6, b7, b8, b9):
    w = 2 * np.pi * x
    return (
        b1
        + b2 * np.cos(w / 12)
        + b3 * np.sin(w / 12)
        + b5 * np.cos(w / b4)
        + b6 * np.sin(w / b4)
        + b8 * np.cos(w / b7)
        + b9 * np.sin(w / b7)
    )


def cubic_ratio(x, b1, b2, b3, b4, b5, b6, b7):
    return (b1 + x * (b2 + x * (b3 + x * b4))) / (1 + x * (b5 + x * (b6 + x * b7)))


# NIST set -> model of the catalogue, its formula.
NIST = {
    "Misra1a": ("nist_misra1a", lambda x, b1, b2: b1 * (1 - np.exp(-b2 * x))),
    "Misra1b": ("nist_misra1b", lambda x, b1, b2: b1 * (1 - (1 + b2 * x / 2) ** -2)),
    "Misra1c": ("nist_misra1c", lambda x, b1, b2: b1 * (1 - (1 + 2 * b2 * x) ** -0.5)),
    "Misra1d": ("nist_misra1d", lambda x, b1, b2: b1 * b2 * x / (1 + b2 * x)),
    "Chwirut2": ("nist_chwirut", lambda x, b1, b2, b3: np.exp(-b1 * x) / (b2 + b3 * x)),
    "Lanczos3": (
        "nist_lanczos",
        lambda x, b1, b2, b3, b4, b5, b6: (
            b1 * np.exp(-b2 * x) + b3 * np.exp(-b4 * x) + b5 * np.exp(-b6 * x)
        ),
    ),
    "Gauss1": ("nist_gauss", gaussians),
    "Gauss2": ("nist_gauss", gaussians),
    "Gauss3": ("nist_gauss", gaussians),
    "DanWood": ("nist_danwood", lambda x, b1, b2: b1 * x**b2),
    "Kirby2": (
        "nist_kirby2",
        lambda x, b1, b2, b3, b4, b5: (b1 + b2 * x + b3 * x**2) / (1 + b4 * x + b5 * x**2),
    ),
    "Thurber": ("nist_hahn1", cubic_ratio),
    "MGH09": ("nist_mgh09", lambda x, b1, b2, b3, b4: b1 * (x**2 + x * b2) / (x**2 + x * b3 + b4)),
    "MGH10": ("nist_mgh10", lambda x, b1, b2, b3: b1 * np.exp(b2 / (x + b3))),
    "MGH17": (
        "nist_mgh17",
        lambda x, b1, b2, b3, b4, b5: b1 + b2 * np.exp(-x * b4) + b3 * np.exp(-x * b5),
    ),
    "Rat42": ("nist_rat42", lambda x, b1, b2, b3: b1 / (1 + np.exp(b2 - b3 * x))),
    "Rat43": ("nist_rat43", lambda x, b1, b2, b3, b4: b1 / (1 + np.exp(b2 - b3 * x)) ** (1 / b4)),
    "Eckerle4": (
        "nist_eckerle4",
        lambda x, b1, b2, b3: b1 / b2 * np.exp(-0.5 * ((x - b3) / b2) ** 2),
    ),
    "BoxBOD": ("nist_misra1a", lambda x, b1, b2: b1 * (1 - np.exp(-b2 * x))),
    "Bennett5": ("nist_bennett5", lambda x, b1, b2, b3: b1 * (b2 + x) ** (-1 / b3)),
    "ENSO": ("nist_enso", enso),
    "Roszman1": (
        "nist_roszman1",
        lambda x, b1, b2, b3, b4: b1 - b2 * x - np.arctan(b3 / (x - b4)) / np.pi,
    ),
}

# set, bounds by parameter number from 1, start.
NIST_PROBLEMS = [
    ("Misra1a", {1: (None, 230)}, [200, 5e-4]),
    ("Misra1a", {1: (0, 230), 2: (6e-4, 1e-2)}, [230, 1e-2]),
    ("Misra1b", {2: (4e-4, None)}, [300, 5e-4]),
    ("Misra1c", {1: (650, None)}, [700, 1e-4]),
    ("Misra1d", {2: (None, 2.9e-4)}, [450, 2.5e-4]),
    ("Chwirut2", {3: (0.015, None)}, [0.15, 0.008, 0.02]),
    (
        "Lanczos3",
        {1: (0, None), 2: (0, 0.9), 3: (0, None), 4: (2, 4), 5: (0, None), 6: (4.5, None)},
        [0.5, 0.7, 3.6, 3.5, 4, 4.6],
    ),
    ("Gauss1", {5: (None, 20), 8: (19, None)}, [97, 0.009, 100, 65, 20, 70, 178, 19]),
    ("Gauss2", {4: (None, 105)}, [98, 0.0105, 103, 105, 20, 73, 150, 20]),
    ("Gauss3", {7: (150, None), 6: (0, 70)}, [94.9, 0.009, 90.1, 113, 20, 70, 150, 20]),
    ("DanWood", {2: (None, 3.5)}, [0.7, 3.5]),
    ("Kirby2", {2: (-0.12, None)}, [1.5, -0.11, 0.0025, -0.0015, 2e-5]),
    ("Thurber", {7: (None, 0.045)}, [1300, 1500, 500, 75, 1, 0.4, 0.04]),
    (
        "MGH09",
        {1: (None, 0.19), 2: (0, None), 3: (0, None), 4: (0, None)},
        [0.19, 0.39, 0.415, 0.39],
    ),
    ("MGH10", {1: (0.006, 1)}, [0.02, 4000, 250]),
    ("MGH17", {5: (None, 0.02)}, [0.5, 1.5, -1, 0.01, 0.02]),
    ("Rat42", {1: (None, 70)}, [70, 2.5, 0.07]),
    ("Rat43", {1: (None, 690)}, [690, 5, 0.75, 1.3]),
    ("Eckerle4", {2: (0.1, 4)}, [1.5, 4, 450]),
    ("BoxBOD", {2: (0, 0.5)}, [100, 0.5]),
    ("Bennett5", {3: (None, 0.9)}, [-1500, 45, 0.85]),
    ("ENSO", {4: (None, 44), 7: (27, None)}, [10, 3, 0.5, 44, -1.5, 0.5, 27, -0.1, 1.5]),
    ("Roszman1", {4: (-150, None)}, [0.2, -5e-6, 1200, -150]),
]


def voigt(x, amplitude, center, sigma, gamma):
    if sigma == 0:
        return amplitude * gamma / np.pi / ((x - center) ** 2 + gamma**2)
    z = (x - center + 1j * gamma) / (sigma * math.sqrt(2))
    return amplitude * wofz(z).real / (sigma * math.sqrt(2 * np.pi))


def pvoigt(x, amplitude, center, sigma, fraction):
    g = sigma / math.sqrt(2 * math.log(2))
    gauss = np.exp(-0.5 * ((x - center) / g) ** 2) / (g * math.sqrt(2 * np.pi))
    lorentz = sigma / np.pi / ((x - center) ** 2 + sigma**2)
    return amplitude * ((1 - fraction) * gauss + fraction * lorentz)


def biexponential(x, a1, t1, a2, t2, offset):
    return a1 * np.exp(-x / t1) + a2 * np.exp(-x / t2) + offset


X = np.linspace(0, 10, 60)
NOISE = np.random.default_rng(20).normal(size=60)
GAUSS = 10 * np.exp(-0.5 * ((X - 5) / 1.2) ** 2) / (1.2 * math.sqrt(2 * np.pi))
LORENTZ = 10 * 1.2 / np.pi / ((X - 5) ** 2 + 1.2**2)
FLAT = GAUSS**0.8  # wider in the middle than a Gaussian
DECAY = 3 * np.exp(-X / 2) + 0.5

# name, model, formula, y, lower, upper, start.
CATALOGUE_PROBLEMS = [
    (
        "pvoigt of more than a Lorentzian",
        "pvoigt",
        pvoigt,
        1.3 * LORENTZ - 0.3 * GAUSS + 0.01 * NOISE,
        [None, None, 0, 0],
        [None, None, None, 1],
        [8, 4.5, 1, 0.5],
    ),
    (
        "pvoigt of less than a Gaussian",
        "pvoigt",
        pvoigt,
        1.2 * GAUSS - 0.2 * LORENTZ + 0.01 * NOISE,
        [None, None, 0, 0],
        [None, None, None, 1],
        [8, 4.5, 1, 0.5],
    ),
    (
        "voigt of less than a Gaussian",
        "voigt",
        voigt,
        FLAT + 0.3 * GAUSS**1.5 + 0.01 * NOISE,
        [None, None, 0, 0],
        [None] * 4,
        [8, 4.5, 1, 0.5],
    ),
    (
        "biexponential of one decay",
        "biexponential",
        biexponential,
        DECAY + 0.02 * NOISE,
        [0, 0.1, 0, 5, 0],
        [None, 5, None, 50, None],
        [2, 1, 1, 10, 0],
    ),
    (
        "biexponential from a corner",
        "biexponential",
        biexponential,
        DECAY - 0.4 * np.exp(-X / 8) + 0.02 * NOISE,
        [0, 0.1, 0, 3, 0.25],
        [2.8, 5, 1, 50, 1],
        [2.8, 5, 1, 50, 1],
    ),
    (
        "stretched exponential that is squeezed",
        "stretched_exponential",
        lambda x, amplitude, tau, beta: amplitude * np.exp(-((x / tau) ** beta)),
        3 * np.exp(-((X / 2) ** 1.3)) + 0.02 * NOISE,
        [0, 0.01, 0.1],
        [None, None, 1],
        [2, 1, 0.7],
    ),
    (
        "Michaelis-Menten without saturation",
        "michaelis_menten",
        lambda x, vmax, km: vmax * x / (km + x),
        0.5 * X * (1 + 0.02 * X) + 0.05 * NOISE,
        [0, 0],
        [30, None],
        [10, 5],
    ),
    (
        "gaussian with its centre at an edge",
        "gaussian",
        lambda x, a, c, s: a / (math.sqrt(2 * np.pi) * s) * np.exp(-0.5 * ((x - c) / s) ** 2),
        GAUSS + 0.01 * NOISE,
        [0, 0, 0],
        [None, 4.8, None],
        [5, 3, 2],
    ),
    (
        "line with a slope that is not negative",
        "linear",
        lambda x, slope, intercept: slope * x + intercept,
        2 - 0.1 * X + 0.05 * NOISE,
        [0, None],
        [None, None],
        [1, 1],
    ),
    (
        "exponential that would grow",
        "exponential",
        lambda x, a, d: a * np.exp(-x / d),
        2 + 0.1 * X + 0.05 * NOISE,
        [None, 0.1],
        [None, 20],
        [1, 5],
    ),
]

# problem, n, m, lower, upper; from the standard start, moved into the box. Boxes of the kind, and most of
# them with the numbers, that D. M. Gay uses for these functions ("A trust-region approach to linearly
# constrained optimization", Lecture Notes in Mathematics 1066 (1984), 72-105).
MGH_PROBLEMS = [
    ("Rosenbrock", 4, 2, 2, [-50, 0], [0.5, 100]),
    ("helical valley", 5, 3, 3, [-100, -1, -1], [0.8, 1, 1]),
    ("Powell singular", 6, 4, 4, [0.1, -20, -1, -1], [100, 20, 1, 50]),
    ("Freudenstein and Roth", 7, 2, 2, [0, -30], [20, -0.9]),
    ("Bard", 8, 3, 15, [0.1, 0, 0], [50, 100, 50]),
    ("Bard, cut", 8, 3, 15, [0.1, 0, 2.5], [50, 1, 50]),
    ("Kowalik and Osborne", 9, 4, 11, [0, -1, 0.13, 0.12], [10, 12, 13, 12]),
    ("Meyer", 10, 3, 16, [0.006, 0, 0], [2, 3e5, 3e4]),
    ("Watson 6", 11, 6, 31, [-0.015, -10, -10, -10, -10, -10], [10, 100, 100, 100, 100, 0.99]),
    ("Watson 9", 11, 9, 31, [-1e-5] + [0] * 7 + [0], [1e-5, 0.9, 0.1, 1, 1, 1, 1, 1, 1]),
    ("box three-dimensional", 12, 3, 10, [0, 5, 0], [2, 9.5, 20]),
    ("Jennrich and Sampson", 13, 2, 10, [0.26, 0.26], [10, 20]),
    ("Brown and Dennis", 14, 4, 20, [-10, 0, -100, -20], [100, 15, 0, 0.2]),
    ("Chebyquad 8", 15, 8, 8, [0] * 8, [0.04, 0.2, 0.3, 1, 1, 1, 1, 1]),
    ("Brown almost-linear", 16, 10, 10, [0] * 10, [0.9] * 10),
    ("Osborne 1", 17, 5, 33, [0.3, 1, -2, 0.012, 0], [0.5, 2, -0.5, 0.05, 0.1]),
    (
        "Osborne 2",
        18,
        11,
        65,
        [1, 0.5, 0, 0.6, 0, 0, 0, 0, 0, 0, 0],
        [150, 100, 100, 3, 6.5, 2.9, 100, 100, 2, 5, 10],
    ),
    ("linear, full rank", 1, 5, 10, [-0.5] * 5, [10] * 5),
    ("linear, rank 1", 2, 5, 10, [0.1] * 5, [10] * 5),
]

# MINPACK's lmdif itself stalls on these, without bounds too: its first step takes a parameter from 0 to
# 1e-24, of which the next forward step is the 1e-8th part, and the column of differences vanishes.
STALL_BY_DIFFERENCES = ["Watson 6"]


def nist_data(name):
    lines = (HERE.parent / "nist" / f"{name}.dat").read_text().splitlines()
    first = max(i for i, line in enumerate(lines) if line.startswith("Data:")) + 1
    rows = np.array([[float(t) for t in line.split()] for line in lines[first:] if line.split()])
    return rows[:, 1], rows[:, 0]


class Mgh:
    """tests/data/minpack/problems.c, compiled."""

    def __init__(self, directory):
        library = pathlib.Path(directory) / "mgh.so"
        source = HERE.parent / "minpack" / "problems.c"
        subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", library, source, "-lm"], check=True)
        self.library = ctypes.CDLL(str(library))
        self.library.mgh_start.argtypes = [
            ctypes.c_int,
            ctypes.c_int,
            ctypes.c_double,
            ctypes.c_void_p,
        ]
        self.library.mgh_f.argtypes = [ctypes.c_int] * 3 + [ctypes.c_void_p] * 2

    def start(self, problem, n):
        x = np.empty(n)
        self.library.mgh_start(problem, n, 1.0, x.ctypes.data)
        return x

    def residuals(self, problem, n, m):
        def f(p):
            p = np.ascontiguousarray(p)
            r = np.empty(m)
            self.library.mgh_f(problem, m, n, p.ctypes.data, r.ctypes.data)
            return r

        return f


def finite(r):
    return np.where(np.isfinite(r), r, 1e150)


def by_lmfit(residuals, start, lower, upper):
    parameters = lmfit.Parameters()
    for j, value in enumerate(start):
        parameters.add(f"p{j}", value=value, min=lower[j], max=upper[j])
    result = lmfit.minimize(
        lambda p: finite(residuals(np.array([v.value for v in p.values()]))),
        parameters,
        method="leastsq",
        ftol=1e-15,
        xtol=1e-15,
        max_nfev=20000,
    )
    at = np.clip([v.value for v in result.params.values()], lower, upper)
    return float(np.sum(residuals(at) ** 2)), list(map(float, at))


def by_trf(residuals, start, lower, upper):
    result = least_squares(
        lambda p: finite(residuals(p)),
        start,
        bounds=(lower, upper),
        method="trf",
        jac="3-point",
        x_scale="jac",
        ftol=1e-15,
        xtol=1e-15,
        gtol=1e-15,
        max_nfev=20000,
    )
    return float(np.sum(residuals(result.x) ** 2)), list(map(float, result.x))


def solved(problem, residuals):
    n = len(problem["start"])
    lower = np.array([-np.inf if b is None else b for b in problem["lower"]], dtype=float)
    upper = np.array([np.inf if b is None else b for b in problem["upper"]], dtype=float)
    start = np.array(problem["start"], dtype=float)
    assert len(lower) == len(upper) == n and (lower < upper).all(), problem["name"]
    assert (lower <= start).all() and (start <= upper).all(), problem["name"]
    for key, solve in (("lmfit", by_lmfit), ("trf", by_trf)):
        try:
            chi_square, at = solve(residuals, start, lower, upper)
        except (ValueError, TypeError) as error:  # it gave up
            print(problem["name"], key, error, file=sys.stderr)
            chi_square, at = math.inf, []
        problem[key] = {"chi_square": chi_square if math.isfinite(chi_square) else None, "at": at}
    print(
        problem["name"],
        problem["lmfit"]["chi_square"],
        problem["trf"]["chi_square"],
        file=sys.stderr,
    )
    return problem


def bounds_by_number(bounds, n):
    lower = [bounds.get(j + 1, (None, None))[0] for j in range(n)]
    upper = [bounds.get(j + 1, (None, None))[1] for j in range(n)]
    return lower, upper


def residuals_of(formula, x, y):
    return lambda p: formula(x, *p) - y


def all_problems(directory):
    for name, bounds, start in NIST_PROBLEMS:
        model, formula = NIST[name]
        x, y = nist_data(name)
        lower, upper = bounds_by_number(bounds, len(start))
        yield solved(
            {
                "name": name,
                "model": model,
                "x": list(x),
                "y": list(y),
                "lower": lower,
                "upper": upper,
                "start": start,
            },
            residuals_of(formula, x, y),
        )
    for name, model, formula, y, lower, upper, start in CATALOGUE_PROBLEMS:
        y = np.round(y, 6)
        yield solved(
            {
                "name": name,
                "model": model,
                "x": list(X),
                "y": list(y),
                "lower": lower,
                "upper": upper,
                "start": start,
            },
            residuals_of(formula, X, y),
        )
    mgh = Mgh(directory)
    for name, problem, n, m, lower, upper in MGH_PROBLEMS:
        start = list(np.clip(mgh.start(problem, n), lower, upper))
        yield solved(
            {
                "name": name,
                "mgh": problem,
                "m": m,
                "lower": lower,
                "upper": upper,
                "start": start,
                "by_differences": name not in STALL_BY_DIFFERENCES,
            },
            mgh.residuals(problem, n, m),
        )


def main():
    with tempfile.TemporaryDirectory() as directory:
        problems = list(all_problems(directory))
    versions = {"numpy": np.__version__, "scipy": scipy.__version__, "lmfit": lmfit.__version__}
    print('{"versions": ' + json.dumps(versions) + ', "problems": [')
    print(",\n".join(json.dumps(problem) for problem in problems))
    print("]}")


if __name__ == "__main__":
    main()
