/** What a Python peer is asked: a gradient case as JSON. */
import * as tf from '@tensorflow/tfjs';
import type { Tensor } from '@tensorflow/tfjs';
import { caseParams, type GradientCase } from '../unit/workloads/gradient-case.ts';

/** The case's model, parameters and batch as torch_peer.py and jax_peer.py read them. */
export function requestOf({ workload, options, labelSmoothing, model, batch }: GradientCase) {
  const tensors = { params: caseParams(model), batch: batch().tensors };
  const request = {
    workload,
    options,
    labelSmoothing,
    params: packAll(tensors.params),
    batch: packAll(tensors.batch),
  };
  tf.dispose([tensors.params, tensors.batch]);
  return request;
}

const packAll = (tensors: Readonly<Record<string, Tensor>>) =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, pack(tensor)]));

function pack(tensor: Tensor) {
  const values = tensor.dataSync();
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return { dtype: tensor.dtype, shape: tensor.shape, data: bytes.toString('base64') };
}
