#!/usr/bin/env python3
"""Writes problems.json: fits under robust losses, of counts and of correlated data, and their solutions.

make_reference.py > problems.json

Needs numpy, scipy and mpmath. Robust: curves with noise and outliers, minimised by
scipy.optimize.least_squares(loss=...) with tolerances of 1e-15 and derivatives by complex steps; the
covariance is Huber's, from the residuals and the Jacobian without the loss. Counts: Poisson numbers
around curves, from many to hardly any; the maximum of the likelihood by Newton's method in 40 digits,
standard errors from Fisher's information there. Correlated: scipy.optimize.curve_fit with a covariance for
sigma, and the same whitened residuals by least_squares(loss="cauchy").

Formulas are both Python's and fitd's.
"""

import json
import re

import mpmath
import numpy as np
import scipy
from scipy.optimize import curve_fit, least_squares

FUNCTIONS = {"exp", "log", "sqrt", "sin", "cos", "tanh", "atan"}


def names_of(formula):
    """The parameters, in the order in which they appear."""
    words = re.findall(r"[a-z_][a-z_0-9]*", formula)
    return list(dict.fromkeys(w for w in words if w not in FUNCTIONS | {"x"}))


def curve(formula, module):
    names = names_of(formula)
    code = compile(formula, formula, "eval")
    functions = {f: getattr(module, f) for f in FUNCTIONS if hasattr(module, f)}
    return lambda x, p: eval(code, {"x": x, **functions, **dict(zip(names, p))})


# Formula, range of x, truth, start, noise, whether the points have weights of their own.
ROBUST = {
    "line": ("a + b*x", (0, 10), (1, 2), (0, 1), 0.3, False),
    "decay": ("a*exp(-b*x) + c", (0, 6), (3, 0.7, 0.5), (2, 1, 0), 0.05, True),
    "gaussian": (
        "a*exp(-((x - c)/w)**2/2) + b",
        (-5, 5),
        (4, 0.5, 1.1, 1),
        (3, 0, 1.5, 0.5),
        0.1,
        False,
    ),
    "lorentzian": ("a/(1 + ((x - c)/w)**2) + b + s*x", (0, 20), (9, 8, 1.5, 2, 0.1), (5, 9, 1, 0, 0), 0.2, True),
    "logistic": ("top/(1 + exp(-k*(x - h)))", (0, 10), (5, 1.2, 4), (4, 1, 5), 0.1, False),
    "wave": ("a*sin(2*q*x + f) + b", (0, 8), (2, 1.1, 0.4, 0.3), (1.5, 1.05, 0.2, 0), 0.15, False),
    "two decays": (
        "a*exp(-b*x) + c*exp(-d*x)",
        (0, 5),
        (2, 0.4, 4, 3),
        (1, 0.3, 3, 2),
        0.02,
        False,
    ),
    "saturation": ("v*x/(k + x)", (0.1, 12), (6, 1.7), (4, 1), 0.1, True),
    "power": ("a*x**b", (0.5, 9), (1.5, 1.3), (1, 1), 0.2, False),
}  # fmt: skip

LOSSES = ("soft_l1", "huber", "cauchy", "arctan")


