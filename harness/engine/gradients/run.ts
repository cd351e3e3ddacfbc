/** Runs kernels inside gradients. */
import { engine, type Tensor } from '@tensorflow/tfjs';

/** Runs the current backend's kernel of this name on tensors, so that its output belongs to the tidy. */
export function run(
  name: string,
  inputs: Readonly<Record<string, Tensor>>,
  attrs: object = {},
): Tensor {
  return engine().runKernel(name, { ...inputs }, { ...attrs });
}

/** The gradient of an op with one output. */
export const single = (dy: Tensor | Tensor[]): Tensor => (Array.isArray(dy) ? dy[0]! : dy);
