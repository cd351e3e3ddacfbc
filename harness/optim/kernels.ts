/** Kernels an engine may have for whole updates of one tensor ("Optimizer kernels" in harness/nn/README.md). */
import * as tf from '@tensorflow/tfjs';
import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs';

export type KernelName =
  'TtrAdam' | 'TtrRms' | 'TtrTrace' | 'TtrCombine' | 'TtrScale' | 'TtrSumSquares';

/** Tensors at one path to tensors at that path. */
export interface Rule {
  (...tensors: Tensor[]): Tensor[];
  /** The same for all paths in one call, where the engine can: sets of tensors in path order to such sets. */
  readonly all?: (sets: readonly (readonly Tensor[])[]) => Tensor[][];
}

/**
 * The rule as one kernel where the engine has it, else in plain operations: equal values either way. `names` are the
 * kernel's inputs in the rule's order.
 */
export const ruleOf = (
  kernel: KernelName,
  names: readonly string[],
  attributes: NamedAttrMap,
  plain: () => (...tensors: Tensor[]) => Tensor[],
): Rule => {
  if (!hasKernel(kernel)) return plain();
  const rule = (...tensors: Tensor[]): Tensor[] =>
    runKernel(kernel, Object.fromEntries(names.map((name, i) => [name, tensors[i]!])), attributes);
  if (!hasKernel(`${kernel}All`)) return rule;
  return Object.assign(rule, {
    all: (sets: readonly (readonly Tensor[])[]): Tensor[][] => {
      const count = sets[0]!.length;
      if (count === 0) return [];
      const outputs = runKernel(
        `${kernel}All`,
        Object.fromEntries(sets.flat().entries()),
        attributes,
      );
      return Array.from({ length: outputs.length / count }, (_, i) =>
        outputs.slice(i * count, (i + 1) * count),
      );
    },
  });
};

/** Whether the current engine has it. */
export const hasKernel = (kernel: string): boolean =>
  (tf.getKernel(kernel, tf.getBackend()) as tf.KernelConfig | undefined) !== undefined;

/** Outputs of a kernel that the current engine has. */
export const runKernel = (
  kernel: string,
  inputs: NamedTensorMap,
  attributes: NamedAttrMap,
): Tensor[] => {
  const outputs: Tensor | Tensor[] = tf.engine().runKernel(kernel, inputs, attributes);
  return Array.isArray(outputs) ? outputs : [outputs];
};
