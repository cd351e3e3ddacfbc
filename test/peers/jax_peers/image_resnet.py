"""JAX peer of workloads/image_resnet."""

import jax
from jax_peers.layers import batch_norm, conv, cross_entropy

ACTIVATIONS = {"relu": jax.nn.relu, "silu": jax.nn.silu, "gelu": jax.nn.gelu}


def loss(p, batch, options, label_smoothing):
    activation = ACTIVATIONS[options["activation"]]

    def block(x, path, stride):
        y = activation(batch_norm(p, f"{path}/norm1", conv(x, p[f"{path}/conv1"], stride)))
        y = batch_norm(p, f"{path}/norm2", conv(y, p[f"{path}/conv2"]))
        if f"{path}/shortcut/conv" in p:
            x = batch_norm(
                p, f"{path}/shortcut/norm", conv(x, p[f"{path}/shortcut/conv"], stride)
            )
        return activation(x + y)

    x = activation(batch_norm(p, "stem/norm", conv(batch["image"], p["stem/conv"], 2)))
    for stage in range(len(options["widths"])):
        for i in range(options["blocksPerStage"]):
            x = block(x, f"stage{stage}/block{i}", 2 if i == 0 and stage > 0 else 1)
    logits = x.mean((1, 2)) @ p["head/kernel"] + p["head/bias"]
    return cross_entropy(logits, batch["label"], label_smoothing)
