"""What the JAX peers of both speech workloads begin and end with."""

import jax.numpy as jnp
import optax
from jax_peers.layers import conv


def real_frames(lengths, frames):
    """1 where a frame counts: [B, frames]."""
    return (jnp.arange(frames) < lengths[:, None]).astype(jnp.float32)


def subsample(p, batch, time_strides, activation):
    """Frames that are left, [B, N, D], and which of them count, [B, N]."""
    lengths, x = batch["featureLengths"], batch["features"][..., None]
    for i, stride in enumerate(time_strides):
        path = f"subsampling/conv{i}"
        x = activation(conv(x, p[f"{path}/kernel"], (stride, 2)) + p[f"{path}/bias"])
        lengths = -(-lengths // stride)
        mask = real_frames(lengths, x.shape[1])
        x = x * mask[..., None, None]
    return x.reshape(*x.shape[:2], -1) @ p["subsampling/out/kernel"], mask


def letters_loss(logits, mask, batch):
    """CTC, mean over letters."""
    lengths = batch["labelLengths"]
    label_mask = real_frames(lengths, batch["labels"].shape[1])
    sums = optax.ctc_loss(logits, 1 - mask, batch["labels"], 1 - label_mask)
    return sums.sum() / lengths.sum()
