"""JAX peer of workloads/ctr_dlrm."""

import jax
import jax.numpy as jnp
from jax_peers.layers import layer_norm, linear, sigmoid_cross_entropy


def loss(p, batch, options, label_smoothing):
    def norm(path, x):
        return layer_norm(p, f"{path}/norm", x, 1e-6) if options["layerNorm"] else x

    def mlp(name, x):
        for i in range(len(options[name])):
            y = norm(f"{name}/{i}", jax.nn.relu(linear(p, f"{name}/{i}", x)))
            x = x + y if options["residual"] and i > 0 else y
        return x

    bottom = mlp("bottom", batch["numbers"])
    fields = norm("embedding", p["embedding/table"][batch["rows"]])
    if options["interaction"] == "dot":
        vectors = jnp.concatenate([bottom[:, None], fields], 1)
        rows, columns = jnp.triu_indices(vectors.shape[1])
        joined = (vectors @ vectors.swapaxes(1, 2))[:, rows, columns]
    else:
        joined = fields.reshape(fields.shape[0], -1)
    logits = linear(p, "out", mlp("top", jnp.concatenate([bottom, joined], 1)))[:, 0]
    return sigmoid_cross_entropy(logits, batch["label"], label_smoothing)
