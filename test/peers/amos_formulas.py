"""Amos as entered to AlgoPerf (Tian), in NumPy: one function a style, formulas in the order in which a step needs them."""

import numpy as np

from smooth_problem import SHAPES, gradient, run, start

TINY = float(np.finfo(np.float32).tiny)
# What smooth-problem.ts calls bias, embedding, convolution and scale of a norm.
SIZES = {"a": 0.5, "b": 1.0, "c": np.sqrt(1 / 4), "d": 1.0}
SIZED = ("a", "b")


def reduced(name):
    """Axes over which means are taken: all, but for the embedding's rows."""
    return (1,) if name == "b" else tuple(range(len(SHAPES[name])))


def mean(name, x):
    return np.mean(x, axis=reduced(name), keepdims=True)


def amos(style, rate, b1, b2, l2, warmup, size):
    def one(name, theta, g, state, t):
        n, m, b = state
        xi = rate * min((t - 1) / warmup, 1)
        shared = theta.size / (SHAPES[name][0] if name == "b" else 1)
        eta = size if size is not None and name in SIZED else SIZES[name]
        s = np.sqrt(shared)
        q = np.sqrt(1 - 1 / s)
        tau = q * np.log(s * (1 + q) ** 2)
        limit = 1 + l2 * ((1 + tau / 2) ** 2 - 1) ** 2
        if t > 1:
            before = n / (1 - b2 ** (t - 1)) + np.zeros_like(g)
            g = np.where(before > 0, g / np.sqrt(np.maximum(g**2 / np.maximum(before, TINY), 1)), g)
        a = np.sqrt(1 + b)
        if style == "adam":
            m = b1 * m + (1 - b1) * g
            n = b2 * n + g**2
            v = np.maximum(n * (1 - b2) / (1 - b2**t), TINY)
            u = m / np.sqrt(v)
            h = (1 + b1) / (1 - b1) * mean(name, m**2) / mean(name, v)
            x = xi**2 / np.maximum(h, a)
        else:
            n = b2 * n + mean(name, g**2)
            v = np.maximum(n * (1 - b2) / (1 - b2**t), TINY)
            u = g / np.sqrt(v)
            h = mean(name, g**2) / v
            x = xi**2 / a
        w = -x / 2 * (limit / (1 + l2 * b**2) * h + l2)
        e = (2 * a / (1 + np.sqrt(1 + 2 * a / (2 + tau)))) ** 2 - 1
        f = (1 + l2 * b * e) / (1 + l2 / limit * (1 + l2 * b**2))
        u = (w * theta - eta * xi * u) / (1 + eta * a * f * e)
        b = b + x * ((h if style == "adam" else 1) / s + b)
        if style == "reduced":
            m = b1 * m + (1 - b1) * u
            u = m
        return theta + u, (n, m, b)

    def step(params, state, t):
        grads = gradient(params, t)
        made = {name: one(name, params[name], grads[name], state[name], t + 1) for name in SHAPES}
        return {n: new for n, (new, _) in made.items()}, {n: kept for n, (_, kept) in made.items()}

    def first(name):
        zero = np.zeros(SHAPES[name])
        return (zero if style == "adam" else mean(name, zero), zero, mean(name, zero))

    return run(step, {name: first(name) for name in start()})
