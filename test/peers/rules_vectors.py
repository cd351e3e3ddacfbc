"""Writes the iterates of the rules of AlgoPerf's field as optax, timm or the rule's own formulas give them, in float64.

Usage: python rules_vectors.py > ../unit/optim/rules-vectors.json

All methods train on the problem of smooth_problem.py. The formulas in NumPy are of the entries and papers that the files of
harness/optim name.
"""

import importlib
import importlib.util
import json
import sys
import types

import jax.numpy as jnp
import numpy as np
import optax
import torch

from amos_formulas import amos
from smooth_problem import SHAPES, gradient, run, run_optax, start, tree, zeros


def optimizer_of_timm(name):
    """The file of one optimizer alone: the package itself wants torchvision."""
    found = importlib.util.find_spec("timm").submodule_search_locations[0]
    for package, folder in (("timm", found), ("timm.optim", f"{found}/optim")):
        module = types.ModuleType(package)
        module.__path__ = [folder]
        sys.modules[package] = module
    return importlib.import_module(f"timm.optim.{name}")


def run_torch(make):
    """`make(list of tensors) -> torch.optim.Optimizer`."""
    tensors = {n: torch.tensor(x, dtype=torch.float64) for n, x in start().items()}
    rule = make(list(tensors.values()))

    def step(params, _, t):
        for name, grad in gradient(params, t).items():
            tensors[name].grad = torch.tensor(grad, dtype=torch.float64)
        rule.step()
        return {n: x.numpy().copy() for n, x in tensors.items()}, None

    return run(step, None)


def adafactor(rate, b1, decay):
    """AlgoPerf's: Adam's decay with its bias correction folded in, momentum of finished steps, decoupled decay."""
    return optax.chain(
        optax.scale_by_factored_rms(
            decay_rate=0.99,
            decay_rate_fn=lambda i, b: b * (1 - b**i) / (1 - b ** (i + 1.0)),
            min_dim_size_to_factor=0,
        ),
        optax.clip_by_block_rms(1.0),
        optax.scale_by_learning_rate(rate),
        optax.ema(b1, debias=False),
        optax.add_decayed_weights(-decay * rate),
    )


def ademamix(rate, b1, b2, b3, alpha, horizon, decay):
    share = lambda n: jnp.minimum(1.0, (n + 1) / horizon)
    return optax.contrib.ademamix(
        rate,
        b1=b1,
        b2=b2,
        b3=lambda n: jnp.exp(1 / ((1 - share(n)) / np.log(b1) + share(n) / np.log(b3))),
        alpha=lambda n: alpha * share(n),
        weight_decay=decay,
    )


def nadamp(rate, b1, b2, p):
    def step(params, state, t):
        g = gradient(params, t)
        m = tree(lambda m, g: b1 * m + (1 - b1) * g, state[0], g)
        v = tree(lambda v, g: b2 * v + (1 - b2) * g**2, state[1], g)
        ahead = tree(lambda m, g: (b1 * m + (1 - b1) * g) / (1 - b1 ** (t + 1)), m, g)
        root = tree(lambda v: (v / (1 - b2 ** (t + 1))) ** (1 / p) + 1e-8, v)
        return tree(lambda x, n, r: x - rate * n / r, params, ahead, root), (m, v)

    return run(step, (zeros(), zeros()))


def adamg(horizon):
    b1, b2, b3 = 0.95, 0.999, 0.95

    def step(params, state, t):
        m, v, r = state
        g = gradient(params, t)
        k = t + 1
        v = tree(lambda v, g: b2 * v + (1 - b2) * g**2, v, g)
        r = tree(lambda r, v: b3 * r + (1 - b3) * 0.2 * v**0.24, r, v)
        m = tree(lambda m, r, g: b1 * m + (1 - b1) * r * g, m, r, g)
        rate = min(0.5 + 0.5 * np.cos(np.pi * min(t / horizon, 1)), 1 / np.sqrt(k))
        new = lambda x, m, v: x - rate * m / (1 - b1**k) / (np.sqrt(v / (1 - b2**k)) + 1e-8)
        return tree(new, params, m, v), (m, v, r)

    return run(step, (zeros(), zeros(), zeros()))


def line(t, warmup):
    """Share of a linear warmup, 0 at the first step."""
    return min(t / warmup, 1)


