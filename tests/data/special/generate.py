#!/usr/bin/env python3
"""Writes the golden files of this folder: special functions in 30 digits.

Needs mpmath. Usage: python3 generate.py
The arguments are doubles, printed so that they read back exactly; the values are computed with so many
digits that all those printed are right.
"""
import pathlib
import random

import mpmath as mp

HERE = pathlib.Path(__file__).parent
DIGITS = 32


def write(name, columns, rows):
    lines = [f"# generate.py, mpmath {mp.__version__}", "# " + " ".join(columns)]
    for row in rows:
        arguments = [repr(a) for a in row if isinstance(a, float)]
        values = [mp.nstr(a, DIGITS, min_fixed=0, max_fixed=0) for a in row if not isinstance(a, float)]
        lines.append(" ".join(arguments + values))
    (HERE / name).write_text("\n".join(lines) + "\n")


def faddeeva(x, y):
    """w(x + iy) and w'(x + iy)."""
    size = max(abs(x), abs(y))
    z = mp.mpc(x, y)
    if size < 40:
        # exp(-z^2) and erfc(-iz) may lie |z|^2 / log 10 digits apart; a small part of w needs as many
        # more as x or y is small.
        small = min(v for v in (abs(x), abs(y), 1) if v > 0)
        mp.mp.dps = 80 + int(size**2) + int(-2 * mp.log10(small))
        w = mp.exp(-z * z) * mp.erfc(-1j * z)
        slope = -2 * z * w + 2j / mp.sqrt(mp.pi)
        mp.mp.dps = 60
        return +w, +slope
    # Laplace's continued fraction; exp(-x^2) is below the smallest double here.
    mp.mp.dps = 420
    tail = mp.mpc(0)
    for k in range(60, 0, -1):
        tail = mp.mpf(k) / 2 / (z - tail)
    w = 1j / mp.sqrt(mp.pi) / (z - tail)
    slope = -2 * z * w + 2j / mp.sqrt(mp.pi)
    mp.mp.dps = 60
    return +w, +slope


def faddeeva_rows():
    rng = random.Random(20240101)
    xs = [0.0, 1e-300, 1e-12, 1e-3, 0.1249, 0.125, 0.1251, 0.3749, 0.375, 0.5, 0.7, 1.0, 1.37, 2.0, 2.4,
          3.3, 4.6, 5.5, 6.25, 6.5, 6.75, 7.0, 7.99, 8.01, 9.3, 12.0, 19.0, 26.0, 27.3, 35.0, 60.0, 499.0,
          501.0, 1e4, 1e8, 1e100]
    ys = [0.0, 1e-300, 1e-100, 1e-30, 1e-15, 1e-9, 1e-5, 1e-3, 0.02, 0.3, 1.0, 2.2, 4.0, 6.28, 6.29,
          7.99, 8.01, 12.0, 40.0, 499.0, 501.0, 1e6, 1e100]
    points = [(x, y) for x in xs for y in ys]
    points += [(10 ** rng.uniform(-3, 3), 10 ** rng.uniform(-12, 3)) for _ in range(400)]
    points += [(rng.uniform(-9, 9), rng.uniform(0, 9)) for _ in range(400)]
    points += [(rng.uniform(-6, 6), rng.uniform(-5, 0)) for _ in range(100)]
    for x, y in points:
        w, slope = faddeeva(x, y)
        yield x, y, w.real, w.imag, slope.real, slope.imag


def one_variable(function, slope, points):
    for u in points:
        mp.mp.dps = 60
        yield u, function(mp.mpf(u)), slope(mp.mpf(u))


def numerical_slope(function):
    def slope(u):
        mp.mp.dps = 120
        h = mp.mpf(10) ** -30 * max(1, abs(u))
        d = (8 * (function(u + h) - function(u - h)) - (function(u + 2 * h) - function(u - 2 * h))) / (12 * h)
        mp.mp.dps = 60
        return +d

    return slope


def bernoulli(u):
    return u / mp.expm1(u) if u else mp.mpf(1)


def langevin(u):
    return mp.coth(u) - 1 / u if u else mp.mpf(0)


def gamma_half_ratio(a):
    return mp.exp(mp.loggamma(a + mp.mpf(1) / 2) - mp.loggamma(a))


def gamma_median(a):
    guess = (mp.loggamma(a + 1) - mp.log(2)) / a if a < 1 else mp.log(a - mp.mpf(1) / 3 + 0.02 / a)
    root = mp.findroot(lambda t: mp.gammainc(a, 0, mp.exp(t), regularized=True) - mp.mpf(1) / 2, guess)
    return mp.exp(root)


