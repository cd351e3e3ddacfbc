"""JAX peer of workloads/speech_conformer."""

import jax
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
from jax_peers.speech import letters_loss, subsample

ACTIVATIONS = {"silu": jax.nn.silu, "gelu": jax.nn.gelu}


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

    x, mask = subsample(p, batch, options["timeStrides"], jax.nn.relu)
    x = x + sinusoids(x.shape[1], width)
    for i in range(options["blocks"]):
        path = f"block{i}"
        x = x + 0.5 * feed_forward(f"{path}/feedForward0", x)
        x = x + attend(f"{path}/attention", x)
        x = x + convolution(f"{path}/convolution", x)
        x = x + 0.5 * feed_forward(f"{path}/feedForward1", x)
        x = norm(path, x)
    return letters_loss(linear(p, "out", x), mask, batch)
