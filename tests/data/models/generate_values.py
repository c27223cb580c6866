#!/usr/bin/env python3
"""Writes values.txt: values of models by independent definitions (scipy, lmfit, or the formula as its
field writes it), to hold the catalogue against.

Needs numpy, scipy and lmfit. Usage: python3 generate_values.py
A line: name, number of parameters, parameters, number of predictors, predictors, value.
"""
import pathlib

import lmfit
import numpy as np
import scipy
import scipy.constants
from lmfit import lineshapes as ls
from scipy import special, stats

HERE = pathlib.Path(__file__).parent
X = np.linspace(0.25, 9.75, 20)
SIGNED = np.linspace(-9.5, 9.5, 20)
DOSE = np.array([0.0, 0.01, 0.3, 1.0, 2.9, 3.1, 8.0, 40.0, 1e4])
LOG_DOSE = np.linspace(-9, -3, 13)
PLANE = [(0.5 * i, 0.7 * k) for i in range(6) for k in range(6)]


def sersic(x, amplitude, r_eff, n):
    return amplitude * np.exp(-special.gammaincinv(2 * n, 0.5) * ((x / r_eff) ** (1 / n) - 1))


def blackbody(x, temperature, scale):
    h, k, c = 6.62607015e-34, 1.380649e-23, 299792458.0
    return scale * 2 * h * x**3 / c**2 / np.expm1(h * x / (k * temperature))


def pk2_bolus(x, v1, cl, q, v2, dose):
    # By the eigenvalues of the two compartments' rate matrix.
    rates = np.array([[-(cl + q) / v1, q / v2], [q / v1, -q / v2]])
    values, vectors = np.linalg.eig(rates)
    weights = np.linalg.solve(vectors, np.array([dose, 0.0]))
    return (vectors[0] * weights) @ np.exp(np.outer(values, x)) / v1


def smoothly_broken(x, a, xb, a1, a2, delta):
    return a * (x / xb) ** (-a1) * (0.5 * (1 + (x / xb) ** (1 / delta))) ** ((a1 - a2) * delta)


def brillouin(x, amplitude, scale, j):
    u, a, b = x / scale, (2 * j + 1) / (2 * j), 1 / (2 * j)
    return amplitude * (a / np.tanh(a * u) - b / np.tanh(b * u))


def rotated(x, y, amplitude, x0, y0, sx, sy, offset, theta):
    c, s = np.cos(theta), np.sin(theta)
    arg = ((x - x0) * c - (y - y0) * s) ** 2 / (2 * sx**2) + ((x - x0) * s + (y - y0) * c) ** 2 / (2 * sy**2)
    return amplitude * np.exp(-arg) + offset


def infusion(x, v, cl, tinf, dose):
    k = cl / v
    rising = dose / tinf / cl * (1 - np.exp(-k * x))
    falling = dose / tinf / cl * (1 - np.exp(-k * tinf)) * np.exp(-k * (x - tinf))
    return np.where(x <= tinf, rising, falling)


def split_gaussian(x, height, center, sigma, sigma_r):
    return height * np.exp(-((x - center) ** 2) / (2 * np.where(x < center, sigma, sigma_r) ** 2))


