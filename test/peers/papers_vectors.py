"""Writes what the papers' methods of harness/optim give by their formulas, in float64 with NumPy alone.

Usage: python papers_vectors.py > ../unit/optim/papers-vectors.json

The methods train on the problem of optim_vectors.py: the gradient of number i at step t (from 0) is

    g_i(p, t) = (0.1 + 0.2 (i mod 5)) p_i + 0.5 sin(0.7 t + 1.3 i),   p_i = cos(i) at the start,

and its loss is the function of p with that gradient, plus 20. Numbers 3 to 16 belong to weight matrices.
"""

import json
import sys

import numpy as np

SIZE = 18
I = np.arange(SIZE)
STEEP = 0.1 + 0.2 * (I % 5)
MATRIX = (I >= 3) & (I < 17)
STEPS = 200
SHOWN = (1, 2, 3, 10, 50, 200)


def gradient(p, t):
    return STEEP * p + 0.5 * np.sin(0.7 * t + 1.3 * I)


def loss(p, t):
    return float(np.sum(STEEP * p * p / 2 + 0.5 * np.sin(0.7 * t + 1.3 * I) * p) + 20)


def rounded(row):
    return [float(f"{x:.8g}") for x in np.ravel(row)]


def run(step, state, judge=None):
    """`step(p, state, t) -> p, state`; `judge(p, state, steps done) -> p`."""
    p, shown = np.cos(I), {}
    for t in range(STEPS):
        p, state = step(p, state, t)
        if t + 1 in SHOWN:
            shown[t + 1] = {"params": rounded(p)}
            if judge is not None:
                shown[t + 1]["judged"] = rounded(judge(p, state, t + 1))
    return shown


class Adam:
    def __init__(self, b1, b2, eps=1e-8):
        self.b1, self.b2, self.eps = b1, b2, eps
        self.m, self.v, self.t = np.zeros(SIZE), np.zeros(SIZE), 0

    def direction(self, g):
        self.t += 1
        self.m = self.b1 * self.m + (1 - self.b1) * g
        self.v = self.b2 * self.v + (1 - self.b2) * g * g
        root = np.sqrt(self.v / (1 - self.b2**self.t)) + self.eps
        return self.m / (1 - self.b1**self.t) / root


def refined_online(peak, total, warmup, memory):
    """The online form of Defazio et al. 2023's refinement: future weights are taken to be the average of late ones."""
    adam, weights, decay = Adam(0.9, 0.99), [], 1 - 1 / memory

    def average(upto):
        powers = decay ** np.arange(upto, -1, -1)
        return np.dot(powers, weights[: upto + 1]) / np.sum(powers)

    def step(p, _, t):
        g = gradient(p, t)
        w = 1 / np.sum(np.abs(g))
        weights.append(min(w, 100 * average(t - 1)) if t > 0 else w)
        s = average(t)
        change = np.clip(s / average(min(t, warmup)), 1 / 10, 10)
        left = max(total - t, 0)
        rate = peak * min(t / warmup, 1) * change * s * left / (np.sum(weights) + s * left)
        return p - rate * (adam.direction(g) + 0.1 * MATRIX * p), None

    return run(step, None)


def hypergradient_cosine(rate, kappa, warmup):
    adam = Adam(0.9, 0.99)

    def step(p, state, t):
        log, last = state
        g = gradient(p, t)
        norms = np.linalg.norm(g) * np.linalg.norm(last)
        log = np.clip(log + kappa * (g @ last / norms if norms > 0 else 0), -np.log(10), np.log(10))
        u = adam.direction(g)
        eta = rate * np.exp(log) * min(t / warmup, 1)
        return p - eta * (u + 0.1 * MATRIX * p), (log, u)

    return run(step, (0.0, np.zeros(SIZE)))


def hypergradient_product(rate, kappa):
    """Baydin et al. 2018, the plain descent's form."""

    def step(p, state, t):
        eta, last = state
        g = gradient(p, t)
        eta = np.clip(eta + kappa * (g @ last), rate / 10, rate * 10)
        return p - eta * g, (eta, g)

    return run(step, (rate, np.zeros(SIZE)))


def fedspeed_one_client(rate, length, rho, alpha, lam):
    """FedSpeed as its authors' code has it, with one client: h carries the correction, x is the round's start."""

    def step(p, state, t):
        x, h, result = state
        if t % length == 0 and t > 0:
            h = h + (p - x)
            result = p
            x = p + h
            p = x
        g1 = gradient(p, t)
        g2 = gradient(p + rho * g1 / np.linalg.norm(g1), t)
        g = (1 - alpha) * g1 + alpha * g2 + (p + h - x) / lam
        return p - rate * g, (x, h, result)

    def judge(p, state, done):
        return p if done % length == 0 else state[2]

    start = np.cos(I)
    return run(step, (start, np.zeros(SIZE), start), judge)


