"""PyTorch peer of workloads/ctr_dlrm: reads a case, writes loss and gradients (see torch_peer.py)."""

import torch
import torch.nn.functional as F
from torch_peer import answer


def loss(p, batch, options, label_smoothing):
    def linear(path, x):
        return F.linear(x, p[f"{path}/kernel"].T, p[f"{path}/bias"])

    def norm(path, x):
        if not options["layerNorm"]:
            return x
        return F.layer_norm(x, x.shape[-1:], p[f"{path}/norm/scale"], p[f"{path}/norm/bias"], 1e-6)

    def mlp(name, x):
        for i in range(len(options[name])):
            y = norm(f"{name}/{i}", torch.relu(linear(f"{name}/{i}", x)))
            x = x + y if options["residual"] and i > 0 else y
        return x

    bottom = mlp("bottom", batch["numbers"])
    fields = norm("embedding", F.embedding(batch["rows"], p["embedding/table"]))
    if options["interaction"] == "dot":
        vectors = torch.cat([bottom[:, None], fields], dim=1)
        upper = torch.triu_indices(vectors.shape[1], vectors.shape[1])
        joined = torch.bmm(vectors, vectors.mT)[:, upper[0], upper[1]]
    else:
        joined = fields.flatten(1)
    logits = linear("out", mlp("top", torch.cat([bottom, joined], dim=1)))[:, 0]
    label = (1 - label_smoothing) * batch["label"] + label_smoothing / 2
    return F.binary_cross_entropy_with_logits(logits, label)


answer(loss)