# name: (function of x and the parameters, parameters, x)
MODELS = {
    "gaussian": (ls.gaussian, [10, 5, 1.2], X),
    "lorentzian": (ls.lorentzian, [10, 5, 0.8], X),
    "voigt": (lambda x, a, c, s, g: a * special.voigt_profile(x - c, s, g), [10, 5, 0.6, 0.4], X),
    "pvoigt": (ls.pvoigt, [10, 5, 0.8, 0.4], X),
    "moffat": (ls.moffat, [10, 5, 1.2, 2.5], X),
    "pearson7": (ls.pearson7, [10, 5, 1.2, 2.3], X),
    "students_t": (ls.students_t, [10, 5, 3.4], X),
    "split_lorentzian": (ls.split_lorentzian, [10, 4, 0.6, 1.3], X),
    "lognormal": (ls.lognormal, [10, 1, 0.5], X),
    "breit_wigner": (ls.breit_wigner, [3, 5, 1.5, 1.2], X),
    "damped_oscillator": (ls.damped_oscillator, [2, 5, 0.1], X),
    "expgaussian": (lambda x, a, c, s, g: a * stats.exponnorm.pdf(x, 1 / (s * g), c, s),
                    [10, 3, 0.5, 0.8], X),
    "skewed_gaussian": (lambda x, a, c, s, g: a * stats.skewnorm.pdf(x, g, c, s), [10, 4, 1.5, 2], X),
    "skewed_voigt": (ls.skewed_voigt, [10, 4.5, 0.8, 0.4, 0.8], X),
    "doniach": (ls.doniach, [5, 5, 0.7, 0.15], X),
    "split_gaussian_h": (split_gaussian, [3, 4, 0.8, 1.6], X),
    "extreme": (lambda x, y0, xc, w, a: y0 + a * np.exp(-np.exp(-(x - xc) / w) - (x - xc) / w + 1),
                [0.5, 4, 0.9, 3], X),
    "step_linear": (lambda x, a, c, s: ls.step(x, a, c, s, form="linear"), [3, 5, 2], X),
    "step_atan": (lambda x, a, c, s: ls.step(x, a, c, s, form="atan"), [3, 5, 0.5], X),
    "step_erf": (lambda x, a, c, s: ls.step(x, a, c, s, form="erf"), [3, 5, 1.2], X),
    "step_logistic": (lambda x, a, c, s: ls.step(x, a, c, s, form="logistic"), [3, 5, 0.6], X),
    "rectangle_linear": (lambda x, *p: ls.rectangle(x, *p, form="linear"), [3, 3, 1, 7, 0.6], X),
    "rectangle_atan": (lambda x, *p: ls.rectangle(x, *p, form="atan"), [3, 3, 0.3, 7, 0.2], X),
    "rectangle_erf": (lambda x, *p: ls.rectangle(x, *p, form="erf"), [3, 3, 0.8, 7, 0.5], X),
    "rectangle_logistic": (lambda x, *p: ls.rectangle(x, *p, form="logistic"), [3, 3, 0.4, 7, 0.25], X),
    "quadratic": (ls.parabolic, [0.2, -1.5, 4], SIGNED),
    "polynomial_5": (lambda x, *c: np.polynomial.polynomial.polyval(x, c), [1, -2, 0.5, 0.3, -0.1, 0.02],
                     SIGNED / 3),
    "exponential": (ls.exponential, [3, 2.5], X),
    "two_phase_decay": (lambda x, y0, p, f, kf, ks: p + (y0 - p) * f * 0.01 * np.exp(-kf * x)
                        + (y0 - p) * (100 - f) * 0.01 * np.exp(-ks * x), [10, 1, 60, 2, 0.25], X),
    "biexponential": (lambda x, a1, t1, a2, t2, o: a1 * np.exp(-x / t1) + a2 * np.exp(-x / t2) + o,
                      [4, 0.6, 3, 4, 0.5], X),
    "stretched_exponential": (lambda x, a, t, b: a * np.exp(-((x / t) ** b)), [3, 2, 0.6], DOSE),
    "logis": (lambda x, a, m, s: a / (1 + np.exp((m - x) / s)), [6, 5, 1.2], X),
    "fpl": (lambda x, a, b, m, s: a + (b - a) / (1 + np.exp((m - x) / s)), [1, 6, 5, 1.2], X),
    "gompertz": (lambda x, a, b2, b3: a * np.exp(-b2 * b3**x), [5, 4, 0.55], X),
    "boltzmann": (lambda x, a1, a2, x0, dx: (a1 - a2) / (1 + np.exp((x - x0) / dx)) + a2,
                  [1, 6, 5, 1.2], X),
    "weibull_growth": (lambda x, a, d, l, p: a - d * np.exp(-np.exp(l) * x**p), [160, 115, -5.5, 2.4], X),
    "richards": (lambda x, a, m, s, nu: a * (1 + nu * np.exp(-(x - m) / s)) ** (-1 / nu),
                 [6, 5, 1.2, 0.5], X),
    "verhulst": (lambda x, k, y0, r: k * y0 / (y0 + (k - y0) * np.exp(-r * x)), [6, 0.2, 0.8], X),
    "zwietering_gompertz": (lambda x, a, mu, l: a * np.exp(-np.exp(mu * np.e / a * (l - x) + 1)),
                            [8, 1.5, 3], X),
    "ll_4": (lambda x, b, c, d, e: c + (d - c) / (1 + np.exp(b * (np.log(x) - np.log(e)))), [2, 1, 8, 3],
             DOSE),
    "ll_5": (lambda x, b, c, d, e, f: c + (d - c) / (1 + np.exp(b * (np.log(x) - np.log(e)))) ** f,
             [2, 1, 8, 3, 0.6], DOSE),
    "w1_4": (lambda x, b, c, d, e: c + (d - c) * np.exp(-np.exp(b * (np.log(x) - np.log(e)))),
             [1.5, 1, 8, 4], DOSE),
    "w2_4": (lambda x, b, c, d, e: c + (d - c) * (1 - np.exp(-np.exp(b * (np.log(x) - np.log(e))))),
             [-1.5, 1, 8, 3], DOSE),
    "ln_4": (lambda x, b, c, d, e: c + (d - c) * stats.norm.cdf(b * (np.log(x) - np.log(e))),
             [-1.2, 1, 8, 3], DOSE),
    "agonist_4p": (lambda x, b, t, l, h: b + (t - b) / (1 + 10 ** ((l - x) * h)), [2, 95, -6, 1.2],
                   LOG_DOSE),
    "michaelis_menten": (lambda x, v, k: v * x / (k + x), [10, 3], DOSE),
    "allosteric_sigmoidal": (lambda x, v, h, k: v * x**h / (k**h + x**h), [10, 2.5, 4], DOSE),
    "substrate_inhibition": (lambda x, v, k, i: v * x / (k + x * (1 + x / i)), [10, 2, 8], DOSE),
    "one_site_total": (lambda x, b, k, n, o: b * x / (k + x) + n * x + o, [50, 2, 0.8, 3], DOSE),
    "sips": (lambda x, q, k, n: q * (k * x) ** n / (1 + (k * x) ** n), [10, 0.3, 0.8], DOSE),
    "pk1_infusion": (infusion, [20, 8, 1.3, 100], X),
    "pk1_oral": (lambda x, v, cl, ka, d: d * ka / (v * (ka - cl / v)) * (np.exp(-cl / v * x) - np.exp(-ka * x)),
                 [20, 4, 1.5, 100], X),
    "pk2_bolus": (pk2_bolus, [10, 4, 6, 25, 100], X),
    "smoothly_broken_power_law": (smoothly_broken, [4, 5, 0.5, 2.5, 0.2], X),
    "log_parabola": (lambda x, a, x0, al, be: a * (x / x0) ** (-al - be * np.log(x / x0)),
                     [4, 1.3, 0.5, 0.3], X),
    "schechter": (lambda x, p, m, al: 0.4 * np.log(10) * p * 10 ** (0.4 * (al + 1) * (m - x))
                  * np.exp(-(10 ** (0.4 * (m - x)))), [3, -20, -1.2], np.linspace(-23, -15, 17)),
    "sersic": (sersic, [2, 5, 2.5], X),
    "king": (lambda x, a, c, t: np.where(x < t, a * c**2 * (1 / np.sqrt(x**2 + c**2)
                                                            - 1 / np.sqrt(t**2 + c**2)) ** 2, 0),
             [5, 1, 8], X),
    "herschel_bulkley": (lambda x, t, k, n: t + k * x**n, [5, 3, 0.6], DOSE),
    "carreau_yasuda": (lambda x, e0, ei, l, n, a: ei + (e0 - ei) * (1 + (l * x) ** a) ** ((n - 1) / a),
                       [10, 1, 0.5, 0.3, 1.5], DOSE),
    "arrhenius": (lambda x, a, e: a * np.exp(-e / (scipy.constants.R * x)), [2e6, 40000],
                  np.linspace(280, 400, 13)),
    "expsine": (ls.expsine, [2, 3, 0.7, 0.2], X),
    "fourier_2": (lambda x, a0, a1, b1, a2, b2, w: a0 + a1 * np.cos(w * x) + b1 * np.sin(w * x)
                  + a2 * np.cos(2 * w * x) + b2 * np.sin(2 * w * x), [1, 2, -0.7, 1, -0.3, 1.9], X),
    "bose": (lambda x, a, c, k: a * ls.thermal_distribution(x, 1, c, k, form="bose"), [2, -1, 1.5], X),
    "fermi": (lambda x, a, c, k: a * ls.thermal_distribution(x, 1, c, k, form="fermi"), [2, 5, 0.5], X),
    "maxwell": (lambda x, a, c, k: a * ls.thermal_distribution(x, 1, c, k, form="maxwell"), [2, 0.3, 1.5], X),
    "blackbody": (blackbody, [5800, 1e8], np.linspace(1e13, 2e15, 11)),
    "langevin": (lambda x, a, s: a * (1 / np.tanh(x / s) - s / x), [5, 1.5], SIGNED),
    "brillouin": (brillouin, [5, 1.5, 3.5], SIGNED),
    "worm_like_chain": (lambda x, lp, lc, kt: kt / lp * (1 / (4 * (1 - x / lc) ** 2) - 0.25 + x / lc),
                        [50, 1000, 4.114], np.linspace(0, 950, 20)),
    "fcs_3d": (lambda x, n, t, k: 1 / n / (1 + x / t) / np.sqrt(1 + x / (k**2 * t)), [3, 0.4, 5], DOSE),
    "gauss_2d_rotated": (rotated, [5, 1.4, 1.6, 1, 1.8, 1, 0.4], PLANE),
    "gaussian2d": (ls.gaussian2d, [30, 1.4, 1.6, 1, 1.8], PLANE),
    "moffat2d": (lambda x, y, a, x0, y0, g, al: a * (1 + ((x - x0) ** 2 + (y - y0) ** 2) / g**2) ** (-al),
                 [5, 1.4, 1.6, 2, 2.5], PLANE),
    "mixed_inhibition": (lambda s, i, v, km, ki, al: (v / (1 + i / (al * ki))) * s
                         / (km * (1 + i / ki) / (1 + i / (al * ki)) + s), [10, 3, 2, 4], PLANE),
}


def main():
    lines = [f"# generate_values.py, numpy {np.__version__}, scipy {scipy.__version__}, lmfit {lmfit.__version__}"]
    for name, (function, parameters, points) in MODELS.items():
        for point in points:
            at = tuple(point) if isinstance(point, tuple) else (point,)
            with np.errstate(divide="ignore", over="ignore"):
                value = function(*(np.array([v]) for v in at), *parameters)
            numbers = [len(parameters), *parameters, len(at), *at, np.asarray(value).ravel()[0]]
            lines.append(name + " " + " ".join(repr(float(v)) if not isinstance(v, int) else str(v) for v in numbers))
    (HERE / "values.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
