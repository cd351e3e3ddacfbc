"""Writes values and gradients of every layer of harness/nn as PyTorch computes them in float64.

Usage: python nn_vectors.py > ../unit/nn/vectors.json

A case holds the layer's name, its inputs and attributes, a gradient `dy` of its value, and PyTorch's answers.
Inputs are multiples of 1/64, exact in float32; answers have 8 significant digits.
"""

import json
import sys

import torch
import torch.nn.functional as F

torch.manual_seed(20261123)
torch.set_default_dtype(torch.float64)


def random(*shape, scale=1.0, offset=0.0):
    """Normal numbers rounded to multiples of 1/64."""
    return torch.round((torch.randn(*shape) * scale + offset) * 64) / 64


def integers(*rows):
    return torch.tensor(rows, dtype=torch.int64)


def pack(tensor):
    dtype = "float32" if tensor.is_floating_point() else "int32"
    data = [float(f"{v:.8g}") for v in tensor.reshape(-1).tolist()]
    return {"shape": list(tensor.shape), "dtype": dtype, "data": data}


def case(layer, title, function, inputs, wrt, **attributes):
    """Evaluates `function` of the inputs, in their order, and its gradients in the inputs named in `wrt`."""
    leaves = {name: t.clone().requires_grad_(name in wrt) for name, t in inputs.items()}
    value = function(*leaves.values())
    dy = random(*value.shape)
    gradients = torch.autograd.grad(value, [leaves[name] for name in wrt], dy)
    return {
        "layer": layer,
        "title": title,
        "inputs": {name: pack(t) for name, t in inputs.items()},
        "attributes": attributes,
        "dy": pack(dy),
        "value": pack(value.detach()),
        "gradients": {name: pack(g) for name, g in zip(wrt, gradients)},
    }


def to_nchw(x):
    return x.permute(0, 3, 1, 2)


def to_nhwc(x):
    return x.permute(0, 2, 3, 1)


