"""PyTorch peer of workloads/speech_conformer: reads a case, writes loss and gradients (see torch_peer.py)."""

import math

import torch
import torch.nn.functional as F
from torch_peer import answer


def same(size, taps, stride):
    """TensorFlow's padding: the odd one out goes to the end."""
    total = max((-(-size // stride) - 1) * stride + taps - size, 0)
    return total // 2, total - total // 2


def real_frames(lengths, frames):
    return torch.arange(frames) < lengths[:, None]


def loss(p, batch, options, label_smoothing):
    width, heads = options["width"], options["heads"]
    activation = {"silu": F.silu, "gelu": lambda x: F.gelu(x, approximate="tanh")}[
        options["activation"]
    ]
    scale = options["attentionTemperature"] / math.sqrt(width // heads)

    def linear(path, x):
        return x @ p[f"{path}/kernel"] + p[f"{path}/bias"]

    def norm(path, x):
        return F.layer_norm(x, (width,), p[f"{path}/norm/scale"], p[f"{path}/norm/bias"], 1e-6)

    def batch_norm(path, x):
        count = mask.sum()
        real = x * mask[..., None]
        mean = real.sum((0, 1)) / count
        variance = ((x - mean).square() * mask[..., None]).sum((0, 1)) / count
        y = (x - mean) * torch.rsqrt(variance + 1e-5)
        return y * p[f"{path}/norm/scale"] + p[f"{path}/norm/bias"]

    def feed_forward(path, x):
        return linear(f"{path}/out", activation(linear(f"{path}/in", norm(path, x))))

    def attention(path, x):
        y = norm(path, x)
        q, k, v = (
            (y @ p[f"{path}/{name}"]).unflatten(-1, (heads, width // heads)).transpose(1, 2)
            for name in ("query", "key", "value")
        )
        seen = mask[:, None, None, :]
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=seen, scale=scale)
        return y.transpose(1, 2).flatten(2) @ p[f"{path}/out"]

    def convolution(path, x):
        y = F.glu(linear(f"{path}/in", norm(path, x))) * mask[..., None]
        taps = p[f"{path}/depthwise"][:, 0, :, 0].T[:, None]
        y = F.conv1d(y.mT, taps, padding=taps.shape[2] // 2, groups=width).mT
        normalize = batch_norm if options["convolutionNorm"] == "batch" else norm
        return linear(f"{path}/out", activation(normalize(f"{path}/depthwise", y)))

    lengths, x = batch["featureLengths"], batch["features"][:, None]
    for i, stride in enumerate(options["timeStrides"]):
        path = f"subsampling/conv{i}"
        x = F.pad(x, same(x.shape[3], 3, 2) + same(x.shape[2], 3, stride))
        kernel = p[f"{path}/kernel"].permute(3, 2, 0, 1)
        x = F.relu(F.conv2d(x, kernel, p[f"{path}/bias"], stride=(stride, 2)))
        lengths = (lengths + stride - 1) // stride
        mask = real_frames(lengths, x.shape[2])
        x = x * mask[:, None, :, None]
    x = x.permute(0, 2, 3, 1).flatten(2) @ p["subsampling/out/kernel"]

    position = torch.arange(x.shape[1], dtype=torch.float64)[:, None]
    half = width // 2
    frequency = 10_000 ** (-torch.arange(half, dtype=torch.float64) / (half - 1))
    x = x + torch.cat([torch.sin(position * frequency), torch.cos(position * frequency)], 1)
    for i in range(options["blocks"]):
        path = f"block{i}"
        x = x + 0.5 * feed_forward(f"{path}/feedForward0", x)
        x = x + attention(f"{path}/attention", x)
        x = x + convolution(f"{path}/convolution", x)
        x = x + 0.5 * feed_forward(f"{path}/feedForward1", x)
        x = norm(path, x)

    log_probabilities = F.log_softmax(linear("out", x), 2).transpose(0, 1)
    letters = batch["labelLengths"]
    sums = F.ctc_loss(log_probabilities, batch["labels"], lengths, letters, 0, "none")
    return sums.sum() / letters.sum()


answer(loss)
