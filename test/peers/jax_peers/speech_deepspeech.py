"""JAX peer of workloads/speech_deepspeech."""

import jax
import jax.numpy as jnp
from jax_peers.layers import batch_norm, layer_norm, linear
from jax_peers.speech import letters_loss, subsample


def lstm(p, path, x, mask, reverse):
    """Gates in the order i, f, g, o; frames that do not count leave the state alone and give 0."""
    projected = x @ p[f"{path}/kernel"] + p[f"{path}/bias"]
    recurrent = p[f"{path}/recurrent"]

    def step(state, now):
        hidden, memory = state
        z, on = now
        i, f, g, o = jnp.split(z + hidden @ recurrent, 4, 1)
        new_memory = jax.nn.sigmoid(f) * memory + jax.nn.sigmoid(i) * jnp.tanh(g)
        new_hidden = jax.nn.sigmoid(o) * jnp.tanh(new_memory)
        on = on[:, None] > 0
        state = jnp.where(on, new_hidden, hidden), jnp.where(on, new_memory, memory)
        return state, jnp.where(on, new_hidden, 0)

    start = jnp.zeros((x.shape[0], recurrent.shape[0]), x.dtype)
    frames = projected.swapaxes(0, 1), mask.T
    _, outputs = jax.lax.scan(step, (start, start), frames, reverse=reverse)
    return outputs.swapaxes(0, 1)


def loss(p, batch, options, label_smoothing):
    activation = {"relu": jax.nn.relu, "tanh": jnp.tanh}[options["activation"]]

    def norm(path, x):
        if options["norm"] == "layer":
            return layer_norm(p, f"{path}/norm", x, 1e-6)
        return batch_norm(p, f"{path}/norm", x, mask)

    def both_ways(path, x):
        ways = (("forward", False), ("backward", True))
        return jnp.concatenate([lstm(p, f"{path}/{way}", x, mask, back) for way, back in ways], 2)

    def residual(x, y):
        return x + y if options["residual"] else y

    x, mask = subsample(p, batch, options["timeStrides"], activation)
    for i in range(options["lstmLayers"]):
        x = residual(x, both_ways(f"lstm{i}", norm(f"lstm{i}", x)))
    for i in range(options["feedForwardLayers"]):
        path = f"feedForward{i}"
        x = residual(x, activation(linear(p, path, norm(path, x))))
    return letters_loss(linear(p, "out", layer_norm(p, "out/norm", x, 1e-6)), mask, batch)
