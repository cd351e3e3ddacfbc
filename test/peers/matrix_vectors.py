"""Writes the iterates of the matrix methods of harness/optim in float64, from their equations.

Usage: python matrix_vectors.py > ../unit/optim/matrix-vectors.json

Roots are taken by eigendecomposition, orthonormal bases by Householder QR, where harness/optim has products of
matrices only. All methods train on one smooth problem, the gradient of number i at step t (from 0) being

    g_i(p, t) = (0.1 + 0.2 (i mod 5)) p_i + 0.5 sin(0.7 t + 1.3 i^2),

with the numbers of all tensors counted in one row and p_i = cos(i) at the start. A case holds the parameters after
some steps, each as one row of numbers.
"""

import json
import sys

import numpy as np

SHAPES = {"a": (3,), "b": (4, 4), "c": (2, 1, 2, 4), "d": (), "e": (5, 3), "f": (3,)}
SIZE = sum(int(np.prod(shape)) for shape in SHAPES.values())
STEPS = 60
SHOWN = (1, 2, 5, 10, 20, 60)
RIDGE = 1e-6


def unflatten(row):
    params, at = {}, 0
    for name, shape in SHAPES.items():
        size = int(np.prod(shape))
        params[name] = np.reshape(row[at : at + size], shape)
        at += size
    return params


def flatten(params):
    return np.concatenate([np.reshape(params[name], -1) for name in SHAPES])


def gradient(params, step):
    i = np.arange(SIZE)
    return unflatten((0.1 + 0.2 * (i % 5)) * flatten(params) + 0.5 * np.sin(0.7 * step + 1.3 * i * i))


def run(rate, rules):
    """`rules[name]` has a method `update(g, t)`, t counted from 1, for one tensor or, under a tuple, for several."""
    params, shown = unflatten(np.cos(np.arange(SIZE))), {}
    for t in range(1, STEPS + 1):
        grads = gradient(params, t - 1)
        for names, rule in rules.items():
            if isinstance(names, tuple):
                updates = rule.update([grads[name] for name in names], t)
            else:
                names, updates = (names,), [rule.update(grads[names], t)]
            for name, update in zip(names, updates):
                params[name] = params[name] - rate * update
        if t in SHOWN:
            shown[t] = [float(f"{x:.9g}") for x in flatten(params)]
    return shown


def as_matrix(x, merge=0):
    if x.ndim < 2 or x.size <= merge:
        return np.reshape(x, (1, -1))
    return np.reshape(x, (-1, x.shape[-1]))


def frobenius(a):
    return np.sqrt(np.sum(a * a))


def root(a, p, old):
    """(a + RIDGE ||a|| I)^(-1/p)"""
    if frobenius(a) == 0:
        return old
    values, vectors = np.linalg.eigh(a)
    values = np.maximum(values, 0) + RIDGE * frobenius(a)
    return (vectors * values ** (-1 / p)) @ vectors.T


