/** Kernels an engine may have for whole updates of one tensor ("Optimizer kernels" in harness/nn/README.md). */
import * as tf from '@tensorflow/tfjs';
import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs';

export type KernelName = 'TtrAdam' | 'TtrRms' | 'TtrTrace' | 'TtrCombine' | 'TtrSumSquares';

/** Tensors at one path to tensors at that path. */
export type Rule = (...tensors: Tensor[]) => Tensor[];

/**
 * The rule as one kernel where the engine has it, else in plain operations: equal values either way. `names` are the
 * kernel's inputs in the rule's order.
 */
export const ruleOf = (
  kernel: KernelName,
  names: readonly string[],
  attributes: NamedAttrMap,
  plain: () => Rule,
): Rule => {
  const found = tf.getKernel(kernel, tf.getBackend()) as tf.KernelConfig | undefined;
  if (found === undefined) return plain();
  return (...tensors) => {
    const inputs: NamedTensorMap = Object.fromEntries(names.map((name, i) => [name, tensors[i]!]));
    const outputs: Tensor | Tensor[] = tf.engine().runKernel(kernel, inputs, attributes);
    return Array.isArray(outputs) ? outputs : [outputs];
  };
};
