"""JAX peer of workloads/translate_transformer."""

import jax
import jax.numpy as jnp
from jax_peers.layers import (
    attention,
    cross_entropy,
    join_heads,
    layer_norm,
    linear,
    sinusoids,
    split_heads,
)


def loss(p, batch, options, label_smoothing):
    width, heads, temperature = (options[k] for k in ("width", "heads", "attentionTemperature"))
    activation = {"relu": jax.nn.relu, "tanh": jnp.tanh}[options["activation"]]

    def norm(path, x):
        return layer_norm(p, f"{path}/norm", x, 1e-6)

    def attend(path, x, memory, seen):
        q = split_heads(temperature * x @ p[f"{path}/query"], heads)
        k, v = (split_heads(memory @ p[f"{path}/{name}"], heads) for name in ("key", "value"))
        return join_heads(attention(q, k, v, seen)) @ p[f"{path}/out"]

    def mlp(path, x):
        hidden = activation(linear(p, f"{path}/in", x))
        if options["gated"]:
            hidden = hidden * linear(p, f"{path}/gate", x)
        return linear(p, f"{path}/out", hidden)

    def residual(path, x, f):
        return norm(path, x + f(x)) if options["postNorm"] else x + f(norm(path, x))

    def final(side, x):
        return x if options["postNorm"] else norm(side, x)

    def embed(side, tokens):
        return p[f"{side}/embedding"][tokens] + sinusoids(tokens.shape[1], width)

    source, target = batch["source"], batch["target"]
    letters = (source != 0)[:, None, None, :]
    x = embed("encoder", source)
    for i in range(options["layers"]):
        block = f"encoder/block{i}"
        path = f"{block}/selfAttention"
        x = residual(path, x, lambda y: attend(path, y, y, letters))
        x = residual(f"{block}/mlp", x, lambda y: mlp(f"{block}/mlp", y))
    encoded = final("encoder", x)

    past = jnp.tril(jnp.ones((target.shape[1], target.shape[1]), bool))
    x = embed("decoder", jnp.pad(target, ((0, 0), (1, 0)))[:, :-1])
    for i in range(options["layers"]):
        block = f"decoder/block{i}"
        own, cross = f"{block}/selfAttention", f"{block}/crossAttention"
        x = residual(own, x, lambda y: attend(own, y, y, past))
        x = residual(cross, x, lambda y: attend(cross, y, encoded, letters))
        x = residual(f"{block}/mlp", x, lambda y: mlp(f"{block}/mlp", y))
    logits = final("decoder", x) @ p["decoder/embedding"].T * width**-0.5
    flat = logits.reshape(-1, logits.shape[-1])
    return cross_entropy(flat, target.reshape(-1), label_smoothing, ignored=0)
