"""Models of the workloads in JAX, float32: `loss(params, batch, options, label_smoothing)` of jax_peers/<workload>.py.

Run with requests as torch_peer.py reads them, each with its "workload", one JSON a line, it writes the loss of each.
"""

import base64
import importlib
import json
import sys

import jax
import jax.numpy as jnp
import numpy as np


def peer_loss(workload):
    return importlib.import_module(f"jax_peers.{workload}").loss


def unpack(tensor):
    flat = np.frombuffer(base64.b64decode(tensor["data"]), dtype=tensor["dtype"])
    return jnp.asarray(flat.reshape(tensor["shape"]))


def unpack_all(tensors):
    return {name: unpack(tensor) for name, tensor in tensors.items()}


def loss_of(request):
    loss, options, smoothing = peer_loss(request["workload"]), request["options"], request["labelSmoothing"]
    value = jax.jit(lambda params, batch: loss(params, batch, options, smoothing))
    return value(unpack_all(request["params"]), unpack_all(request["batch"])).item()


if __name__ == "__main__":
    for line in sys.stdin:
        print(loss_of(json.loads(line)), flush=True)
