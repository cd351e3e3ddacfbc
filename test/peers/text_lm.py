"""PyTorch peer of workloads/text_lm: reads a case, writes loss and gradients (see torch_peer.py)."""

import math

import torch.nn.functional as F
from torch_peer import answer


def loss(p, batch, options, label_smoothing):
    width, heads = options["width"], options["heads"]
    scale = options["attentionTemperature"] / math.sqrt(width // heads)

    def norm(x, path):
        return F.layer_norm(x, (width,), p[f"{path}/scale"], p[f"{path}/bias"], 1e-5)

    def attention(x, path):
        q, k, v = (
            (x @ p[f"{path}/{name}"]).unflatten(-1, (heads, width // heads)).transpose(1, 2)
            for name in ("query", "key", "value")
        )
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True, scale=scale)
        return y.transpose(1, 2).flatten(2) @ p[f"{path}/out"]

    def feed_forward(x, path):
        x = x @ p[f"{path}/up"] + p[f"{path}/upBias"]
        x = F.glu(x) if options["activation"] == "glu" else F.gelu(x, approximate="tanh")
        return x @ p[f"{path}/down"] + p[f"{path}/downBias"]

    def residual(x, path, f):
        return norm(x + f(x), path) if options["norm"] == "post" else x + f(norm(x, path))

    x = p["embedding"][batch["input"]] + p["position"]
    for layer in range(options["layers"]):
        path = f"layer{layer}"
        x = residual(x, f"{path}/norm1", lambda y: attention(y, path))
        x = residual(x, f"{path}/norm2", lambda y: feed_forward(y, path))
    if options["norm"] == "pre":
        x = norm(x, "norm")
    logits = x @ p["embedding"].T
    return F.cross_entropy(
        logits.flatten(0, 1), batch["target"].flatten(), label_smoothing=label_smoothing
    )


answer(loss)