def edges(length, block):
    count = -(-length // block)
    return np.cumsum([0] + [(length + i) // count for i in range(count)])


def blocks_of(shape, block):
    rows, columns = edges(shape[0], block), edges(shape[1], block)
    return [
        (slice(r0, r1), slice(c0, c1))
        for r0, r1 in zip(rows, rows[1:])
        for c0, c1 in zip(columns, columns[1:])
    ]


class Plain:
    def update(self, g, t):
        return g


class Still:
    def update(self, g, t):
        return 0 * g


class Nadam:
    """Choi et al. 2019, Table 1, with eps after the bias correction."""

    def __init__(self, b1, b2, eps=1e-8):
        self.b1, self.b2, self.eps, self.m, self.v = b1, b2, eps, 0, 0

    def update(self, g, t):
        self.m = self.b1 * self.m + (1 - self.b1) * g
        self.v = self.b2 * self.v + (1 - self.b2) * g * g
        self.ahead = (self.b1 * self.m + (1 - self.b1) * g) / (1 - self.b1**t)
        return self.ahead / (np.sqrt(self.v / (1 - self.b2**t)) + self.eps)


class Muon:
    """Jordan et al. 2024: Newton-Schulz as printed there, on X itself."""

    def __init__(self, momentum, nesterov, scale):
        self.b, self.nesterov, self.scale, self.m = momentum, nesterov, scale, 0

    def update(self, g, t):
        self.m = self.b * self.m + (1 - self.b) * g
        x = as_matrix(self.b * self.m + (1 - self.b) * g if self.nesterov else self.m)
        rows, columns = x.shape
        x = x / (frobenius(x) + 1e-8)
        for _ in range(5):
            a = x @ x.T
            x = 3.4445 * x + (-4.775 * a + 2.0315 * a @ a) @ x
        return np.reshape(self.scale(rows, columns) * x, g.shape)


class Shampoo:
    """Gupta et al. 2018 with averages, blocks and grafting as in Shi et al. 2023, Algorithm 2."""

    def __init__(self, b1, b2, every, block):
        self.b2, self.every, self.block = b2, every, block
        self.graft, self.state = Nadam(b1, b2), {}

    def update(self, g, t):
        size = self.graft.update(g, t)
        matrix, ahead, wanted = (as_matrix(x, self.block) for x in (g, self.graft.ahead, size))
        out = np.array(wanted)
        for at, (r, c) in enumerate(blocks_of(matrix.shape, self.block)):
            part = matrix[r, c]
            sides = [axis for axis in (0, 1) if part.shape[axis] > 1]
            direction = ahead[r, c]
            for axis in sides:
                n = part.shape[axis]
                factor, inverse = self.state.get((at, axis), (np.zeros((n, n)), np.eye(n)))
                gram = part @ part.T if axis == 0 else part.T @ part
                factor = self.b2 * factor + (1 - self.b2) * gram
                if t % self.every == 0:
                    inverse = root(factor / (1 - self.b2**t), 2 * len(sides), inverse)
                self.state[at, axis] = (factor, inverse)
                direction = inverse @ direction if axis == 0 else direction @ inverse
            if t >= self.every:
                norm = frobenius(direction) + 1e-16
                out[r, c] = direction * frobenius(wanted[r, c]) / norm
        return np.reshape(out, g.shape)


class Caspr:
    """AlgoPerf's entry caspr_adaptive, with ridges relative to the Frobenius norm."""

    def __init__(self, b1, b2, every, start, block):
        self.b2, self.every, self.start, self.block = b2, every, start, block
        self.nadam, self.state = Nadam(b1, b2), {}

    def update(self, g, t):
        alone = self.nadam.update(g, t)
        if g.ndim < 2:
            return alone
        matrix, ahead = as_matrix(g), as_matrix(self.nadam.ahead)
        out = np.zeros_like(matrix)
        for at, (r, c) in enumerate(blocks_of(matrix.shape, self.block)):
            out[r, c] = self.block_update(at, matrix[r, c], ahead[r, c], t)
        if t <= self.start:
            return alone
        return np.reshape(out * frobenius(alone) / (frobenius(out) + 1e-16), g.shape)

    def block_update(self, at, g, ahead, t):
        m, n = g.shape
        fresh_start = (RIDGE * np.eye(m), RIDGE * np.eye(m), np.eye(n), np.eye(m), np.eye(n))
        left, before, right, p, q = self.state.get(at, fresh_start)
        c = 1
        if max(t - 1, 1) % self.every == 0:
            c = max(np.trace(p @ (before + RIDGE * frobenius(before) * np.eye(m)) @ p), 0) / m
            before = left
        left = self.b2 * left + (1 - self.b2) * g @ g.T
        right = self.b2 * c * right + (1 - self.b2) * g.T @ p @ p @ g / m
        if t % self.every == 0:
            p, q = root(left, 2, p), root(right, 2, q)
        self.state[at] = (left, before, right, p, q)
        return p @ ahead @ q


class Soap:
    """Vyas et al. 2024, Algorithm 3, in the order of its authors' code; bases by orthogonal iteration from the start."""

    def __init__(self, b1, b2, every, max_side, rounds, eps=1e-8):
        self.b1, self.b2, self.eps, self.every = b1, b2, eps, every
        self.max_side, self.rounds, self.m, self.v = max_side, rounds, 0, 0

    def grams(self, g):
        return {0: g @ g.T, 1: g.T @ g}

    def round(self, factor, basis):
        a = factor / frobenius(factor) + RIDGE * np.eye(len(factor))
        order = np.argsort(-np.sum(basis * (a @ basis), 0), kind="stable")
        q, r = np.linalg.qr(a @ basis[:, order])
        return q * np.sign(np.diag(r)), order

    def rotate(self, x):
        for axis, q in self.bases.items():
            x = q.T @ x if axis == 0 else x @ q
        return x

    def rotate_back(self, x):
        for axis, q in self.bases.items():
            x = q @ x if axis == 0 else x @ q.T
        return x

    def update(self, g, t):
        x = as_matrix(g)
        if t == 1:
            return np.reshape(self.begin(x), g.shape)
        t -= 1
        turned = self.rotate(x)
        self.m = self.b1 * self.m + (1 - self.b1) * turned
        self.v = self.b2 * self.v + (1 - self.b2) * turned**2
        size = np.sqrt(1 - self.b2**t) / (1 - self.b1**t)
        update = size * self.rotate_back(self.m / (np.sqrt(self.v) + self.eps))
        grams = self.grams(x)
        for axis in self.bases:
            self.factors[axis] = self.b2 * self.factors[axis] + (1 - self.b2) * grams[axis]
        if t % self.every == 0:
            self.change()
        return np.reshape(update, g.shape)

    def begin(self, x):
        sides = [s for s in (0, 1) if x.shape[0] > 1 and 1 < x.shape[s] <= self.max_side]
        self.factors = {side: (1 - self.b2) * self.grams(x)[side] for side in sides}
        self.bases = {}
        for side, factor in self.factors.items():
            basis = np.eye(len(factor))
            for _ in range(self.rounds):
                basis, _ = self.round(factor, basis)
            self.bases[side] = basis
        return 0 * x

    def change(self):
        plain = self.rotate_back(self.m)
        for axis in self.bases:
            self.bases[axis], order = self.round(self.factors[axis], self.bases[axis])
            self.v = self.v[order] if axis == 0 else self.v[:, order]
        self.m = self.rotate(plain)


class Mkor:
    """One dense layer of mkor, its means from the gradients; `exact` inverts by LAPACK what is said to be inverted."""

    def __init__(self, gamma, every, exact, zeta=0.9):
        self.gamma, self.every, self.exact, self.zeta = gamma, every, exact, zeta
        self.inverses = None

    def take_in(self, m, v):
        v, eye = np.clip(v, -100, 100), np.eye(len(v))
        if self.exact:
            m = np.linalg.inv(self.gamma * np.linalg.inv(m) + (1 - self.gamma) * np.outer(v, v))
        else:
            m = np.linalg.inv(np.linalg.inv(self.gamma * m + (1 - self.gamma) * eye) + np.outer(v, v))
        return self.zeta * m + (1 - self.zeta) * eye if np.max(np.abs(m)) > 2 else m

    def update(self, grads, t):
        w, b = grads
        d = np.vstack([w, b])
        if self.inverses is None:
            self.inverses = (np.eye(len(d)), np.eye(len(b)))
        if t > 1 and (t - 1) % self.every == 0:
            means = (d @ b / (b @ b), b)
            self.inverses = tuple(self.take_in(m, v) for m, v in zip(self.inverses, means))
        u = self.inverses[0] @ d @ self.inverses[1]
        u *= (frobenius(w) + frobenius(b)) / (frobenius(u[:-1]) + frobenius(u[-1]))
        return u[:-1], u[-1]


def each(make):
    return {name: make() for name in SHAPES}


def methods():
    match_adam = lambda rows, columns: 0.2 * np.sqrt(max(rows, columns))
    match_spectral = lambda rows, columns: np.sqrt(max(1, columns / rows))
    muon = lambda make: {n: make() if len(SHAPES[n]) > 1 else Still() for n in SHAPES}
    mkor = lambda exact: {
        ("e", "f"): Mkor(0.9, 2, exact),
        **{name: Plain() for name in ("a", "b", "c", "d")},
    }
    return {
        "muon": run(0.02, muon(lambda: Muon(0.95, True, match_adam))),
        "muonSpectral": run(0.02, muon(lambda: Muon(0.9, False, match_spectral))),
        "shampoo": run(0.02, each(lambda: Shampoo(0.9, 0.95, 4, 3))),
        "shampooWhole": run(0.02, each(lambda: Shampoo(0.8, 0.9, 6, 64))),
        "caspr": run(0.02, each(lambda: Caspr(0.9, 0.95, 4, 6, 3))),
        "soap": run(0.02, each(lambda: Soap(0.9, 0.95, 3, 4, 10))),
        "mkor": run(0.1, mkor(False)),
        "mkorExact": run(0.1, mkor(True)),
    }


json.dump(
    {
        "made with": "numpy, float64",
        "shapes": SHAPES,
        "methods": methods(),
    },
    sys.stdout,
)
print()
