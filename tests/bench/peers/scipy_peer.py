"""SciPy's leastsq on a workload that peer_bench wrote; analytic Jacobian, vectorised with numpy.

scipy_peer.py FORMULA FOLDER FITS: reads x.bin (predictors x m), y.bin (fits x m), start.bin (fits x P),
doubles in native order; writes parameters.bin and usage.txt (CPU seconds, wall seconds, added bytes).

scipy_peer.py cases FOLDER FITS: the same for the fits of cases.json, each with a formula of its own as
text, which complex steps differentiate to the last digit.
"""

import json
import pathlib
import resource
import sys
import time
import warnings

import numpy as np
from scipy.optimize import leastsq


def gaussian(x, height, center, sigma):
    u = (x - center) / sigma
    e = np.exp(-0.5 * u * u)
    slope = height * e * u / sigma
    return height * e, [e, slope, slope * u]


def gaussian_offset(x, p):
    f, d = gaussian(x[0], *p[:3])
    return f + p[3], [*d, np.ones_like(f)]


def gauss_2d(x, p):
    height, x0, y0, sigma, offset = p
    u = (x[0] - x0) / sigma
    v = (x[1] - y0) / sigma
    e = np.exp(-0.5 * (u * u + v * v))
    slope = height * e / sigma
    return height * e + offset, [e, slope * u, slope * v, slope * (u * u + v * v), np.ones_like(e)]


def triexponential(x, p):
    f = np.full_like(x[0], p[6])
    d = []
    for amplitude, decay in (p[0:2], p[2:4], p[4:6]):
        e = np.exp(-x[0] / decay)
        f += amplitude * e
        d += [e, amplitude * e * x[0] / decay**2]
    return f, [*d, np.ones_like(f)]


def two_gaussians_and_line(x, p):
    f1, d1 = gaussian(x[0], *p[0:3])
    f2, d2 = gaussian(x[0], *p[3:6])
    return f1 + f2 + p[6] * x[0] + p[7], [*d1, *d2, x[0], np.ones_like(f1)]


FORMULAS = {f.__name__: f for f in (gaussian_offset, gauss_2d, triexponential, two_gaussians_and_line)}


NAMES = {name: getattr(np, name) for name in ("exp", "sin", "cos", "pi")} | {"atan": np.arctan}
STEP = 1e-100


def functions_of(case):
    """The values and the derivatives of a case's formula, as functions of p."""
    code = compile(case["formula"].replace("^", "**"), case["formula"], "eval")
    x = [np.asarray(column) for column in case["x"]]

    def values(p):
        bound = zip(case["predictors"] + case["parameters"], [*x, *p], strict=True)
        return eval(code, {"__builtins__": {}}, NAMES | dict(bound))

    def slopes(p):
        return [values(p + step).imag / STEP for step in 1j * STEP * np.eye(len(p))]

    return values, slopes


def fit(values, slopes, start, y, tolerance, maxfev):
    return leastsq(
        lambda p: values(p) - y,
        start,
        Dfun=lambda p: np.asarray(slopes(p)),
        col_deriv=True,
        ftol=tolerance,
        xtol=tolerance,
        maxfev=maxfev,
    )[0]


def fit_case(case, width):
    values, slopes = functions_of(case)
    y, start = np.asarray(case["y"]), np.asarray(case["start"], dtype=float)
    p = fit(values, slopes, start, y, 1e-15, 10000)
    return np.pad(p, (0, width - p.size))


def fit_row(formula, x, y, start):
    return fit(lambda p: formula(x, p)[0], lambda p: formula(x, p)[1], start, y, 1e-8, 2000)


def peak_bytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def fit_cases(folder, fits):
    """The fits as calls without arguments, the first to warm up."""
    cases = json.loads((folder / "cases.json").read_text())[:fits]
    width = int((folder / "width.txt").read_text())
    return [lambda case=case: fit_case(case, width) for case in cases[:1] + cases]


def fit_workload(formula, folder, fits):
    start = np.fromfile(folder / "start.bin").reshape(fits, -1)
    y = np.fromfile(folder / "y.bin").reshape(fits, -1)
    x = np.fromfile(folder / "x.bin").reshape(-1, y.shape[1])
    first = [lambda: fit_row(formula, x[:, :64], y[0, :64], start[0])]
    return first + [lambda k=k: fit_row(formula, x, y[k], start[k]) for k in range(fits)]


def main():
    name, folder, fits = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    np.seterr(all="ignore")
    warnings.simplefilter("ignore")  # of fits that do not converge
    if name == "cases":
        first, *calls = fit_cases(folder, fits)
    else:
        first, *calls = fit_workload(FORMULAS[name], folder, fits)
    first()  # what is loaded late does not count
    before, cpu, wall = peak_bytes(), time.process_time(), time.perf_counter()
    parameters = np.array([call() for call in calls])
    usage = (time.process_time() - cpu, time.perf_counter() - wall, peak_bytes() - before)
    parameters.tofile(folder / "parameters.bin")
    (folder / "usage.txt").write_text("{:.9g} {:.9g} {:d}\n".format(*usage))


if __name__ == "__main__":
    main()
