"""SciPy's leastsq on a workload that peer_bench wrote; analytic Jacobian, vectorised with numpy.

scipy_peer.py FORMULA FOLDER FITS: reads x.bin (predictors x m), y.bin (fits x m), start.bin (fits x P),
doubles in native order; writes parameters.bin and usage.txt (CPU seconds, wall seconds, added bytes).
"""

import pathlib
import resource
import sys
import time

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


def fit(formula, x, y, start):
    return leastsq(
        lambda p: formula(x, p)[0] - y,
        start,
        Dfun=lambda p: np.asarray(formula(x, p)[1]),
        col_deriv=True,
        ftol=1e-8,
        xtol=1e-8,
        maxfev=2000,
    )[0]


def peak_bytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main():
    formula, folder, fits = FORMULAS[sys.argv[1]], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    start = np.fromfile(folder / "start.bin").reshape(fits, -1)
    y = np.fromfile(folder / "y.bin").reshape(fits, -1)
    x = np.fromfile(folder / "x.bin").reshape(-1, y.shape[1])
    fit(formula, x[:, :64], y[0, :64], start[0])  # what is loaded late does not count
    before, cpu, wall = peak_bytes(), time.process_time(), time.perf_counter()
    parameters = np.array([fit(formula, x, y[k], start[k]) for k in range(fits)])
    usage = (time.process_time() - cpu, time.perf_counter() - wall, peak_bytes() - before)
    parameters.tofile(folder / "parameters.bin")
    (folder / "usage.txt").write_text("{:.9g} {:.9g} {:d}\n".format(*usage))


if __name__ == "__main__":
    main()
