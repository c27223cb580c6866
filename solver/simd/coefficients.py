"""Writes the polynomials of the vector functions: coefficients.py > coefficients.h (needs mpmath).

Each is the interpolant at the Chebyshev points of the stated interval, which is within a small factor
of the minimax polynomial, computed with 60 digits and rounded to double, lowest power first.
"""

import mpmath as mp

mp.mp.dps = 60


def chebyshev(f, a, b, degree):
    a, b = mp.mpf(a), mp.mpf(b)
    n = degree + 1
    theta = [mp.pi * (2 * k + 1) / (2 * n) for k in range(n)]
    values = [f((a + b) / 2 + (b - a) / 2 * mp.cos(t)) for t in theta]
    series = [2 * sum(v * mp.cos(j * t) for v, t in zip(values, theta)) / n for j in range(n)]
    series[0] /= 2
    # From Chebyshev's polynomials in u on [-1, 1] to powers of u, then of x.
    older, old = [mp.mpf(1)], [mp.mpf(0), mp.mpf(1)]
    powers = [mp.mpf(0)] * n
    for j, c in enumerate(series):
        current = older if j == 0 else old
        for i, p in enumerate(current):
            powers[i] += c * p
        if j >= 1:
            twice = [mp.mpf(0)] + [2 * p for p in old]
            for i, p in enumerate(older):
                twice[i] -= p
            older, old = old, twice
    scale, shift = 2 / (b - a), -(a + b) / (b - a)
    result = [mp.mpf(0)]
    for p in reversed(powers):
        shifted = [mp.mpf(0)] + [scale * r for r in result]
        for i, r in enumerate(result):
            shifted[i] += shift * r
        shifted[0] += p
        result = shifted[:n]
    return [float(c) for c in result]


def exp_tail(r):
    return (mp.expm1(r) - r) / r**2 if abs(r) > 1e-20 else (3 + r) / 6


def odd(f, limit, power, known):
    """(f(r) - known(r))/r^power as a function of z = r^2; `limit` at z = 0."""
    return lambda z: (f(mp.sqrt(z)) - known(mp.sqrt(z))) / mp.sqrt(z) ** power if z else limit


def scaled_erfcx(t):
    x = K * (1 + t) / (1 - t)
    return (1 + 2 * x) * mp.exp(x * x) * mp.erfc(x) if x < 100 else (1 + 2 * x) * erfcx_far(x)


def erfcx_far(x):
    total, term = mp.mpf(0), 1 / (x * mp.sqrt(mp.pi))
    for k in range(20):
        total += term
        term *= -(2 * k + 1) / (2 * x * x)
    return total


K = mp.mpf("3.25")
QUARTER = mp.pi / 4
T8 = mp.tan(mp.pi / 8)
ROWS = [
    ("kExpTail", "(exp(r) - 1 - r)/r^2, |r| <= ln(2)/2",
     chebyshev(exp_tail, -mp.ln2 / 2, mp.ln2 / 2, 10)),
    ("kExpTailSixteenth", "the same, |r| <= ln(2)/32",
     chebyshev(exp_tail, -mp.ln2 / 32, mp.ln2 / 32, 4)),
    ("kLog", "(log((1 + s)/(1 - s))/s - 2)/z, z = s^2, |s| <= 1/5",
     chebyshev(odd(lambda s: mp.log((1 + s) / (1 - s)) - 2 * s, mp.mpf(2) / 3, 3, lambda s: 0),
               0, "0.04", 8)),
    ("kLogTail", "the same from the term in z on: (kLog - 2/3)/z",
     chebyshev(odd(lambda s: mp.log((1 + s) / (1 - s)) - 2 * s - 2 * s**3 / 3, mp.mpf(2) / 5, 5,
                   lambda s: 0), 0, "0.04", 8)),
    ("kSin", "(sin(r)/r - 1)/z, z = r^2, |r| <= pi/4",
     chebyshev(odd(mp.sin, -mp.mpf(1) / 6, 3, lambda r: r), 0, QUARTER**2, 5)),
    ("kCos", "(cos(r) - 1 + z/2)/z^2, z = r^2, |r| <= pi/4",
     chebyshev(odd(mp.cos, mp.mpf(1) / 24, 4, lambda r: 1 - r * r / 2), 0, QUARTER**2, 5)),
    ("kAtan", "(atan(r)/r - 1)/z, z = r^2, |r| <= tan(pi/8)",
     chebyshev(odd(mp.atan, -mp.mpf(1) / 3, 3, lambda r: r), 0, T8**2, 10)),
    ("kErf", "(erf(r)/r - 2/sqrt(pi))/z, z = r^2, |r| <= 1",
     chebyshev(odd(mp.erf, -2 / (3 * mp.sqrt(mp.pi)), 3, lambda r: 2 * r / mp.sqrt(mp.pi)),
               0, 1, 11)),
    ("kErfcx", "(1 + 2 r) exp(r^2) erfc(r), t = (r - 3.25)/(r + 3.25), r >= 0",
     chebyshev(scaled_erfcx, -1, 1, 24)),
]

print("// Polynomials of the vector functions, lowest power first. Written by coefficients.py.")
print("#ifndef FITD_SOLVER_SIMD_COEFFICIENTS_H_\n#define FITD_SOLVER_SIMD_COEFFICIENTS_H_\n")
print("#include <array>\n\nnamespace fitd::simd {\n")
for name, what, c in ROWS:
    print(f"// {what}.")
    print(f"inline constexpr std::array<double, {len(c)}> {name} = {{")
    print(",\n".join(f"    {v!r}" for v in c) + "};\n")
print("// 2^(k/16).")
print("alignas(64) inline constexpr std::array<double, 16> kPowersOfTwo = {")
print(",\n".join(f"    {float(mp.mpf(2) ** (mp.mpf(k) / 16))!r}" for k in range(16)) + "};\n")
print("}  // namespace fitd::simd\n\n#endif  // FITD_SOLVER_SIMD_COEFFICIENTS_H_")
