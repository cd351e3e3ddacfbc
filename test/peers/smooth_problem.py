"""The problem on which methods of harness/optim are compared step by step, in float64; test/unit/optim/smooth-problem.ts is its twin.

The gradient of number i at step t (from 0) is

    g_i(p, t) = (0.1 + 0.2 (i mod 5)) p_i + 0.5 sin(0.7 t + 1.3 i),

with the numbers of all tensors counted in one row and p_i = cos(i) at the start. A case holds the parameters after
some steps, each as one row of numbers, and what is to be judged where that differs.
"""

import jax
import numpy as np
import optax

jax.config.update("jax_enable_x64", True)

SHAPES = {"a": (3,), "b": (2, 3), "c": (2, 1, 2, 2), "d": ()}
MATRICES = ("b", "c")
SIZE = sum(int(np.prod(shape)) for shape in SHAPES.values())
STEPS = 200
SHOWN = (1, 2, 3, 10, 50, 200)


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
    return unflatten((0.1 + 0.2 * (i % 5)) * flatten(params) + 0.5 * np.sin(0.7 * step + 1.3 * i))


def start():
    return unflatten(np.cos(np.arange(SIZE)))


def zeros():
    return tree(np.zeros_like, start())


def tree(function, *trees):
    return jax.tree.map(function, *trees)


def rounded(params):
    return [float(f"{x:.8g}") for x in flatten(params)]


def run(step, state, judge=None):
    """`step(params, state, t) -> params, state`; `judge(params, state, t) -> params`."""
    params, shown = start(), {}
    for t in range(STEPS):
        params, state = step(params, state, t)
        if t + 1 in SHOWN:
            shown[t + 1] = {"params": rounded(params)}
            if judge is not None:
                shown[t + 1]["judged"] = rounded(judge(params, state, t + 1))
    return shown


def run_optax(rule, judge=None):
    update = jax.jit(rule.update)

    def step(params, state, t):
        updates, state = update(gradient(params, t), state, params)
        return optax.apply_updates(params, updates), state

    return run(step, rule.init(start()), judge)
