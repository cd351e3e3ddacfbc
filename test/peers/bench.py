"""PyTorch's side of a comparison: one workload's forward + backward + AdamW step on one thread.

Usage: python bench.py WORKLOAD REQUEST eager|compiled

REQUEST is a file as torch_peer.py reads it; see rounds.py for what is read and written.
"""

import json
import pathlib
import sys

import torch
import torch_peer
from rounds import play


def peer_loss(workload):
    """The loss function that the peer hands to `answer`, with constants in float32 as all else here."""
    handed = []
    torch_peer.answer = handed.append
    file = pathlib.Path(__file__).parent / f"{workload}.py"
    source = file.read_text(encoding="utf-8").replace("torch.float64", "torch.float32")
    exec(compile(source, str(file), "exec"), {"__name__": workload})
    return handed[0]


def unpack(tensor):
    values = torch_peer.unpack(tensor)
    return values.float() if values.is_floating_point() else values


def make_step(workload, request, compiled):
    """Returns a function that takes one step and returns its loss."""
    loss = peer_loss(workload)
    if compiled:
        loss = torch.compile(loss)
    params = {path: unpack(p).requires_grad_() for path, p in request["params"].items()}
    batch = {name: unpack(tensor) for name, tensor in request["batch"].items()}
    optimizer = torch.optim.AdamW(params.values(), lr=1e-3, weight_decay=0.01, fused=True)

    def step():
        optimizer.zero_grad(set_to_none=True)
        value = loss(params, batch, request["options"], request["labelSmoothing"])
        value.backward()
        optimizer.step()
        return value

    return step


def main():
    workload, file, mode = sys.argv[1:]
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    with open(file, encoding="utf-8") as opened:
        step = make_step(workload, json.load(opened), mode == "compiled")
    first = step().detach()
    if first.dtype != torch.float32:
        sys.exit(f"Error: the peer of {workload} computes in {first.dtype}.")
    play(step, first.item())


main()