def schedule_free_at_x(rate, warmup, b1, r, b2, decay):
    """The method's first AlgoPerf entry but for where eps stands: x, z and y all kept, weight decay at x."""

    def step(y, state, t):
        z, x, v, top, total = state
        lr = rate * line(t, warmup)
        top = max(top, lr)
        total += (t + 1) ** r * top**2
        c = (t + 1) ** r * top**2 / total if total > 0 else 0
        g = gradient(y, t)
        v = tree(lambda v, g: b2 * v + (1 - b2) * g**2, v, g)
        root = tree(lambda v: np.sqrt(v / (1 - b2 ** (t + 1))) + 1e-8, v)
        z = tree(lambda z, x, g, s: z - lr * (g / s + decay * x), z, x, g, root)
        x = tree(lambda x, z: (1 - c) * x + c * z, x, z)
        return tree(lambda x, z: (1 - b1) * z + b1 * x, x, z), (z, x, v, top, total)

    first = (start(), start(), zeros(), 0.0, 0.0)
    return run(step, first, lambda y, state, t: state[1])


def weighted_schedule_free(rate, warmup, b1, b2, decay):
    first = start()

    def step(x, state, t):
        z, s, v, total = state
        k, lr = t + 1, rate * line(t, warmup)
        y = tree(lambda x, z: b1 * x + (1 - b1) * z, x, z)
        g = gradient(y, t)
        v = tree(lambda v, g: b2 * v + (1 - b2) * g**2, v, g)
        s = tree(lambda s, y: s + k * lr * decay * y, s, y)
        s = tree(lambda s, g, v: s + k * lr * g / (np.sqrt(v / (1 - b2**k)) + 1e-8), s, g, v)
        z = tree(lambda a, s: a - s / k, first, s)
        total += k * lr**2
        c = k * lr**2 / total if total > 0 else 0
        return tree(lambda x, z: (1 - c) * x + c * z, x, z), (z, s, v, total)

    return run(step, (start(), zeros(), zeros(), 0.0))


def schedule_free_prodigy(warmup, b1, b2, d0, decay):
    first, b3 = start(), np.sqrt(b2)

    def step(x, state, t):
        z, s, v, num, d, total = state
        y = tree(lambda x, z: b1 * x + (1 - b1) * z, x, z)
        g = gradient(y, t)
        rho = d * line(t, warmup)
        num = b3 * num + d * rho * sum(np.sum(g[n] * (first[n] - z[n])) for n in SHAPES)
        v = tree(lambda v, g: b2 * v + (1 - b2) * d**2 * g**2, v, g)
        s = tree(lambda s, g: b3 * s + d * rho * g, s, g)
        size = sum(np.sum(np.abs(s[n])) for n in SHAPES)
        new = max(d, num / size) if size > 0 else d
        z = tree(lambda z, x: z - decay * rho * x, z, x)
        z = tree(lambda z, g, v: z - new * rho * g / (np.sqrt(v) + new * 1e-8), z, g, v)
        total += (t + 1) ** 0.75
        c = (t + 1) ** 0.75 / total
        return tree(lambda x, z: (1 - c) * x + c * z, x, z), (z, s, v, num, new, total)

    return run(step, (start(), zeros(), zeros(), 0.0, d0, 0.0))


def descent(rate):
    return lambda params, t: tree(lambda p, g: p - rate * g, params, gradient(params, t))


def lawa_queue(rate, begin, every, count):
    move = descent(rate)

    def step(params, queue, t):
        params = move(params, t)
        due = t + 1 >= begin and (t + 1 - begin) % every == 0
        return params, (queue + [params])[-count:] if due else queue

    mean = lambda *sets: sum(sets) / count
    return run(step, [], lambda p, queue, t: p if len(queue) < count else tree(mean, *queue))


def lawa_ema(rate, begin, every, decay):
    move = descent(rate)

    def step(params, average, t):
        params = move(params, t)
        if t + 1 < begin or (t + 1 - begin) % every != 0:
            return params, average
        mix = lambda a, p: decay * a + (1 - decay) * p
        return params, params if average is None else tree(mix, average, params)

    return run(step, None, lambda p, average, t: p if average is None else average)


def diloco(every, outer, momentum):
    """AdamW inside, whose moments go on; Nesterov momentum outside."""
    inner = optax.adamw(0.01, b2=0.99, weight_decay=0.1)

    def step(fast, state, t):
        adam, slow, b = state
        updates, adam = inner.update(gradient(fast, t), adam, fast)
        fast = optax.apply_updates(fast, updates)
        if (t + 1) % every != 0:
            return fast, (adam, slow, b)
        delta = tree(lambda s, f: s - f, slow, fast)
        b = tree(lambda b, d: momentum * b + d, b, delta)
        slow = tree(lambda s, d, b: s - outer * (d + momentum * b), slow, delta, b)
        return slow, (adam, slow, b)

    first = (inner.init(start()), start(), zeros())
    return run(step, first, lambda p, state, t: state[1])


def restarted(ends):
    """Adam three times, at a third of the rate each, from the same start."""

    def step(params, state, t):
        k, began, adam = state
        if k < len(ends) and t == ends[k]:
            k, began, params, adam = k + 1, t, start(), optax.adam(1).init(start())
        updates, adam = optax.adam(0.03 / (k + 1)).update(gradient(params, t), adam, params)
        return optax.apply_updates(params, updates), (k, began, adam)

    return run(step, (0, 0, optax.adam(1).init(start())))