def gamma_median_rows():
    for a in [0.001, 0.01, 0.05, 0.1, 0.19, 0.21, 0.3, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 8.0, 13.7, 20.0, 100.0]:
        mp.mp.dps = 50
        exact = mp.mpf(a)
        h = mp.mpf(10) ** -10 * exact
        at = [gamma_median(exact + k * h) for k in (-2, -1, 1, 2)]
        slope = (8 * (at[2] - at[1]) - (at[3] - at[0])) / (12 * h)
        yield a, gamma_median(exact), slope


def wright_omega(u):
    if u < -30:
        return mp.lambertw(mp.exp(u))
    guess = u - mp.log(u) if u > 1 else mp.lambertw(mp.exp(u))
    return mp.findroot(lambda w: w + mp.log(w) - u, guess)


def jinc(u):
    return 2 * mp.besselj(1, u) / u


def debye_heat(u):
    if u > 300:
        return 4 * mp.pi**4 / 5 / u**3

    def integrand(t):
        return t**4 * mp.exp(t) / mp.expm1(t) ** 2 if t else mp.mpf(0)

    return 3 / u**3 * mp.quad(integrand, mp.linspace(0, u, 9))


def debye_heat_slope(u):
    end = u**2 * mp.exp(u) / mp.expm1(u) ** 2 if u < 3000 else mp.mpf(0)
    return 3 / u * (end - debye_heat(u))


def gamma_decay_rows():
    for a in [1e-3, 0.3, 0.5, 1.0, 2.5, 7.3, 15.5, 16.5, 40.0, 1e3, 1e6]:
        for b in [-3.0, 1e-9, 0.01, 0.4, 1.0, 2.7, 9.0, 25.0, 60.0]:
            mp.mp.dps = 60
            z = mp.mpc(a, b)
            value = mp.exp(2 * (mp.re(mp.loggamma(z)) - mp.loggamma(mp.mpf(a))))
            psi = mp.digamma(z)
            yield a, b, value, 2 * value * (mp.re(psi) - mp.digamma(mp.mpf(a))), -2 * value * mp.im(psi)


def main():
    write("faddeeva.txt", ["x", "y", "re_w", "im_w", "re_slope", "im_slope"], faddeeva_rows())
    signed = [s * v for v in (1e-300, 1e-9, 1e-4, 0.05, 0.3, 0.69, 0.71, 1.0, 2.5, 7.0, 19.0, 40.0, 300.0, 690.0)
              for s in (1.0, -1.0)]
    positive = [1e-9, 1e-3, 0.2, 0.5, 1.0, 1.5, 2.0, 3.7, 7.0, 15.9, 16.1, 19.9, 20.1, 77.0, 1e3, 1e6, 1e12]
    write("bernoulli.txt", ["u", "value", "slope"],
          one_variable(bernoulli, numerical_slope(bernoulli), signed))
    write("langevin.txt", ["u", "value", "slope"],
          one_variable(langevin, numerical_slope(langevin), [u for u in signed if abs(u) > 1e-200]))
    write("logistic.txt", ["t", "value", "slope"],
          one_variable(lambda t: 1 / (1 + mp.exp(-t)),
                       lambda t: 1 / ((1 + mp.exp(-t)) * (1 + mp.exp(t))), signed))
    write("softplus.txt", ["t", "value", "slope"],
          one_variable(lambda t: mp.log1p(mp.exp(t)), lambda t: 1 / (1 + mp.exp(-t)), signed))
    write("log_gamma.txt", ["a", "value", "slope"],
          one_variable(mp.loggamma, lambda a: mp.digamma(a), positive))
    write("gamma_half_ratio.txt", ["a", "value", "slope"],
          one_variable(gamma_half_ratio,
                       lambda a: gamma_half_ratio(a) * (mp.digamma(a + mp.mpf(1) / 2) - mp.digamma(a)), positive))
    write("gamma_median.txt", ["a", "value", "slope"], gamma_median_rows())
    any_sign = [s * v for v in (1e-9, 0.1, 0.7, 1.0, 1.9, 2.1, 3.0, 7.0, 20.0, 39.0, 41.0, 300.0) for s in (1.0, -1.0)]
    write("wright_omega.txt", ["u", "value", "slope"],
          one_variable(wright_omega, lambda u: wright_omega(u) / (1 + wright_omega(u)), any_sign + [1e5, 1e16, 1e18]))
    lengths = [1e-9, 0.02, 0.5, 1.0, 1.99, 2.01, 3.0, 3.9, 5.5, 9.0, 20.0, 33.3, 100.0, 1000.5]
    write("jinc.txt", ["u", "value", "slope"],
          one_variable(jinc, lambda u: -2 * mp.besselj(2, u) / u, lengths))
    write("debye_heat.txt", ["u", "value", "slope"],
          one_variable(debye_heat, debye_heat_slope, lengths[1:] + [2.99, 3.01, 59.0, 61.0]))
    write("gamma_decay.txt", ["a", "b", "value", "by_a", "by_b"], gamma_decay_rows())


if __name__ == "__main__":
    main()
