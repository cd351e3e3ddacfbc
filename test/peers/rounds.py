"""Rounds of a comparison, seen from Python's side: greets, then takes samples when asked.

Writes {"loss", "rate"} when warm, then for each line with a number n on standard input a list of n samples
{"milliseconds", "rate"}; `rate` is that of a fixed piece of work just before or just after the sample, the lower of the two.
"""

import json
import sys
import time

import numpy as np

FIRST_SPINS = 60
# As harness/bench/peer-child.ts warms our side.
WARM_STEPS, WARM_SECONDS = 80, 1
MATRIX, PRODUCTS = 96, 64
MATRICES = np.ones((2, MATRIX, MATRIX), np.float32)


def spin():
    """Multiplies matrices for 1 to 2 ms and returns how often that would go in a second."""
    started = time.perf_counter()
    for _ in range(PRODUCTS):
        MATRICES[0] @ MATRICES[1]
    return 1 / (time.perf_counter() - started)


def sample(step):
    before = spin()
    started = time.perf_counter()
    step()
    milliseconds = 1000 * (time.perf_counter() - started)
    return {"milliseconds": milliseconds, "rate": min(before, spin())}


def say(message):
    print(json.dumps(message), flush=True)


def warm(step):
    started = time.perf_counter()
    steps = 0
    while steps < WARM_STEPS or time.perf_counter() - started < WARM_SECONDS:
        step()
        steps += 1


def play(step, loss):
    """Takes part with a step that ends when its work is done; `loss` is that at the first parameters."""
    warm(step)
    best = max(spin() for _ in range(FIRST_SPINS))
    say({"loss": loss, "rate": best})
    for line in sys.stdin:
        step()  # the other side had the caches
        say([sample(step) for _ in range(int(line))])
