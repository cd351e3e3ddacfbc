"""Fits the polynomials of harness/engine/wasm/assembly/math by Remez' exchange algorithm, in 40 digits.

Usage: python minimax.py   (needs mpmath)

Prints, for each function, the coefficients from the constant term up and the largest weighted error.
"""

import mpmath as mp

mp.mp.dps = 40
POINTS = 2000


def remez(f, low, high, degree, weight):
    """The polynomial p of this degree with the least maximum of |(p - f) weight| on [low, high]."""
    count = degree + 2
    middle, radius = (low + high) / 2, (high - low) / 2
    reference = [middle - radius * mp.cos(mp.pi * i / (count - 1)) for i in range(count)]
    grid = [low + (high - low) * mp.mpf(i) / POINTS for i in range(POINTS + 1)]
    for _ in range(30):
        system = mp.matrix(count, count)
        for i, x in enumerate(reference):
            for j in range(degree + 1):
                system[i, j] = x**j
            system[i, degree + 1] = (-1) ** i / weight(x)
        solution = mp.lu_solve(system, mp.matrix([f(x) for x in reference]))
        coefficients = list(solution)[: degree + 1]
        errors = [(mp.polyval(coefficients[::-1], x) - f(x)) * weight(x) for x in grid]
        extrema = alternating_extrema(grid, errors)
        if len(extrema) < count:
            break
        while len(extrema) > count:
            first, last = (abs(mp.polyval(coefficients[::-1], x) - f(x)) * weight(x) for x in (extrema[0], extrema[-1]))
            extrema = extrema[1:] if first < last else extrema[:-1]
        moved = max(abs(a - b) for a, b in zip(extrema, reference))
        reference = extrema
        if moved < mp.mpf(10) ** -12:
            break
    return coefficients, max(abs(e) for e in errors)


def alternating_extrema(grid, errors):
    """Where the error is largest between its changes of sign."""
    runs = [[0]]
    for i in range(1, len(grid)):
        if mp.sign(errors[i]) != mp.sign(errors[runs[-1][-1]]):
            runs.append([])
        runs[-1].append(i)
    return [grid[max(run, key=lambda i: abs(errors[i]))] for run in runs]


def away_from(zero, f, limit):
    """f, or its limit where f is 0 / 0."""
    return lambda x: f(x) if abs(x - zero) > mp.mpf(10) ** -10 else limit


ROOT_HALF, HALF_LN2 = mp.sqrt(mp.mpf(1) / 2), mp.log(2) / 2 * mp.mpf("1.01")
SMALL = mp.mpf(10) ** -3

fits = {
    "exp r = 1 + r + r^2 P(r), relative": (
        away_from(0, lambda r: (mp.exp(r) - 1 - r) / r**2, mp.mpf(1) / 2),
        -HALF_LN2, HALF_LN2, 4, lambda r: max(r**2 / mp.exp(r), SMALL / 10),
    ),
    "tanh x = x + x^3 P(x^2), relative": (
        away_from(0, lambda z: (mp.tanh(mp.sqrt(z)) / mp.sqrt(z) - 1) / z, -mp.mpf(1) / 3),
        mp.mpf(0), mp.mpf("0.625") ** 2, 4, lambda z: max(z, SMALL),
    ),
    "log(1 + m) = m - m^2 / 2 + m^3 P(m), relative": (
        away_from(0, lambda m: (mp.log(1 + m) - m + m * m / 2) / m**3, mp.mpf(1) / 3),
        ROOT_HALF - 1, 2 * ROOT_HALF - 1, 7, lambda m: max(abs(m**3 / mp.log(1 + m)) if m else 0, SMALL),
    ),
    "artanh s = s + s^3 P(s^2), relative": (
        away_from(0, lambda z: (mp.atanh(mp.sqrt(z)) / mp.sqrt(z) - 1) / z, mp.mpf(1) / 3),
        mp.mpf(0), mp.mpf(1) / 9, 3, lambda z: max(z, SMALL),
    ),
    "erf x = x P(x^2), relative": (
        away_from(0, lambda z: mp.erf(mp.sqrt(z)) / mp.sqrt(z), 2 / mp.sqrt(mp.pi)),
        mp.mpf(0), mp.mpf(1), 6, away_from(0, lambda z: mp.sqrt(z) / mp.erf(mp.sqrt(z)), mp.sqrt(mp.pi) / 2),
    ),
    "erf x = 1 - e^(-x^2) Q(2 / (2 + x)), absolute": (
        lambda t: mp.erfc(2 / t - 2) * mp.exp((2 / t - 2) ** 2),
        mp.mpf(1) / 3, mp.mpf(2) / 3, 5, lambda t: mp.exp(-((2 / t - 2) ** 2)),
    ),
}

for name, fit in fits.items():
    coefficients, error = remez(*fit)
    print(name, [mp.nstr(c, 10) for c in coefficients], "error", mp.nstr(error, 2))
