#!/usr/bin/env python3
"""Writes intervals.json: profile-likelihood intervals by lmfit's conf_interval, and bands by its
eval_uncertainty. Needs lmfit.

make_intervals.py > intervals.json
"""
import json

import lmfit
import numpy
import scipy

LEVELS = [0.6827, 0.95, 0.99]
NOISE = numpy.sin(40 * numpy.arange(200)) + 0.5 * numpy.cos(17 * numpy.arange(200))


def michaelis_menten(x, Vmax, Km):
    return Vmax * x / (Km + x)


def exp_offset(x, amplitude, decay, offset):
    return amplitude * numpy.exp(-x / decay) + offset


def gaussian_offset(x, amplitude, center, sigma, offset):
    return amplitude * numpy.exp(-(((x - center) / sigma) ** 2) / 2) + offset


def logistic(x, Asym, xmid, scal):
    return Asym / (1 + numpy.exp((xmid - x) / scal))


def powerlaw(x, amplitude, exponent):
    return amplitude * x**exponent


def linear(x, slope, intercept):
    return slope * x + intercept


# name, function, formula, x, true parameters, size of the noise.
PROBLEMS = [
    ("michaelis_menten", michaelis_menten, "Vmax*x/(Km + x)",
     numpy.linspace(0.2, 4, 14), [2.0, 1.5], 0.04),
    ("exp_offset", exp_offset, "amplitude*exp(-x/decay) + offset",
     numpy.linspace(0, 5, 20), [3.0, 1.7, 0.4], 0.08),
    ("gaussian_offset", gaussian_offset, "amplitude*exp(-((x - center)/sigma)^2/2) + offset",
     numpy.linspace(0, 10, 30), [4.0, 5.2, 1.1, 0.5], 0.3),
    ("logistic", logistic, "Asym/(1 + exp((xmid - x)/scal))",
     numpy.linspace(0, 8, 16), [5.0, 4.0, 0.9], 0.15),
    ("powerlaw", powerlaw, "amplitude*x^exponent",
     numpy.linspace(0.5, 6, 12), [1.3, 0.7], 0.12),
    ("linear", linear, "slope*x + intercept",
     numpy.linspace(0, 5, 10), [1.5, -0.3], 0.2),
]  # fmt: skip


def interval(name, function, formula, x, true, size):
    y = function(x, *true) + size * NOISE[: len(x)]
    model = lmfit.Model(function)
    names = model.param_names
    options = {"ftol": 1e-15, "xtol": 1e-15, "epsfcn": 1e-16}
    result = model.fit(y, model.make_params(**dict(zip(names, true))), x=x, fit_kws=options)

    def residual(parameters):
        return function(x, *(parameters[n].value for n in names)) - y

    minimizer = lmfit.Minimizer(residual, result.params, nan_policy="raise")
    best = minimizer.leastsq(**options)
    # lmfit looks for the probability with toms748 or brentq, to `min_rel_change`.
    limits = lmfit.conf_interval(minimizer, best, sigmas=LEVELS, maxiter=500)
    at = numpy.linspace(x[0], x[-1] * 1.2, 7)
    gradient = numpy.array([
        [(function(v, *(best.params[n].value + (h if n == m else 0) for n in names))
          - function(v, *(best.params[n].value - (h if n == m else 0) for n in names))) / (2 * h)
         for m in names for h in [1e-6 * max(abs(best.params[m].value), 1e-3)]]
        for v in at
    ])  # fmt: skip
    variance = numpy.einsum("ij,jk,ik->i", gradient, best.covar, gradient)
    return {
        "name": name,
        "formula": formula,
        "x": x.tolist(),
        "y": y.tolist(),
        "start": dict(zip(names, true)),
        "best": {n: best.params[n].value for n in names},
        "chi_square": best.chisqr,
        "standard_errors": {n: best.params[n].stderr for n in names},
        # lmfit's list: from the widest lower limit over the best value to the widest upper one.
        "intervals": {
            n: {
                "lower": [v for _, v in limits[n][len(LEVELS) - 1 :: -1]],
                "upper": [v for _, v in limits[n][len(LEVELS) + 1 :]],
            }
            for n in names
        },
        "prediction": {
            "x": at.tolist(),
            "values": [float(function(v, *(best.params[n].value for n in names))) for v in at],
            "standard_errors": numpy.sqrt(variance).tolist(),
            "t": [float(scipy.stats.t.ppf((1 + q) / 2, best.nfree)) for q in LEVELS],
            "reduced_chi_square": best.redchi,
        },
    }


print(json.dumps({
    "versions": {"lmfit": lmfit.__version__, "numpy": numpy.__version__, "scipy": scipy.__version__},
    "levels": LEVELS,
    "problems": [interval(*problem) for problem in PROBLEMS],
}, indent=1))
