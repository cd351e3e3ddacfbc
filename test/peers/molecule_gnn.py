"""PyTorch peer of workloads/molecule_gnn: reads a case, writes loss and gradients (see torch_peer.py)."""

import torch
import torch.nn.functional as F
from torch_peer import answer


def loss(p, batch, options, label_smoothing):
    activation = {
        "relu": F.relu,
        "silu": F.silu,
        "gelu": lambda x: F.gelu(x, approximate="tanh"),
    }[options["activation"]]

    def linear(path, x):
        return F.linear(x, p[f"{path}/kernel"].T, p[f"{path}/bias"])

    def update(path, *inputs):
        x = torch.cat(inputs, dim=1)
        for i, width in enumerate(options["hiddenWidths"]):
            scale, bias = p[f"{path}/{i}/norm/scale"], p[f"{path}/{i}/norm/bias"]
            x = activation(F.layer_norm(linear(f"{path}/{i}", x), (width,), scale, bias, 1e-6))
        return x

    def gathered(x, ids, count):
        return torch.zeros(count, x.shape[1], dtype=x.dtype).index_add(0, ids, x)

    send, receive = batch["senders"], batch["receivers"]
    of_node, of_edge, labels = batch["nodeGraph"], batch["edgeGraph"], batch["labels"]
    nodes, edges = linear("nodes", batch["nodes"]), linear("edges", batch["edges"])
    world = torch.zeros_like(labels)
    for i in range(options["messageSteps"]):
        path, count = f"step{i}", len(nodes)
        edges = update(f"{path}/edges", edges, nodes[send], nodes[receive], world[of_edge])
        sent, received = gathered(edges, send, count), gathered(edges, receive, count)
        nodes = update(f"{path}/nodes", nodes, sent, received, world[of_node])
        all_nodes = gathered(nodes, of_node, len(labels))
        all_edges = gathered(edges, of_edge, len(labels))
        world = update(f"{path}/globals", all_nodes, all_edges, world)
    logits, known = linear("out", world), labels >= 0
    smooth = (1 - label_smoothing) * labels + label_smoothing / 2
    return F.binary_cross_entropy_with_logits(logits[known], smooth[known])


answer(loss)
