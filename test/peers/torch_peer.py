"""Loss and gradients of a workload's model in PyTorch, float64.

Reads {"options", "labelSmoothing", "params", "batch"} as JSON, tensors being {"dtype", "shape", "data": base64}, and
writes {"loss", "grads"}: what `loss(params, batch, options, label_smoothing)` gives at these parameters.
"""

import base64
import json
import sys

import numpy as np
import torch


def unpack(tensor):
    flat = np.frombuffer(base64.b64decode(tensor["data"]), dtype=tensor["dtype"])
    values = torch.from_numpy(flat.reshape(tensor["shape"]).copy())
    return values.double() if values.is_floating_point() else values.long()


def answer(loss):
    request = json.load(sys.stdin)
    params = {k: unpack(v).requires_grad_() for k, v in request["params"].items()}
    batch = {k: unpack(v) for k, v in request["batch"].items()}
    value = loss(params, batch, request["options"], request["labelSmoothing"])
    value.backward()
    grads = {
        path: base64.b64encode(p.grad.numpy().tobytes()).decode() for path, p in params.items()
    }
    json.dump({"loss": value.item(), "grads": grads}, sys.stdout)
