"""PyTorch peer of workloads/image_vit: reads a case, writes loss and gradients (see torch_peer.py)."""

import torch.nn.functional as F
from torch_peer import answer


def loss(p, batch, options, label_smoothing):
    width, heads, patch = options["width"], options["heads"], options["patch"]

    def norm(x, path):
        return F.layer_norm(x, (width,), p[f"{path}/norm/scale"], p[f"{path}/norm/bias"], 1e-6)

    def attention(x, memory, path):
        query, key, value = (
            (y @ p[f"{path}/{name}"]).unflatten(-1, (heads, width // heads)).transpose(1, 2)
            for name, y in (("query", x), ("key", memory), ("value", memory))
        )
        y = F.scaled_dot_product_attention(query, key, value)
        return y.transpose(1, 2).flatten(2) @ p[f"{path}/out"]

    def mlp(x, path):
        def layer(name, x):
            return x @ p[f"{path}/{name}/kernel"] + p[f"{path}/{name}/bias"]

        hidden = F.gelu(layer("in", x), approximate="tanh")
        return layer("out", hidden * layer("gate", x) if options["gated"] else hidden)

    def residual(x, path, f):
        return norm(x + f(x), path) if options["postNorm"] else x + f(norm(x, path))

    x = batch["image"].permute(0, 3, 1, 2)
    x = F.conv2d(x, p["patch/kernel"].permute(3, 2, 0, 1), p["patch/bias"], stride=patch)
    x = x.flatten(2).transpose(1, 2) + p["position"]
    for layer in range(options["layers"]):
        path = f"block{layer}"
        x = residual(x, f"{path}/attention", lambda y: attention(y, y, f"{path}/attention"))
        x = residual(x, f"{path}/mlp", lambda y: mlp(y, f"{path}/mlp"))
    if not options["postNorm"]:
        x = norm(x, "encoder")
    if options["pooling"] == "mean":
        x = x.mean(1)
    else:
        probe = p["pool/probe"].expand(len(x), 1, width)
        y = attention(probe, x, "pool/attention")
        x = (y + mlp(norm(y, "pool/mlp"), "pool/mlp")).squeeze(1)
    logits = x @ p["head/kernel"] + p["head/bias"]
    return F.cross_entropy(logits, batch["label"], label_smoothing=label_smoothing)


answer(loss)
