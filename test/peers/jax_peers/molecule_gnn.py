"""JAX peer of workloads/molecule_gnn."""

import jax
import jax.numpy as jnp
from jax_peers.layers import layer_norm, linear, sigmoid_cross_entropy

ACTIVATIONS = {"relu": jax.nn.relu, "silu": jax.nn.silu, "gelu": jax.nn.gelu}


def loss(p, batch, options, label_smoothing):
    activation = ACTIVATIONS[options["activation"]]

    def update(path, *inputs):
        x = jnp.concatenate(inputs, 1)
        for i in range(len(options["hiddenWidths"])):
            x = layer_norm(p, f"{path}/{i}/norm", linear(p, f"{path}/{i}", x), 1e-6)
            x = activation(x)
        return x

    send, receive = batch["senders"], batch["receivers"]
    of_node, of_edge, labels = batch["nodeGraph"], batch["edgeGraph"], batch["labels"]
    nodes, edges = linear(p, "nodes", batch["nodes"]), linear(p, "edges", batch["edges"])
    world, gathered = jnp.zeros_like(labels), jax.ops.segment_sum
    for i in range(options["messageSteps"]):
        path, count = f"step{i}", len(nodes)
        edges = update(f"{path}/edges", edges, nodes[send], nodes[receive], world[of_edge])
        sent, received = gathered(edges, send, count), gathered(edges, receive, count)
        nodes = update(f"{path}/nodes", nodes, sent, received, world[of_node])
        all_nodes = gathered(nodes, of_node, len(labels))
        all_edges = gathered(edges, of_edge, len(labels))
        world = update(f"{path}/globals", all_nodes, all_edges, world)
    return sigmoid_cross_entropy(linear(p, "out", world), labels, label_smoothing, labels >= 0)
