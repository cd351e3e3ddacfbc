"""JAX's side of a comparison: one workload's forward + backward + AdamW step, compiled by XLA, on one thread.

Usage: python bench_jax.py WORKLOAD REQUEST

REQUEST is a file as torch_peer.py reads it; see rounds.py for what is read and written.
"""

import json
import sys

import jax
import optax
from jax_peer import peer_loss, unpack_all
from rounds import play


def make_step(workload, request):
    """Returns a function that takes one step, waits for it and returns its loss."""
    loss = peer_loss(workload)
    optimizer = optax.adamw(1e-3, weight_decay=0.01)
    batch = unpack_all(request["batch"])

    def update(params, state, batch):
        value, grads = jax.value_and_grad(loss)(
            params, batch, request["options"], request["labelSmoothing"]
        )
        changes, state = optimizer.update(grads, state, params)
        return value, optax.apply_updates(params, changes), state

    compiled = jax.jit(update, donate_argnums=(0, 1))
    params = unpack_all(request["params"])
    trained = [params, optimizer.init(params)]

    def step():
        value, *trained[:] = jax.block_until_ready(compiled(*trained, batch))
        return value

    return step


def main():
    workload, file = sys.argv[1:]
    with open(file, encoding="utf-8") as opened:
        step = make_step(workload, json.load(opened))
    first = step().item()
    play(step, first)


main()