def per_path(rate, factors):
    """Momentum whose steps are a tensor's own."""
    rule = optax.sgd(rate, momentum=0.9)

    def step(params, state, t):
        updates, state = rule.update(gradient(params, t), state, params)
        return {n: params[n] + factors[n] * updates[n] for n in SHAPES}, state

    return run(step, rule.init(start()))


def methods():
    nadamw = optimizer_of_timm("nadamw").NAdamW
    own = dict(lr=0.01, betas=(0.9, 0.99), weight_decay=0.1)
    lars = optax.lars(0.05, weight_decay=0.01, trust_coefficient=0.5, momentum=0.9)
    lamb = optax.lamb(0.02, b2=0.99, eps=1e-6, weight_decay=0.1)
    return {
        "amsgrad": run_optax(optax.amsgrad(0.01, b2=0.99)),
        "adafactor": run_optax(adafactor(0.02, 0.9, 0.1)),
        "sign": run_optax(optax.sign_sgd(0.003)),
        "nadamw": run_torch(lambda tensors: nadamw(tensors, **own)),
        "cautious": run_torch(lambda tensors: nadamw(tensors, caution=True, **own)),
        "nadamp": nadamp(0.01, 0.9, 0.99, 1.5),
        "lamb": run_optax(lamb),
        "lars": run_optax(lars),
        "ademamix": run_optax(ademamix(0.005, 0.8, 0.99, 0.98, 3.0, 150, 0.1)),
        "adamg": adamg(150),
        "amosAdam": amos("adam", 0.05, 0.9, 0.98, 0.002, 20, None),
        "amosReduced": amos("reduced", 0.05, 0.9, 0.98, 0.012, 20, None),
        "amosSized": amos("adam", 0.05, 0.95, 0.99, 0.0, 20, 0.3),
        "scheduleFreeAtX": schedule_free_at_x(0.02, 20, 0.9, 0.75, 0.99, 0.08),
        "weightedScheduleFree": weighted_schedule_free(0.02, 20, 0.9, 0.99, 0.05),
        "scheduleFreeProdigy": schedule_free_prodigy(15, 0.9, 0.99, 1e-2, 0.03),
        "lawaQueue": lawa_queue(0.1, 20, 7, 4),
        "lawaEma": lawa_ema(0.1, 20, 7, 0.6),
        "diloco": diloco(9, 0.6, 0.7),
        "restarted": restarted((60, 130)),
        "perPath": per_path(0.02, {"a": 1, "b": 0.5, "c": 2, "d": 0}),
        "heavyBall": run_torch(lambda tensors: torch.optim.SGD(tensors, lr=0.02, momentum=0.9)),
        "nesterov": run_torch(
            lambda tensors: torch.optim.SGD(
                tensors, lr=0.02, momentum=0.9, nesterov=True, weight_decay=0.01
            )
        ),
    }


def torch_schedule(make, steps):
    """Learning rates that a scheduler of PyTorch gives to the first steps."""
    rule = torch.optim.SGD([torch.zeros(1)], lr=0.3)
    scheduler, rates = make(rule), []
    for _ in range(steps):
        rates.append(scheduler.get_last_lr()[0])
        rule.step()
        scheduler.step()
    return lambda step: rates[step]


def schedules():
    steps = (0, 1, 5, 9, 10, 11, 30, 49, 50, 51, 60, 99, 100, 150)
    rules = {
        "stepDecay": optax.piecewise_constant_schedule(0.3, {10: 0.5, 50: 0.5, 100: 0.5}),
        "exponentialDecay": optax.exponential_decay(0.3, 25, 0.7),
        "oneCycle": optax.cosine_onecycle_schedule(100, 0.3, 0.3),
        "oneCycleTorch": torch_schedule(
            lambda rule: torch.optim.lr_scheduler.OneCycleLR(rule, 0.3, 101), 101
        ),
        "warmRestarts": torch_schedule(
            lambda rule: torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(rule, 50), 151
        ),
        "cyclicWarmupCosine": optax.sgdr_schedule(
            [
                dict(init_value=0.0, peak_value=0.3, warmup_steps=10, decay_steps=50, end_value=0.0)
                for _ in range(2)
            ]
        ),
    }
    return {
        name: {
            step: float(f"{rule(step):.8g}")
            for step in steps
            if not (name == "oneCycleTorch" and step > 100)
        }
        for name, rule in rules.items()
    }


json.dump(
    {
        "made with": f"optax {optax.__version__}, timm, torch {torch.__version__}, NumPy, float64",
        "methods": methods(),
        "schedules": schedules(),
    },
    sys.stdout,
)
print()