def proximal_adam(rate, length, rho, alpha, lam, jump):
    adam = Adam(0.9, 0.999)

    def step(p, state, t):
        anchor = state
        if t % length == 0:
            anchor, p = p, p + jump * (p - anchor)
        g1 = gradient(p, t)
        g2 = gradient(p + rho * g1 / np.linalg.norm(g1), t)
        g = (1 - alpha) * g1 + alpha * g2 + (p - anchor) / lam
        return p - rate * adam.direction(g), anchor

    def judge(p, anchor, done):
        return p if done % length == 0 else anchor

    return run(step, np.cos(I), judge)


def script_losses(t):
    """Losses of four examples at step t."""
    return 0.05 + np.abs(np.sin(t + np.arange(4)))


def by_error_rate(rate):
    def step(p, _, t):
        beta = 1 / np.mean(1 - np.exp(-script_losses(t)))
        return p - rate * np.clip(beta, 1, 4) * gradient(p, t), None

    return run(step, None)


def fit_exponential(x, y):
    """a exp(b x) + c, b < 0, in least squares: a and c by lstsq at each b of ever finer grids in log(-b)."""
    x, y = np.asarray(x, float), np.asarray(y, float)
    low, high = np.log(0.1 / max(x.max(), 1)), np.log(3)
    best = None
    for _ in range(12):
        grid = np.linspace(low, high, 61)
        fits = []
        for beta in grid:
            basis = np.stack([np.exp(-np.exp(beta) * x), np.ones_like(x)], 1)
            (a, c), *_ = np.linalg.lstsq(basis, y, rcond=None)
            fits.append((float(np.sum((basis @ (a, c) - y) ** 2)), beta, a, c))
        best = min(fits)
        width = grid[1] - grid[0]
        low, high = best[1] - width, best[1] + width
        low, high = max(low, np.log(0.1 / max(x.max(), 1))), min(high, np.log(3))
    return best[2], -np.exp(best[1]), best[3]


