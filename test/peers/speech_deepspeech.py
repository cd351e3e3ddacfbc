"""PyTorch peer of workloads/speech_deepspeech: reads a case, writes loss and gradients (see torch_peer.py)."""

import torch
import torch.nn.functional as F
from torch_peer import answer


NETS = {}


def recurrent(width, dtype):
    """A bidirectional LSTM whose own weights are never used: built once, called with the case's weights."""
    if (width, dtype) not in NETS:
        net = torch.nn.LSTM(width, width // 2, batch_first=True, bidirectional=True, dtype=dtype)
        NETS[width, dtype] = net
    return NETS[width, dtype]


def same(size, taps, stride):
    """TensorFlow's padding: the odd one out goes to the end."""
    total = max((-(-size // stride) - 1) * stride + taps - size, 0)
    return total // 2, total - total // 2


def loss(p, batch, options, label_smoothing):
    width = options["width"]
    activation = {"relu": torch.relu, "tanh": torch.tanh}[options["activation"]]

    def conv(path, x, down, across):
        kernel = p[f"{path}/kernel"].permute(3, 2, 0, 1)
        x = F.pad(x, same(x.shape[3], 3, across) + same(x.shape[2], 3, down))
        return F.conv2d(x, kernel, p[f"{path}/bias"], (down, across))

    def linear(path, x):
        return x @ p[f"{path}/kernel"] + p[f"{path}/bias"]

    def norm(path, x, mask):
        """Normalizes the frames that count; the others are of no consequence."""
        scale, bias = p[f"{path}/norm/scale"], p[f"{path}/norm/bias"]
        if options["norm"] == "layer":
            return F.layer_norm(x, (width,), scale, bias, 1e-6)
        y = torch.zeros_like(x)
        y[mask] = F.batch_norm(x[mask], None, None, scale, bias, True, 0.0, 1e-5)
        return y

    def both_ways(path, x, lengths):
        weights = {}
        for direction, suffix in (("forward", ""), ("backward", "_reverse")):
            at = f"{path}/{direction}"
            weights[f"weight_ih_l0{suffix}"] = p[f"{at}/kernel"].T
            weights[f"weight_hh_l0{suffix}"] = p[f"{at}/recurrent"].T
            weights[f"bias_ih_l0{suffix}"] = p[f"{at}/bias"]
            weights[f"bias_hh_l0{suffix}"] = torch.zeros_like(p[f"{at}/bias"])
        packed = torch.nn.utils.rnn.pack_padded_sequence(x, lengths, True, False)
        y, _ = torch.func.functional_call(recurrent(width, x.dtype), weights, (packed,))
        return torch.nn.utils.rnn.pad_packed_sequence(y, True, 0.0, x.shape[1])[0]

    def residual(x, y):
        return x + y if options["residual"] else y

    x, lengths = batch["features"][:, None], batch["featureLengths"]
    for i, stride in enumerate(options["timeStrides"]):
        x = activation(conv(f"subsampling/conv{i}", x, stride, 2))
        lengths = (lengths + stride - 1) // stride
        mask = torch.arange(x.shape[2]) < lengths[:, None]
        x = x * mask[:, None, :, None]
    x = x.permute(0, 2, 3, 1).flatten(2) @ p["subsampling/out/kernel"]
    for i in range(options["lstmLayers"]):
        x = residual(x, both_ways(f"lstm{i}", norm(f"lstm{i}", x, mask), lengths))
    for i in range(options["feedForwardLayers"]):
        path = f"feedForward{i}"
        x = residual(x, activation(linear(path, norm(path, x, mask))))
    x = F.layer_norm(x, (width,), p["out/norm/scale"], p["out/norm/bias"], 1e-6)
    scores = linear("out", x).log_softmax(2).transpose(0, 1)
    letters = batch["labelLengths"]
    return F.ctc_loss(scores, batch["labels"], lengths, letters, 0, "sum") / letters.sum()


answer(loss)
