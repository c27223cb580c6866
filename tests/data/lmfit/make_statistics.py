#!/usr/bin/env python3
"""Writes statistics.json: fits by lmfit, whose statistics are defined as fitd's. Needs lmfit.

make_statistics.py > statistics.json
"""
import json

import lmfit
import numpy
import scipy

M = 40
X = 6 * numpy.arange(M) / M
Y = 3 * numpy.exp(-0.7 * X) + 0.5 + 0.05 * numpy.sin(40 * numpy.arange(M))
SIGMA = 0.05 * (1 + 0.5 * numpy.cos(numpy.arange(M)))


def decay(x, p0, p1, p2):
    return p0 * numpy.exp(-p1 * x) + p2


def fit(name, weighted, absolute_sigma, fixed):
    model = lmfit.Model(decay)
    parameters = model.make_params(p0=2, p1=0.5, p2=0.4)
    for parameter in fixed:
        parameters[parameter].vary = False
    result = model.fit(Y, parameters, x=X, weights=1 / SIGMA if weighted else None,
                       scale_covar=not absolute_sigma,
                       fit_kws={"ftol": 1e-15, "xtol": 1e-15, "epsfcn": 1e-16})
    return {
        "name": name, "weighted": weighted, "absolute_sigma": absolute_sigma, "fixed": fixed,
        "free": result.var_names,
        "parameters": [result.params[p].value for p in ("p0", "p1", "p2")],
        "standard_errors": [result.params[p].stderr for p in result.var_names],
        "covariance": result.covar.tolist(),
        "chi_square": result.chisqr, "reduced_chi_square": result.redchi,
        "degrees_of_freedom": result.nfree, "aic": result.aic, "bic": result.bic,
        # lmfit leaves the weights out of this one.
        "r_squared": None if weighted else result.rsquared,
    }


print(json.dumps({
    "what": "a decay p0 exp(-p1 x) + p2 fitted by lmfit",
    "versions": {"lmfit": lmfit.__version__, "scipy": scipy.__version__, "numpy": numpy.__version__},
    "x": X.tolist(), "y": Y.tolist(), "sigma": SIGMA.tolist(), "start": [2, 0.5, 0.4],
    "fits": [
        fit("unweighted", False, False, []),
        fit("weighted", True, False, []),
        fit("weighted, absolute sigma", True, True, []),
        fit("weighted, one parameter fixed", True, False, ["p2"]),
    ],
}, indent=1))
