"""PyTorch peer of workloads/mri_unet: reads a case, writes loss and gradients (see torch_peer.py)."""

import torch
import torch.nn.functional as F
from torch_peer import answer


def loss(p, batch, options, _label_smoothing):
    def activation(x):
        return torch.tanh(x) if options["activation"] == "tanh" else F.leaky_relu(x, 0.2)

    def norm(x, path):
        if options["norm"] == "instance":
            return F.instance_norm(x)
        return F.group_norm(x, 1, p[f"{path}/norm/scale"], p[f"{path}/norm/bias"], eps=1e-6)

    def block(x, path):
        for conv in (f"{path}/conv0", f"{path}/conv1"):
            x = F.conv2d(x, p[conv].permute(3, 2, 0, 1), padding=1)
            x = activation(norm(x, conv))
        return x

    x, seen = batch["image"].permute(0, 3, 1, 2), []
    for depth in range(options["poolings"]):
        seen.append(block(x, f"down{depth}"))
        x = F.avg_pool2d(seen[-1], 2)
    x = block(x, "bottom")
    for depth in reversed(range(options["poolings"])):
        grown = F.conv_transpose2d(x, p[f"up{depth}/grow"].permute(3, 2, 0, 1), stride=2)
        grown = activation(F.instance_norm(grown))
        x = block(torch.cat((grown, seen.pop()), 1), f"up{depth}")
    output = F.conv2d(x, p["out/kernel"].permute(3, 2, 0, 1), p["out/bias"])
    return F.l1_loss(output, batch["target"].permute(0, 3, 1, 2))


answer(loss)
