"""JAX peer of workloads/image_vit."""

import jax
import jax.numpy as jnp
from jax_peers.layers import (
    attention,
    conv,
    cross_entropy,
    join_heads,
    layer_norm,
    linear,
    split_heads,
)


def loss(p, batch, options, label_smoothing):
    heads = options["heads"]

    def norm(x, path):
        return layer_norm(p, f"{path}/norm", x, 1e-6)

    def attend(x, memory, path):
        query, key, value = (
            split_heads(y @ p[f"{path}/{name}"], heads)
            for name, y in (("query", x), ("key", memory), ("value", memory))
        )
        return join_heads(attention(query, key, value)) @ p[f"{path}/out"]

    def mlp(x, path):
        hidden = jax.nn.gelu(linear(p, f"{path}/in", x))
        if options["gated"]:
            hidden = hidden * linear(p, f"{path}/gate", x)
        return linear(p, f"{path}/out", hidden)

    def residual(x, path, f):
        return norm(x + f(x), path) if options["postNorm"] else x + f(norm(x, path))

    x = conv(batch["image"], p["patch/kernel"], options["patch"]) + p["patch/bias"]
    x = x.reshape(x.shape[0], -1, x.shape[3]) + p["position"]
    for layer in range(options["layers"]):
        path = f"block{layer}"
        x = residual(x, f"{path}/attention", lambda y: attend(y, y, f"{path}/attention"))
        x = residual(x, f"{path}/mlp", lambda y: mlp(y, f"{path}/mlp"))
    if not options["postNorm"]:
        x = norm(x, "encoder")
    if options["pooling"] == "mean":
        x = x.mean(1)
    else:
        probe = jnp.broadcast_to(p["pool/probe"], (x.shape[0], 1, x.shape[2]))
        y = attend(probe, x, "pool/attention")
        x = (y + mlp(norm(y, "pool/mlp"), "pool/mlp"))[:, 0]
    logits = x @ p["head/kernel"] + p["head/bias"]
    return cross_entropy(logits, batch["label"], label_smoothing)
