"""Student's t distribution, for confidence bands."""

from __future__ import annotations

import math

STEPS = 200


def t_quantile(probability: float, freedom: float) -> float:
    """The t below which `probability` lies, 0 < probability < 1, freedom > 0; to about 1e-10 of itself."""
    if probability < 0.5:
        return -t_quantile(1 - probability, freedom)
    low, high = 0.0, 1.0
    while t_distribution(high, freedom) < probability:
        low, high = high, 2 * high
    for _ in range(STEPS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if t_distribution(middle, freedom) < probability:
            low = middle
        else:
            high = middle
    return high


def t_distribution(t: float, freedom: float) -> float:
    """The probability below t >= 0: 1 - I_x(freedom/2, 1/2)/2 with x = freedom/(freedom + t^2)."""
    x = freedom / (freedom + t * t)
    return 1 - regularized_beta(x, freedom / 2, 0.5) / 2


def regularized_beta(x: float, a: float, b: float) -> float:
    """I_x(a, b) by its continued fraction (DLMF 8.17.22), from the end where it converges fast."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - regularized_beta(1 - x, b, a)
    log_front = a * math.log(x) + b * math.log1p(-x) + math.lgamma(a + b)
    log_front -= math.lgamma(a) + math.lgamma(b)
    return math.exp(log_front) / (a * _fraction(x, a, b))


def _fraction(x: float, a: float, b: float) -> float:
    """1 + d_1/(1 + d_2/(1 + ...)), evaluated by Lentz's method."""
    value, c, d = 1.0, 1.0, 0.0
    for k in range(1, 10 * STEPS):
        m = k // 2
        if k % 2:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        else:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / (1 + term * d)
        c = 1 + term / c
        value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return value
