import * as tf from '@tensorflow/tfjs';
import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs';
import { customGradient } from './custom-gradient.ts';

/** A layer as the current engine's kernel `name` and, for the gradient, `<name>Grad` (see README.md). */
export interface FusedLayer {
  readonly name: `Ttr${string}`;
  readonly inputs: NamedTensorMap;
  /** Names of the inputs that have a gradient, in the order in which the gradient kernel gives them. */
  readonly differentiable: readonly string[];
  readonly attributes?: NamedAttrMap;
}

/** The layer's value, or undefined where the current engine has no such kernel. */
export function fused(layer: FusedLayer): Tensor | undefined {
  const { name, inputs, differentiable, attributes = {} } = layer;
  const kernel = tf.getKernel(name, tf.getBackend()) as tf.KernelConfig | undefined;
  if (kernel === undefined) return undefined;
  const names = Object.keys(inputs);
  return customGradient({
    inputs: differentiable.map((input) => inputs[input]!),
    forward: () => {
      const [value, ...residuals] = run(name, inputs, attributes);
      return { value: value!, saved: [...Object.values(inputs), ...residuals] };
    },
    backward: (dy, saved) => {
      const given: NamedTensorMap = { dy };
      for (const [i, tensor] of saved.entries()) {
        given[names[i] ?? `residual${i - names.length}`] = tensor;
      }
      return run(`${name}Grad`, given, attributes);
    },
  });
}

const run = (name: string, inputs: NamedTensorMap, attributes: NamedAttrMap): Tensor[] =>
  tf.engine().runKernel<Tensor[]>(name, inputs, attributes);