def with_outliers(rng, y, noise):
    y = y + noise * rng.normal(size=y.size)
    bad = rng.choice(y.size, y.size // 10, replace=False)
    return y + np.isin(np.arange(y.size), bad) * noise * rng.uniform(8, 60, y.size)


def influence(loss, z):
    """rho' and rho' + 2 z rho''."""
    if loss == "soft_l1":
        return (1 + z) ** -0.5, (1 + z) ** -1.5
    if loss == "huber":
        return np.where(z <= 1, 1, z**-0.5), np.where(z <= 1, 1.0, 0.0)
    if loss == "cauchy":
        return 1 / (1 + z), (1 - z) / (1 + z) ** 2
    return 1 / (1 + z**2), (1 - 3 * z**2) / (1 + z**2) ** 2


def huber_covariance(loss, scale, r, jacobian):
    m, n = jacobian.shape
    first, slope = influence(loss, (r / scale) ** 2)
    psi = first * r
    k = 1 + n / m * np.var(slope) / np.mean(slope) ** 2
    factor = k**2 * np.sum(psi**2) / (m - n) / np.mean(slope) ** 2
    return factor * np.linalg.inv(jacobian.T @ jacobian)


def robust_problem(rng, name, loss):
    formula, (low, high), truth, start, noise, weighted = ROBUST[name]
    f = curve(formula, np)
    x = np.linspace(low, high, 60)
    y = with_outliers(rng, f(x, truth), noise)
    sigma = noise * rng.uniform(0.5, 2, x.size) if weighted else np.ones(x.size)
    scale = 1.5 if weighted else 1.5 * noise

    def residuals(p):
        return (f(x, p) - y) / sigma

    def derivatives(p):
        h = 1e-100
        steps = np.eye(len(p)) * h
        return np.stack([residuals(p + 1j * d).imag / h for d in steps], axis=1)

    result = least_squares(
        residuals, start, derivatives, x_scale="jac", loss=loss, f_scale=scale,
        ftol=1e-15, xtol=1e-15, gtol=1e-15, max_nfev=5000,
    )  # fmt: skip
    covariance = huber_covariance(loss, scale, residuals(result.x), derivatives(result.x))
    return {
        "name": f"{name}, {loss}",
        "formula": formula,
        "x": list(x),
        "y": list(y),
        "sigma": list(sigma) if weighted else [],
        "start": start,
        "loss": loss,
        "scale": scale,
        "solution": list(result.x),
        "cost": result.cost,
        "standard_errors": list(np.sqrt(np.diag(covariance))),
    }


# Formula, range of x, truth, start, points.
COUNTS = {
    "peak, many": ("a*exp(-((x - c)/w)**2/2) + b", (-5, 5), (900, 0.5, 1.1, 150), (500, 0, 1.5, 80), 60),
    "peak, few": ("a*exp(-((x - c)/w)**2/2) + b", (-5, 5), (6, 0.5, 1.1, 0.7), (3, 0, 1.5, 1), 80),
    "peak, hardly any": ("a*exp(-((x - c)/w)**2/2) + b", (-5, 5), (1.5, 0, 1, 0.05), (1, 0.4, 1.2, 0.1), 200),
    "decay, many": ("a*exp(-b*x) + c", (0, 8), (4000, 0.9, 30), (2000, 0.5, 50), 80),
    "decay, few": ("a*exp(-b*x) + c", (0, 8), (12, 0.9, 0.3), (8, 0.5, 1), 120),
    "decay from above": ("a*exp(-b*x)", (0, 8), (12, 0.9), (900, 0.2), 60),
    "line": ("a + b*x", (0, 10), (3, 2), (1, 1), 40),
    "constant, rare": ("a + 0*x", (0, 1), (0.01,), (0.5,), 2000),
    "lorentzian": ("a/(1 + ((x - c)/w)**2) + b", (0, 20), (60, 9, 1.5, 4), (40, 8, 1, 2), 100),
    "log-linear": ("exp(a + b*x)", (0, 3), (0.2, 1.1), (1, 0.5), 50),
}  # fmt: skip


def poisson_solution(formula, x, y, start):
    """The maximum, the deviance and the standard errors, in 40 digits."""
    mpmath.mp.dps = 40
    f = curve(formula, mpmath)
    n = len(start)
    xs, ys = [mpmath.mpf(v) for v in x], [mpmath.mpf(v) for v in y]

    def slopes(p):
        mu, rows = [], []
        h = mpmath.mpf(10) ** -18
        for v in xs:
            mu.append(f(v, p))
            row = []
            for j in range(n):
                up, down = list(p), list(p)
                up[j] += h
                down[j] -= h
                row.append((f(v, up) - f(v, down)) / (2 * h))
            rows.append(row)
        return mu, rows

    def step(p):
        mu, rows = slopes(p)
        information, gradient = mpmath.zeros(n), mpmath.zeros(n, 1)
        for m, row, count in zip(mu, rows, ys):
            for i in range(n):
                gradient[i] += (count / m - 1) * row[i]
                for j in range(n):
                    information[i, j] += row[i] * row[j] / m
        return mpmath.lu_solve(information, gradient), information

    # Fisher's scoring from the truth, which is near; it converges linearly.
    p = [mpmath.mpf(v) for v in start]
    for _ in range(400):
        change, information = step(p)
        p = [a + b for a, b in zip(p, change)]
        if max(abs(c / (abs(a) + 1)) for c, a in zip(change, p)) < mpmath.mpf(10) ** -22:
            break
    else:
        raise RuntimeError(f"{formula} does not converge")
    mu, _ = slopes(p)
    deviance = 2 * sum(m - c + (c * mpmath.log(c / m) if c else 0) for m, c in zip(mu, ys))
    likelihood = sum(c * mpmath.log(m) - m - mpmath.loggamma(c + 1) for m, c in zip(mu, ys))
    pearson = sum((c - m) ** 2 / m for m, c in zip(mu, ys))
    inverse = information**-1
    errors = [mpmath.sqrt(inverse[j, j]) for j in range(n)]
    return {
        "solution": [float(v) for v in p],
        "deviance": float(deviance),
        "standard_errors": [float(e) for e in errors],
        "chi_square": float(pearson),
        "aic": float(2 * n - 2 * likelihood),
        "bic": float(n * mpmath.log(len(ys)) - 2 * likelihood),
    }


def count_problem(rng, name):
    formula, (low, high), truth, start, points = COUNTS[name]
    x = np.linspace(low, high, points)
    y = rng.poisson(np.broadcast_to(curve(formula, np)(x, truth), x.shape)).astype(float)
    return {
        "name": name,
        "formula": formula,
        "x": list(x),
        "y": list(y),
        "start": start,
        **poisson_solution(formula, x, y, truth),
    }


def covariance_of(kind, x, noise, rng):
    m = x.size
    apart = np.abs(x[:, None] - x[None, :])
    if kind == "autoregressive":
        return noise**2 * 0.7 ** np.abs(np.subtract.outer(np.arange(m), np.arange(m)))
    if kind == "smooth":
        return noise**2 * (np.exp(-((apart / np.ptp(x) * 8) ** 2)) + 0.05 * np.eye(m))
    if kind == "common offset":
        return noise**2 * (np.diag(rng.uniform(0.5, 2, m)) + 0.8)
    return noise**2 * np.diag(rng.uniform(0.5, 2, m))


# A robust problem's curve, and how its errors are correlated.
CORRELATED = [
    ("line", "autoregressive"),
    ("line", "independent"),
    ("decay", "smooth"),
    ("decay", "common offset"),
    ("gaussian", "autoregressive"),
    ("gaussian", "common offset"),
    ("logistic", "smooth"),
    ("saturation", "autoregressive"),
]


def correlated_problem(rng, name, kind):
    formula, (low, high), truth, start, noise, _ = ROBUST[name]
    f = curve(formula, np)
    x = np.linspace(low, high, 30)
    covariance = covariance_of(kind, x, noise, rng)
    lower = np.linalg.cholesky(covariance)
    y = f(x, truth) + lower @ rng.normal(size=x.size)

    def derivatives(p):
        h = 1e-100
        steps = np.eye(len(p)) * h
        return np.stack([f(x, p + 1j * d).imag / h for d in steps], axis=1)

    def fit(absolute):
        return curve_fit(
            lambda x, *p: f(x, p), x, y, start, covariance, absolute,
            jac=lambda x, *p: derivatives(np.array(p)), ftol=1e-14, xtol=1e-14,
        )  # fmt: skip

    solution, relative = fit(False)
    _, absolute = fit(True)
    white = np.linalg.solve(lower, f(x, solution) - y)
    robust = least_squares(
        lambda p: np.linalg.solve(lower, f(x, p) - y), start,
        lambda p: np.linalg.solve(lower, derivatives(p)), x_scale="jac", loss="cauchy",
        ftol=1e-15, xtol=1e-15, gtol=1e-15,
    )  # fmt: skip
    ones = np.linalg.solve(lower, np.ones(x.size))
    white_y = np.linalg.solve(lower, y)
    about_mean = white_y - ones * (ones @ white_y) / (ones @ ones)
    return {
        "name": f"{name}, {kind}",
        "formula": formula,
        "x": list(x),
        "y": list(y),
        "y_covariance": covariance.ravel().tolist(),
        "start": start,
        "solution": list(solution),
        "chi_square": float(white @ white),
        "r_squared": float(1 - white @ white / (about_mean @ about_mean)),
        "standard_errors": list(np.sqrt(np.diag(relative))),
        "absolute_standard_errors": list(np.sqrt(np.diag(absolute))),
        "cauchy_solution": list(robust.x),
        "cauchy_cost": robust.cost,
    }


def main():
    rng = np.random.default_rng(20261124)
    made_by = f"scipy {scipy.__version__}, numpy {np.__version__}, mpmath {mpmath.__version__}"
    problems = {
        "made_by": made_by,
        "robust": [robust_problem(rng, name, loss) for name in ROBUST for loss in LOSSES],
        "poisson": [count_problem(rng, name) for name in COUNTS],
        "correlated": [correlated_problem(rng, *both) for both in CORRELATED],
    }
    text = json.dumps(problems, indent=1)
    # Arrays of numbers on one line.
    print(re.sub(r'\[([^\[\]{}"]+)\]', lambda m: "[" + " ".join(m[1].split()) + "]", text))


if __name__ == "__main__":
    main()
