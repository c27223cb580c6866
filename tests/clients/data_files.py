"""Data for the clients' tests."""

import math

# A Gaussian of area 10 at 5 with sigma 1.2 over 0 to 10, and a ripple that no parameter follows.
TRUE = {"amplitude": 10, "center": 5, "sigma": 1.2}


def curve(points):
    """x and y."""
    x = [10 * i / (points - 1) for i in range(points)]
    height = TRUE["amplitude"] / (TRUE["sigma"] * math.sqrt(2 * math.pi))
    y = [
        height * math.exp(-(((t - TRUE["center"]) / TRUE["sigma"]) ** 2) / 2)
        + 0.02 * math.sin(97 * t)
        for t in x
    ]
    return x, y


def write_csv(path, points=201, repeats=1, replace=None, sigma=None):
    """The curve as a file, its rows written `repeats` times; `replace`: texts of y by row."""
    x, y = curve(points)
    texts = [f"{value!r}" for value in y]
    for row, text in (replace or {}).items():
        texts[row] = text
    third = "" if sigma is None else f",{sigma}"
    rows = "".join(f"{t!r},{text}{third}\n" for t, text in zip(x, texts))
    with open(path, "w", encoding="utf-8") as file:
        file.write("x,y" + ("" if sigma is None else ",s") + "\n")
        for _ in range(repeats):
            file.write(rows)
    return path
