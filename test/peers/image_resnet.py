"""PyTorch peer of workloads/image_resnet: reads a case, writes loss and gradients (see torch_peer.py)."""

import torch.nn.functional as F
from torch_peer import answer

ACTIVATIONS = {
    "relu": F.relu,
    "silu": F.silu,
    "gelu": lambda x: F.gelu(x, approximate="tanh"),
}


def same(size, taps, stride):
    """TensorFlow's padding: the odd one out goes to the end."""
    total = max((-(-size // stride) - 1) * stride + taps - size, 0)
    return total // 2, total - total // 2


def conv(x, kernel, stride=1):
    taps = kernel.shape[0]
    x = F.pad(x, same(x.shape[3], taps, stride) + same(x.shape[2], taps, stride))
    return F.conv2d(x, kernel.permute(3, 2, 0, 1), stride=stride)


def loss(p, batch, options, label_smoothing):
    activation = ACTIVATIONS[options["activation"]]

    def norm(x, path):
        return F.batch_norm(x, None, None, p[f"{path}/scale"], p[f"{path}/bias"], True, eps=1e-5)

    x = conv(batch["image"].permute(0, 3, 1, 2), p["stem/conv"], 2)
    x = activation(norm(x, "stem/norm"))
    for stage in range(len(options["widths"])):
        for block in range(options["blocksPerStage"]):
            path = f"stage{stage}/block{block}"
            stride = 2 if block == 0 and stage > 0 else 1
            y = activation(norm(conv(x, p[f"{path}/conv1"], stride), f"{path}/norm1"))
            y = norm(conv(y, p[f"{path}/conv2"]), f"{path}/norm2")
            if f"{path}/shortcut/conv" in p:
                x = norm(conv(x, p[f"{path}/shortcut/conv"], stride), f"{path}/shortcut/norm")
            x = activation(x + y)
    logits = x.mean((2, 3)) @ p["head/kernel"] + p["head/bias"]
    return F.cross_entropy(logits, batch["label"], label_smoothing=label_smoothing)


answer(loss)
