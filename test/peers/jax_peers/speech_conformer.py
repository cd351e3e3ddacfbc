"""JAX peer of workloads/speech_conformer."""

import jax
import jax.numpy as jnp
import optax
from jax_peers.layers import (
    attention,
    batch_norm,
    conv,
    join_heads,
    layer_norm,
    linear,
    sinusoids,
    split_heads,
)

ACTIVATIONS = {"silu": jax.nn.silu, "gelu": jax.nn.gelu}


def real_frames(lengths, frames):
    return (jnp.arange(frames) < lengths[:, None]).astype(jnp.float32)


def loss(p, batch, options, label_smoothing):
    width, heads = options["width"], options["heads"]
    activation = ACTIVATIONS[options["activation"]]
    scale = options["attentionTemperature"] * (width // heads) ** -0.5

    def norm(path, x):
        return layer_norm(p, f"{path}/norm", x, 1e-6)

    def feed_forward(path, x):
        return linear(p, f"{path}/out", activation(linear(p, f"{path}/in", norm(path, x))))

    def attend(path, x):
        y = norm(path, x)
        q, k, v = (split_heads(y @ p[f"{path}/{name}"], heads) for name in ("query", "key", "value"))
        seen = mask[:, None, None, :] > 0
        return join_heads(attention(q, k, v, seen, scale)) @ p[f"{path}/out"]

    def convolution(path, x):
        gated = jax.nn.glu(linear(p, f"{path}/in", norm(path, x))) * mask[..., None]
        taps = p[f"{path}/depthwise"].transpose(0, 1, 3, 2)
        y = conv(gated[:, :, None], taps, groups=width)[:, :, 0]
        if options["convolutionNorm"] == "batch":
            y = batch_norm(p, f"{path}/depthwise/norm", y, mask)
        else:
            y = norm(f"{path}/depthwise", y)
        return linear(p, f"{path}/out", activation(y))

    lengths, x = batch["featureLengths"], batch["features"][..., None]
    for i, stride in enumerate(options["timeStrides"]):
        path = f"subsampling/conv{i}"
        x = jax.nn.relu(conv(x, p[f"{path}/kernel"], (stride, 2)) + p[f"{path}/bias"])
        lengths = -(-lengths // stride)
        mask = real_frames(lengths, x.shape[1])
        x = x * mask[..., None, None]
    x = linear(p, "subsampling/out", x.reshape(*x.shape[:2], -1))
    x = x + sinusoids(x.shape[1], width)
    for i in range(options["blocks"]):
        path = f"block{i}"
        x = x + 0.5 * feed_forward(f"{path}/feedForward0", x)
        x = x + attend(f"{path}/attention", x)
        x = x + convolution(f"{path}/convolution", x)
        x = x + 0.5 * feed_forward(f"{path}/feedForward1", x)
        x = norm(path, x)
    logits, letters = linear(p, "out", x), batch["labelLengths"]
    label_mask = real_frames(letters, batch["labels"].shape[1])
    sums = optax.ctc_loss(logits, 1 - mask, batch["labels"], 1 - label_mask)
    return sums.sum() / letters.sum()
