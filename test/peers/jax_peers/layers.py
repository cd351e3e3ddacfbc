"""What several JAX peers are made of."""

import jax
import jax.numpy as jnp


def linear(p, path, x):
    return x @ p[f"{path}/kernel"] + p[f"{path}/bias"]


def layer_norm(p, path, x, epsilon):
    mean = x.mean(-1, keepdims=True)
    variance = jnp.square(x - mean).mean(-1, keepdims=True)
    return (x - mean) * jax.lax.rsqrt(variance + epsilon) * p[f"{path}/scale"] + p[f"{path}/bias"]


def batch_norm(p, path, x, mask=None, epsilon=1e-5):
    """Over all axes but the last; with a mask, of x's shape without that axis, where it is 1."""
    axes = tuple(range(x.ndim - 1))
    where = None if mask is None else mask[..., None] > 0
    mean = jnp.mean(x, axes, where=where)
    variance = jnp.mean(jnp.square(x - mean), axes, where=where)
    return (x - mean) * jax.lax.rsqrt(variance + epsilon) * p[f"{path}/scale"] + p[f"{path}/bias"]


def conv(x, kernel, stride=1, groups=1):
    """NHWC, HWIO, TensorFlow's `same` padding."""
    strides = (stride, stride) if isinstance(stride, int) else tuple(stride)
    layout = ("NHWC", "HWIO", "NHWC")
    return jax.lax.conv_general_dilated(
        x, kernel, strides, "SAME", dimension_numbers=layout, feature_group_count=groups
    )


def split_heads(x, heads):
    """[B, T, D] -> [B, H, T, D / H]."""
    return x.reshape(*x.shape[:2], heads, -1).swapaxes(1, 2)


def attention(query, key, value, seen=None, scale=None):
    """[B, H, T, E] each; `seen` is true where a query may see a key."""
    scale = query.shape[-1] ** -0.5 if scale is None else scale
    scores = query @ key.swapaxes(2, 3) * scale
    if seen is not None:
        scores = jnp.where(seen, scores, -1e30)
    return jax.nn.softmax(scores) @ value


def join_heads(x):
    """[B, H, T, E] -> [B, T, H E]."""
    return x.swapaxes(1, 2).reshape(x.shape[0], x.shape[2], -1)


def sinusoids(count, width):
    """Sines in the first half, cosines in the second: [count, width]."""
    half = width // 2
    frequency = 10_000.0 ** (-jnp.arange(half) / (half - 1))
    angle = jnp.arange(count)[:, None] * frequency
    return jnp.concatenate([jnp.sin(angle), jnp.cos(angle)], 1)


def cross_entropy(logits, labels, label_smoothing=0.0, ignored=None):
    """Mean over rows of [N, V] whose label is not `ignored`."""
    log_probabilities = jax.nn.log_softmax(logits)
    right = jnp.take_along_axis(log_probabilities, labels[:, None], 1)[:, 0]
    each = -(1 - label_smoothing) * right - label_smoothing * log_probabilities.mean(1)
    return each.mean() if ignored is None else each.mean(where=labels != ignored)


def sigmoid_cross_entropy(logits, labels, label_smoothing, where=None):
    smooth = (1 - label_smoothing) * labels + label_smoothing / 2
    each = jnp.maximum(logits, 0) - logits * smooth + jnp.log1p(jnp.exp(-jnp.abs(logits)))
    return each.mean(where=where)
