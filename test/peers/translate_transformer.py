"""PyTorch peer of workloads/translate_transformer: reads a case, writes loss and gradients (see torch_peer.py)."""

import math

import torch
import torch.nn.functional as F
from torch_peer import answer


def loss(p, batch, options, label_smoothing):
    width, heads, temperature = (options[k] for k in ("width", "heads", "attentionTemperature"))
    activation = {"relu": torch.relu, "tanh": torch.tanh}[options["activation"]]

    def norm(path, x):
        return F.layer_norm(x, (width,), p[f"{path}/norm/scale"], p[f"{path}/norm/bias"], 1e-6)

    def linear(path, x):
        return x @ p[f"{path}/kernel"] + p[f"{path}/bias"]

    def attention(path, x, memory, mask):
        def split(y):
            return y.unflatten(-1, (heads, width // heads)).transpose(1, 2)

        q = split(temperature * x @ p[f"{path}/query"])
        k, v = split(memory @ p[f"{path}/key"]), split(memory @ p[f"{path}/value"])
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return y.transpose(1, 2).flatten(2) @ p[f"{path}/out"]

    def mlp(path, x):
        hidden = activation(linear(f"{path}/in", x))
        if options["gated"]:
            hidden = hidden * linear(f"{path}/gate", x)
        return linear(f"{path}/out", hidden)

    def residual(path, x, f):
        return norm(path, x + f(x)) if options["postNorm"] else x + f(norm(path, x))

    def final(side, x):
        return x if options["postNorm"] else norm(side, x)

    def embed(side, tokens):
        position = torch.arange(tokens.shape[1], dtype=torch.float64)[:, None]
        half = width // 2
        frequency = 10_000 ** (-torch.arange(half, dtype=torch.float64) / (half - 1))
        waves = torch.cat([torch.sin(position * frequency), torch.cos(position * frequency)], 1)
        return p[f"{side}/embedding"][tokens] + waves

    source, target = batch["source"], batch["target"]
    letters = (source != 0)[:, None, None, :]
    x = embed("encoder", source)
    for i in range(options["layers"]):
        block = f"encoder/block{i}"
        path = f"{block}/selfAttention"
        x = residual(path, x, lambda y: attention(path, y, y, letters))
        x = residual(f"{block}/mlp", x, lambda y: mlp(f"{block}/mlp", y))
    encoded = final("encoder", x)

    past = torch.ones(target.shape[1], target.shape[1]).tril().bool()
    x = embed("decoder", F.pad(target, (1, 0))[:, :-1])
    for i in range(options["layers"]):
        block = f"decoder/block{i}"
        own, cross = f"{block}/selfAttention", f"{block}/crossAttention"
        x = residual(own, x, lambda y: attention(own, y, y, past))
        x = residual(cross, x, lambda y: attention(cross, y, encoded, letters))
        x = residual(f"{block}/mlp", x, lambda y: mlp(f"{block}/mlp", y))
    logits = final("decoder", x) @ p["decoder/embedding"].T / math.sqrt(width)
    return F.cross_entropy(
        logits.flatten(0, 1), target.flatten(), ignore_index=0, label_smoothing=label_smoothing
    )


answer(loss)