def forecast(losses, at):
    n = len(losses)
    x, y = np.arange(n), np.asarray(losses, float)
    share = int(0.03 * n)
    rounds, drop = (10, share) if share >= 1 else (1, 1)
    half = -(-n // 2)
    for _ in range(rounds):
        if len(x) <= drop + 3:
            break
        off = np.abs(np.polyval(np.polyfit(x, y, 2), x) - y)
        first = np.flatnonzero(x < half)
        worst = first[np.argsort(-off[first])][:drop]
        x, y = np.delete(x, worst), np.delete(y, worst)
    a, b, c = fit_exponential(x, y)
    least, most = min(losses), max(losses)
    return float(np.clip(a * np.exp(b * at) + c, least - (most - least), most))


def van_der_corput(n):
    result, scale = 0.0, 0.5
    while n > 0:
        result, scale, n = result + (n % 2) * scale, scale / 2, n // 2
    return result


def auto_lrs(tau, search, count, low, high):
    """AutoLRS with momentum 0.5, written as its loops: for each stage, for each candidate, for each step."""
    line = []

    def descend(p, m, rate, t):
        m = 0.5 * m + gradient(p, t)
        return p - rate * m, m

    p, m, t, stage, rates, all_forecasts = np.cos(I), np.zeros(SIZE), 0, 0, [], []
    while len(line) < STEPS:
        forecasts, grid = [], []
        for i in range(count):
            grid.append(low * (high / low) ** ((i + van_der_corput(stage + 1)) / count))
            q, n, losses = p, m, []
            for _ in range(search):
                losses.append(loss(q, t))
                q, n = descend(q, n, grid[i], t)
                t += 1
                line.append((q, p))
            forecasts.append(forecast(losses, tau))
        rate = grid[int(np.argmin(forecasts))]
        rates.append(rate)
        all_forecasts.append(forecasts)
        for _ in range(tau):
            p, m = descend(p, m, rate, t)
            t += 1
            line.append((p, p))
        stage += 1
    shown = {
        s: {"params": rounded(line[s - 1][0]), "judged": rounded(line[s - 1][1])} for s in SHOWN
    }
    gaps = [np.diff(sorted(f))[0] for f in all_forecasts]
    assert min(gaps) > 1e-3, f"a choice between candidates hangs on rounding: {min(gaps)}"
    return shown


def methods():
    return {
        "refinedRate": refined_online(0.03, 200, 10, 20),
        "hypergradientCosine": hypergradient_cosine(0.01, 0.1, 10),
        "hypergradientProduct": hypergradient_product(0.02, 1e-4),
        "fedSpeedOneClient": fedspeed_one_client(0.05, 10, 0.1, 1.0, 10.0),
        "proximalAdam": proximal_adam(0.01, 8, 0.2, 0.5, 5.0, 0.5),
        "errorRate": by_error_rate(0.05),
        "autoLrs": auto_lrs(20, 6, 3, 0.01, 1.0),
    }


def schedules():
    def up(t):
        return 0.3 * t / 10

    def rex(t):
        x = min((t - 10) / 90, 1)
        return up(t) if t < 10 else 0.3 * 2 * (1 - x) / (2 - x)

    def infinite(fall):
        def rate(t):
            if t < 10:
                return up(t)
            x = min((t - 10) / 20, 1)
            if t < 70:
                return 0.06 + 0.24 * (1 - fall(x))
            return 0.06 * (0.003 / 0.06) ** min((t - 70) / 25, 1)

        return rate

    def h(x):
        return (1 + 10 * x) ** -0.5 - 1

    def rewarm(t):
        cycle, within = divmod(t, 50)
        if cycle > 1:
            return 0.03
        if cycle == 0:
            return up(t) if t < 10 else 0.03 + 0.27 * (1 + np.cos(np.pi * (t - 10) / 40)) / 2
        if within < 5:
            return 0.03 + (0.15 - 0.03) * within / 5
        return 0.03 + 0.12 * (1 + np.cos(np.pi * (within - 5) / 45)) / 2

    def slow(t):
        t = min(t, 100)
        away = 1 - t / 40 if t < 40 else (t - 40) / 60
        return 0.3 * np.exp(np.log(1e-3) * away)

    rules = {
        "warmRex": rex,
        "infiniteLinear": infinite(lambda x: x),
        "infiniteCosine": infinite(lambda x: (1 - np.cos(np.pi * x)) / 2),
        "infiniteInverseSqrt": infinite(lambda x: h(x) / h(1)),
        "rewarmRedecay": rewarm,
        "slowStartFastDecay": slow,
    }
    steps = (0, 1, 5, 9, 10, 11, 20, 30, 31, 49, 50, 53, 55, 69, 70, 82, 95, 99, 100, 150)
    return {name: {t: float(f"{rule(t):.8g}") for t in steps} for name, rule in rules.items()}


def refined(norms, power, smoothing):
    """The double loop over later steps, on medians taken the slow way."""
    n = len(norms)
    half = int(smoothing * n / 2)
    padded = [norms[0]] * half + list(norms) + list(norms[-2 : -2 - half : -1])
    w = [float(np.median(padded[t : t + 2 * half + 1])) ** -power for t in range(n)]
    w = np.minimum(w, 100 * np.median(w))
    rates = [w[t] * sum(w[s] for s in range(t + 1, n)) for t in range(n)]
    return rounded(np.array(rates) / max(rates))


def accelat(values, window, quiet, threshold, factor, maximize):
    """The authors' loop, an evaluation for an epoch, with the gain relative and towards the goal."""
    rate, since, means, rates = 1.0, quiet, [], []
    for k in range(len(values)):
        mean = np.mean(values[max(0, k + 1 - window) : k + 1])
        if len(means) > 0:
            gain = (mean - means[-1]) * (1 if maximize else -1) / abs(means[-1])
            since += 1
            if len(means) > window and since >= quiet and gain < threshold:
                rate, since = rate * factor, 0
        means.append(mean)
        rates.append(rate)
    return rounded(rates)


def plateaus():
    k = np.arange(30)
    rising = 0.8 * (1 - np.exp(-k / 4)) + 0.01 * np.sin(5 * k) + 0.1
    falling = 3 * np.exp(-k / 5) + 1 + 0.02 * np.cos(3 * k)
    cases = [
        (rising, 5, 5, 0.005, 0.8, True),
        (rising, 2, 2, 0.01, 0.5, True),
        (falling, 2, 2, 0.02, 0.5, False),
        (falling, 5, 5, 0.001, 0.8, False),
    ]
    names = ("values", "window", "quiet", "threshold", "factor", "maximize")
    shown = []
    for values, *rest in cases:
        values = rounded(values)
        case = dict(zip(names, (values, *rest)))
        shown.append({**case, "rates": accelat(values, *rest)})
    return shown


def forecasts():
    x = np.arange(100)
    smooth = 2 * np.exp(-0.03 * x) + 0.7
    spiked = smooth + 0.02 * np.sin(7 * x)
    spiked[[3, 20, 31]] += 1.5
    short = 1.5 * np.exp(-0.2 * x[:12]) + 1 + 0.01 * np.cos(5 * x[:12])
    rising = 1 + 0.05 * x[:20] + 0.01 * np.sin(3 * x[:20])
    series = {"smooth": smooth, "spiked": spiked, "short": short, "rising": rising}
    shown = {}
    for name, losses in series.items():
        losses = rounded(losses)
        at = 10 * len(losses)
        shown[name] = {"losses": losses, "at": at, "forecast": float(f"{forecast(losses, at):.8g}")}
    return shown


def spectra():
    """A dense symmetric matrix with its eigenvalues, a tridiagonal one with weights, and a small network's Hessian."""
    n = 12
    mix = np.sin(np.arange(n * n).reshape(n, n) ** 1.5)
    dense = mix @ mix.T / n - 0.2 * np.eye(n)
    diagonal, beside = 2 + np.cos(np.arange(8)), 0.5 + 0.3 * np.sin(np.arange(7))
    values, vectors = np.linalg.eigh(np.diag(diagonal) + np.diag(beside, 1) + np.diag(beside, -1))
    return {
        "dense": {"matrix": rounded(dense), "values": rounded(np.linalg.eigvalsh(dense))},
        "tridiagonal": {
            "diagonal": rounded(diagonal),
            "beside": rounded(beside),
            "values": rounded(values),
            "weights": rounded(vectors[0] ** 2),
        },
        "network": rounded(np.linalg.eigvalsh(network_hessian())),
    }


def network_hessian():
    """Of mean squared error of tanh(x W) V, x [8, 4], W [4, 6], V [6, 3], at sines; gradients by hand, then differences."""
    x = np.sin(np.arange(32.0).reshape(8, 4) * 1.7)
    y = np.cos(np.arange(24.0).reshape(8, 3) * 2.3)

    def slope(p):
        W, V = p[:24].reshape(4, 6), p[24:].reshape(6, 3)
        a = np.tanh(x @ W)
        error = 2 * (a @ V - y) / y.size
        dW = x.T @ ((error @ V.T) * (1 - a * a))
        return np.concatenate([dW.ravel(), (a.T @ error).ravel()])

    p = 0.6 * np.sin(np.arange(42.0) * 0.9 + 1)
    eye = 1e-5 * np.eye(42)
    hessian = np.stack([(slope(p + e) - slope(p - e)) / 2e-5 for e in eye])
    return (hessian + hessian.T) / 2


def whitened(rows, inputs, outputs, lam):
    x = np.sin(np.arange(rows * inputs).reshape(rows, inputs) * 0.7) + 0.3
    d = np.cos(np.arange(inputs * outputs).reshape(inputs, outputs) * 1.1)
    return rounded(np.linalg.solve(x.T @ x / rows + lam * np.eye(inputs), d))


def low_frequencies(shape, rows, columns):
    """Real part of the inverse transform of the lowest frequencies, times the ratio of sizes; axes are image, row, column, channel."""
    x = np.sin(1.3 * np.arange(np.prod(shape))).reshape(shape) + 0.2
    _, height, width, _ = shape
    z = np.fft.fftshift(np.fft.fft2(x, axes=(1, 2)), axes=(1, 2))
    top, left = height // 2 - rows // 2, width // 2 - columns // 2
    z = z[:, top : top + rows, left : left + columns]
    z = np.fft.ifft2(np.fft.ifftshift(z, axes=(1, 2)), axes=(1, 2))
    return rounded(z.real * (rows * columns) / (height * width))


def main():
    norms = rounded(3 * np.exp(-np.arange(60) / 20) + 0.5 + 0.4 * np.sin(2.0 * np.arange(60)))
    json.dump(
        {
            "made with": "NumPy, float64",
            "methods": methods(),
            "schedules": schedules(),
            "refined": {
                "norms": norms,
                "sgd": refined(norms, 2, 0.1),
                "adam": refined(norms, 1, 0.1),
            },
            "plateaus": plateaus(),
            "forecasts": forecasts(),
            "spectra": spectra(),
            "tract": whitened(40, 9, 5, 0.1),
            "lowFrequencies": low_frequencies((2, 8, 12, 2), 6, 8),
        },
        sys.stdout,
    )
    print()


main()
