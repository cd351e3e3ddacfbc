"""JAX peer of workloads/text_lm."""

import jax
import jax.numpy as jnp
from jax_peers.layers import attention, cross_entropy, join_heads, layer_norm, split_heads


def loss(p, batch, options, label_smoothing):
    heads = options["heads"]
    scale = options["attentionTemperature"] * (options["width"] // heads) ** -0.5
    length = batch["input"].shape[1]
    past = jnp.tril(jnp.ones((length, length), bool))

    def norm(x, path):
        return layer_norm(p, path, x, 1e-5)

    def attend(x, path):
        q, k, v = (split_heads(x @ p[f"{path}/{name}"], heads) for name in ("query", "key", "value"))
        return join_heads(attention(q, k, v, past, scale)) @ p[f"{path}/out"]

    def feed_forward(x, path):
        x = x @ p[f"{path}/up"] + p[f"{path}/upBias"]
        x = jax.nn.glu(x) if options["activation"] == "glu" else jax.nn.gelu(x)
        return x @ p[f"{path}/down"] + p[f"{path}/downBias"]

    def residual(x, path, f):
        return norm(x + f(x), path) if options["norm"] == "post" else x + f(norm(x, path))

    x = p["embedding"][batch["input"]] + p["position"]
    for layer in range(options["layers"]):
        path = f"layer{layer}"
        x = residual(x, f"{path}/norm1", lambda y: attend(y, path))
        x = residual(x, f"{path}/norm2", lambda y: feed_forward(y, path))
    if options["norm"] == "pre":
        x = norm(x, "norm")
    logits = x @ p["embedding"].T
    return cross_entropy(
        logits.reshape(-1, logits.shape[-1]), batch["target"].reshape(-1), label_smoothing
    )