def same_padding(size, taps, stride, dilation=1):
    """TensorFlow's `same`: the odd zero goes after."""
    total = max((-(-size // stride) - 1) * stride + (taps - 1) * dilation + 1 - size, 0)
    return total // 2, total - total // 2


def padded(x, filter, stride, padding, dilation=1):
    if padding == "valid":
        return x
    down, across = stride if isinstance(stride, tuple) else (stride, stride)
    top, bottom = same_padding(x.shape[2], filter.shape[2], down, dilation)
    left, right = same_padding(x.shape[3], filter.shape[3], across, dilation)
    return F.pad(x, (left, right, top, bottom))


def convolution(stride, padding, dilation):
    def apply(x, filter, bias):
        x, filter = to_nchw(x), filter.permute(3, 2, 0, 1)
        x = padded(x, filter, stride, padding, dilation)
        return to_nhwc(F.conv2d(x, filter, bias, stride, dilation=dilation))

    return apply


def depthwise(stride, padding):
    def apply(x, filter):
        x, channels = to_nchw(x), x.shape[3]
        filter = filter.permute(2, 3, 0, 1).reshape(-1, 1, *filter.shape[:2])
        return to_nhwc(F.conv2d(padded(x, filter, stride, padding), filter, None, stride, groups=channels))

    return apply


def transposed(stride):
    """`valid` padding and taps >= stride, where PyTorch and TensorFlow agree."""

    def apply(x, filter):
        return to_nhwc(F.conv_transpose2d(to_nchw(x), filter.permute(3, 2, 0, 1), stride=stride))

    return apply


def batch_norm(epsilon):
    def apply(x, scale, bias):
        channels = x.shape[-1]
        rows = F.batch_norm(x.reshape(-1, channels), None, None, scale, bias, True, 0.0, epsilon)
        return rows.reshape(x.shape)

    return apply


def masked_batch_norm(mask):
    """Statistics of the rows that the mask keeps; all rows are normalized by them."""

    def apply(x, scale, bias, _):
        kept = x[mask]
        slope = scale * (kept.var(0, unbiased=False) + 1e-5).rsqrt()
        y = torch.empty_like(x)
        y[mask] = F.batch_norm(kept, None, None, scale, bias, True, 0.0, 1e-5)
        y[~mask] = (x[~mask] - kept.mean(0)) * slope + bias
        return y

    return apply


def instance_norm(x, scale, bias):
    return to_nhwc(F.instance_norm(to_nchw(x), weight=scale, bias=bias, eps=1e-5))


def attention(causal, key_mask):
    def apply(query, key, value, *_):
        size = (query.shape[2], key.shape[2])
        seen = torch.ones(size, dtype=torch.bool)
        if causal:
            seen = seen.tril()
        if key_mask is not None:
            seen = seen & key_mask.bool()[:, None, None, :]
        return F.scaled_dot_product_attention(query, key, value, attn_mask=seen)

    return apply


def multi_head(heads, causal):
    """PyTorch's own function; time comes first there and kernels are transposed."""

    def apply(x, memory, query, key, value, out):
        seen = torch.ones(x.shape[1], memory.shape[1], dtype=torch.bool).tril() if causal else None
        y, _ = F.multi_head_attention_forward(
            x.transpose(0, 1), memory.transpose(0, 1), memory.transpose(0, 1), x.shape[2], heads,
            None, None, None, None, False, 0.0, out.T, None, need_weights=False,
            attn_mask=None if seen is None else ~seen, use_separate_proj_weight=True,
            q_proj_weight=query.T, k_proj_weight=key.T, v_proj_weight=value.T,
        )
        return y.transpose(0, 1)

    return apply


def recurrent(kind, lengths, reverse):
    """PyTorch's module with our weights; sequences are run one by one to their own length."""

    def apply(x, kernel, recurrent, bias, _lengths, recurrent_bias=None):
        units = recurrent.shape[0]
        module = kind(x.shape[2], units, batch_first=True)
        extra = torch.zeros_like(bias)
        if recurrent_bias is not None:
            extra = torch.cat([extra[: 2 * units], recurrent_bias])
        weights = {
            "weight_ih_l0": kernel.T,
            "weight_hh_l0": recurrent.T,
            "bias_ih_l0": bias,
            "bias_hh_l0": extra,
        }
        rows = []
        for i, length in enumerate(lengths):
            row = x[i : i + 1, :length]
            row = row.flip(1) if reverse else row
            out, _ = torch.func.functional_call(module, weights, (row,))
            out = out.flip(1) if reverse else out
            rows.append(F.pad(out, (0, 0, 0, x.shape[1] - length)))
        return torch.cat(rows)

    return apply


def ctc(logit_lengths, labels, label_lengths, blank):
    def apply(logits, *_):
        log_probabilities = F.log_softmax(logits, 2).transpose(0, 1)
        return F.ctc_loss(
            log_probabilities, labels, logit_lengths, label_lengths, blank, "none", zero_infinity=True
        )

    return apply


def smoothed_cross_entropy(smoothing):
    def apply(logits, labels):
        return F.cross_entropy(logits, labels, reduction="none", label_smoothing=smoothing, ignore_index=-1)

    return apply


def cases():
    affine = ["x", "scale", "bias"]
    yield case("dense", "a batch of sequences", lambda x, kernel, bias: x @ kernel + bias,
               {"x": random(2, 3, 5), "kernel": random(5, 7), "bias": random(7)}, ["x", "kernel", "bias"])
    for stride, padding, dilation, size in [(1, "same", 1, 4), (2, "same", 1, 6), (2, "valid", 1, 5), (1, "same", 2, 5)]:
        yield case("conv2d", f"{padding}, stride {stride}, dilation {dilation}", convolution(stride, padding, dilation),
                   {"x": random(2, size, size + 1, 2), "filter": random(3, 2, 2, 3), "bias": random(3)},
                   ["x", "filter", "bias"], stride=stride, padding=padding, dilation=dilation)
    for stride, padding in [(1, "same"), (2, "valid")]:
        yield case("depthwiseConv2d", f"{padding}, stride {stride}", depthwise(stride, padding),
                   {"x": random(2, 5, 4, 3), "filter": random(3, 3, 3, 2)}, ["x", "filter"],
                   stride=stride, padding=padding)
    yield case("conv2dTranspose", "stride 2, 3 x 2 taps", transposed(2),
               {"x": random(2, 2, 3, 3), "filter": random(3, 2, 2, 3)}, ["x", "filter"], stride=2, padding="valid")
    for shape, epsilon in [((2, 3, 2, 5), 1e-5), ((9, 3), 1e-3)]:
        yield case("batchNorm", f"{len(shape)} axes, epsilon {epsilon}", batch_norm(epsilon),
                   {"x": random(*shape, scale=2, offset=3), "scale": random(shape[-1]), "bias": random(shape[-1])},
                   affine, epsilon=epsilon)
    yield case("layerNorm", "3 axes", lambda x, scale, bias: F.layer_norm(x, x.shape[-1:], scale, bias, 1e-5),
               {"x": random(2, 3, 13, scale=2, offset=-3), "scale": random(13), "bias": random(13)}, affine, epsilon=1e-5)
    yield case("instanceNorm", "odd sizes", instance_norm,
               {"x": random(2, 3, 3, 5, scale=2, offset=1), "scale": random(5), "bias": random(5)}, affine, epsilon=1e-5)
    elementwise = {
        "gelu": lambda x: F.gelu(x, approximate="tanh"),
        "geluExact": F.gelu,
        "silu": F.silu,
        "glu": F.glu,
    }
    for name, function in elementwise.items():
        yield case(name, "small and large numbers", function, {"x": random(3, 10, scale=3)}, ["x"])
    for smoothing in [0.0, 0.1]:
        yield case("softmaxCrossEntropy", f"smoothing {smoothing}, a row without a label", smoothed_cross_entropy(smoothing),
                   {"logits": random(5, 7, scale=4), "labels": integers(6, 0, -1, 3, 3)}, ["logits"],
                   labelSmoothing=smoothing)
    yield case("sigmoidCrossEntropy", "soft labels",
               lambda logits, labels: F.binary_cross_entropy_with_logits(logits, labels, reduction="none"),
               {"logits": random(3, 5, scale=9), "labels": torch.round(torch.rand(3, 5) * 64) / 64}, ["logits"])
    yield case("embedding", "repeated ids", lambda table, ids: F.embedding(ids, table),
               {"table": random(5, 3), "ids": integers([4, 0, 4], [1, 4, 1])}, ["table"])
    qkv = {"query": random(2, 2, 5, 3), "key": random(2, 2, 5, 3), "value": random(2, 2, 5, 4)}
    mask = integers([1, 1, 1, 0, 1], [1, 1, 0, 0, 0])
    for causal, key_mask in [(False, None), (True, None), (False, mask), (True, mask)]:
        given = qkv if key_mask is None else {**qkv, "keyMask": key_mask}
        yield case("attention", f"causal {causal}, {'no ' if key_mask is None else ''}mask",
                   attention(causal, key_mask), given, ["query", "key", "value"], causal=causal)
    yield case("attention", "more keys than queries", attention(False, None),
               {**qkv, "query": random(2, 2, 3, 3)}, ["query", "key", "value"], causal=False)
    for kind, layer, gates in [(torch.nn.LSTM, "lstm", 4), (torch.nn.GRU, "gru", 3)]:
        for reverse in [False, True]:
            weights = {"kernel": random(3, gates * 3), "recurrent": random(3, gates * 3, scale=0.5), "bias": random(gates * 3)}
            given = {"x": random(3, 6, 3), **weights, "lengths": integers(6, 4, 1)}
            wrt = ["x", *weights]
            if layer == "gru":
                given["recurrentBias"] = random(3)
                wrt.append("recurrentBias")
            yield case(layer, f"lengths 6, 4, 1, reverse {reverse}",
                       recurrent(kind, [6, 4, 1], reverse), given, wrt, reverse=reverse)
    for blank, labels in [(0, integers([1, 1, 2], [3, 2, 0], [1, 1, 1], [0, 0, 0])), (4, integers([1, 1, 2], [3, 2, 4], [1, 1, 1], [4, 4, 4]))]:
        lengths = {"logitLengths": integers(7, 5, 4, 6), "labels": labels, "labelLengths": integers(3, 2, 3, 0)}
        yield case("ctcLoss", f"blank {blank}, repeated, infeasible and empty labels",
                   ctc(lengths["logitLengths"], labels, lengths["labelLengths"], blank),
                   {"logits": random(4, 7, 5, scale=2), **lengths}, ["logits"], blank=blank)

    x, mask = random(2, 4, 3, scale=2, offset=3), integers([1, 1, 1, 0], [1, 1, 0, 0])
    yield case("batchNorm", "with a mask", masked_batch_norm(mask.bool()),
               {"x": x, "scale": random(3), "bias": random(3), "mask": mask}, affine, epsilon=1e-5)
    yield case("conv2d", "stride 1 x 2", convolution((1, 2), "same", 1),
               {"x": random(2, 5, 6, 2), "filter": random(3, 3, 2, 3), "bias": random(3)},
               ["x", "filter", "bias"], stride=(1, 2), padding="same")
    for causal, length in [(False, 3), (True, 4)]:
        given = {"x": random(2, length, 6), "memory": random(2, 4, 6)}
        kernels = {name: random(6, 6) for name in ["query", "key", "value", "out"]}
        yield case("multiHeadAttention", f"{length} queries, 4 keys, causal {causal}", multi_head(3, causal),
                   {**given, **kernels}, ["x", "memory", *kernels], heads=3, causal=causal)


json.dump({"torch": torch.__version__.split("+")[0], "cases": list(cases())}, sys.stdout, separators=(",", ":"))
