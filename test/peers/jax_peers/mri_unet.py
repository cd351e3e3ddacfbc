"""JAX peer of workloads/mri_unet."""

import jax
import jax.numpy as jnp
from jax_peers.layers import conv

LAYOUT = ("NHWC", "HWIO", "NHWC")


def normalized(x, axes, epsilon):
    mean = x.mean(axes, keepdims=True)
    variance = jnp.square(x - mean).mean(axes, keepdims=True)
    return (x - mean) * jax.lax.rsqrt(variance + epsilon)


def loss(p, batch, options, _label_smoothing):
    def activation(x):
        return jnp.tanh(x) if options["activation"] == "tanh" else jax.nn.leaky_relu(x, 0.2)

    def norm(x, path):
        if options["norm"] == "instance":
            return normalized(x, (1, 2), 1e-5)
        scale, bias = p[f"{path}/norm/scale"], p[f"{path}/norm/bias"]
        return normalized(x, (1, 2, 3), 1e-6) * scale + bias

    def block(x, path):
        for name in (f"{path}/conv0", f"{path}/conv1"):
            x = activation(norm(conv(x, p[name]), name))
        return x

    def halved(x):
        n, height, width, channels = x.shape
        return x.reshape(n, height // 2, 2, width // 2, 2, channels).mean((2, 4))

    def grown(x, kernel):
        return jax.lax.conv_transpose(
            x, kernel, (2, 2), "VALID", dimension_numbers=LAYOUT, transpose_kernel=True
        )

    x, seen = batch["image"], []
    for depth in range(options["poolings"]):
        seen.append(block(x, f"down{depth}"))
        x = halved(seen[-1])
    x = block(x, "bottom")
    for depth in reversed(range(options["poolings"])):
        up = activation(normalized(grown(x, p[f"up{depth}/grow"]), (1, 2), 1e-5))
        x = block(jnp.concatenate([up, seen.pop()], 3), f"up{depth}")
    output = conv(x, p["out/kernel"]) + p["out/bias"]
    return jnp.abs(output - batch["target"]).mean()
