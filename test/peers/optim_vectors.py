"""Writes the iterates of every method of harness/optim as optax or the method's paper give them, in float64.

Usage: python optim_vectors.py > ../unit/optim/vectors.json

All methods train on the problem of smooth_problem.py.
"""

import json
import sys

import jax
import jax.numpy as jnp
import numpy as np
import optax

from smooth_problem import MATRICES, SHAPES, gradient, run, run_optax, start, tree


def only_matrices(params):
    return {name: name in MATRICES for name in params}


def nadam(rate, b1, b2, eps, decay):
    """Choi et al. 2019, Table 1, with eps after the bias correction as in AlgoPerf, and decoupled weight decay."""

    def step(params, state, t):
        grads = gradient(params, t)
        m = tree(lambda m, g: b1 * m + (1 - b1) * g, state[0], grads)
        v = tree(lambda v, g: b2 * v + (1 - b2) * g * g, state[1], grads)

        def update(p, m, v, g):
            ahead = (b1 * m + (1 - b1) * g) / (1 - b1 ** (t + 1))
            return p - rate * (ahead / (np.sqrt(v / (1 - b2 ** (t + 1))) + eps) + decay * p)

        return tree(update, params, m, v, grads), (m, v)

    zeros = tree(np.zeros_like, start())
    return run(step, (zeros, zeros))


def schedule_free(rate, warmup, b1, r, power, decay):
    """Defazio et al. 2024, equations 3 to 5, with z and x kept and y made of them; SGD with weight decay at y."""

    def step(y, state, t):
        z, x, top, weights = state
        lr = rate * min(t / warmup, 1)
        top = max(top, lr)
        weight = (t + 1) ** r * top**power
        weights += weight
        c = weight / weights if weights > 0 else 0
        z = tree(lambda z, g, y: z - lr * (g + decay * y), z, gradient(y, t), y)
        x = tree(lambda x, z: (1 - c) * x + c * z, x, z)
        return tree(lambda x, z: (1 - b1) * z + b1 * x, x, z), (z, x, top, weights)

    return run(step, (start(), start(), 0.0, 0.0), lambda y, state, t: state[1])


def averaged_sgd(rate, decay):
    average = optax.ema(decay, debias=True)
    update = jax.jit(average.update)

    def step(params, state, t):
        params = tree(lambda p, g: p - rate * g, params, gradient(params, t))
        judged, inner = update(params, state[0])
        return params, (inner, judged)

    return run(step, (average.init(start()), None), lambda params, state, t: state[1])


def sam(rule, rho):
    """Foret et al. 2020, Algorithm 1."""
    update = jax.jit(rule.update)

    def step(params, state, t):
        first = gradient(params, t)
        norm = optax.global_norm(first)
        worst = tree(lambda p, g: p + rho * g / norm, params, first)
        updates, state = update(gradient(worst, t), state, params)
        return optax.apply_updates(params, updates), state

    return run(step, rule.init(start()))


def muon(rate, beta):
    """Jordan et al. 2024 with the scale of Liu et al. 2025, on the matrices; the others do not move."""
    coefficients = jnp.array((3.4445, -4.7750, 2.0315))

    @jax.jit
    def descend(params, m, grads):
        return {n: params[n] - rate * direction(n, m[n], grads[n]) for n in params}

    def direction(name, m, g):
        if name not in MATRICES:
            return jnp.zeros_like(m)
        x = jnp.reshape(beta * m + (1 - beta) * g, (-1, m.shape[-1]))
        y = optax.contrib._muon.orthogonalize_via_newton_schulz(x, coefficients)
        return jnp.reshape(0.2 * np.sqrt(max(x.shape)) * y, m.shape)

    def step(params, m, t):
        grads = gradient(params, t)
        m = tree(lambda m, g: beta * m + (1 - beta) * g, m, grads)
        return descend(params, m, grads), m

    return run(step, tree(jnp.zeros_like, start()))


def methods():
    cosine = optax.join_schedules(
        [optax.linear_schedule(0, 0.03, 10), optax.cosine_decay_schedule(0.03, 190)], [10]
    )
    line = optax.join_schedules(
        [optax.linear_schedule(0, 0.1, 10), optax.linear_schedule(0.1, 0.001, 170)], [10]
    )
    nesterov = optax.chain(
        optax.add_decayed_weights(0.01), optax.sgd(line, momentum=0.9, nesterov=True)
    )
    free = optax.contrib.schedule_free_adamw(0.02, b1=0.9, b2=0.99, weight_decay=0.05)
    judge_free = lambda y, state, t: optax.contrib.schedule_free_eval_params(state, y)
    return {
        "adam": run_optax(optax.adam(0.01)),
        "adamLargeEps": run_optax(optax.adam(0.01, b1=0.8, b2=0.95, eps=0.1)),
        "adamw": run_optax(optax.adamw(cosine, b2=0.99, weight_decay=0.1, mask=only_matrices)),
        "nadamw": nadam(0.01, 0.9, 0.99, 1e-8, 0.1),
        "momentum": run_optax(optax.sgd(0.02, momentum=0.9)),
        "nesterov": run_optax(nesterov),
        "clipByGlobalNorm": run_optax(optax.chain(optax.clip_by_global_norm(2.2), optax.sgd(0.1))),
        "clipByValue": run_optax(optax.chain(optax.clip(0.4), optax.sgd(0.1))),
        "lion": run_optax(optax.lion(0.003, weight_decay=0.1)),
        "scheduleFreeSgd": schedule_free(0.1, 20, 0.9, 0.75, 2, 0.05),
        "scheduleFreeAdamw": run_optax(free, judge_free),
        "averaged": averaged_sgd(0.1, 0.9),
        "sam": sam(optax.adamw(0.01, weight_decay=0.1), 0.2),
        "muon": muon(0.02, 0.95),
        "prodigy": run_optax(optax.contrib.prodigy(1.0, weight_decay=0.01, estim_lr0=1e-3)),
    }


def schedules():
    steps = (0, 1, 5, 9, 10, 11, 60, 99, 100, 150)
    rules = {
        "warmupCosine": optax.warmup_cosine_decay_schedule(0.0, 0.3, 10, 100, 0.03),
        "warmupLinear": optax.join_schedules(
            [optax.linear_schedule(0, 0.3, 10), optax.linear_schedule(0.3, 0.03, 90)], [10]
        ),
        "warmupConstant": optax.warmup_constant_schedule(0.0, 0.3, 10),
        "cosine": optax.cosine_decay_schedule(0.3, 100, 0.1),
        "polynomial": optax.polynomial_schedule(0.3, 0.03, 2, 100),
    }
    return {
        name: {step: float(f"{rule(step):.8g}") for step in steps} for name, rule in rules.items()
    }


json.dump(
    {
        "made with": f"optax {optax.__version__}, float64",
        "shapes": SHAPES,
        "methods": methods(),
        "schedules": schedules(),
    },
    sys.stdout,
)
print()
