/** Parameters: tensors by path, their roles and how they start. */
import type { Tensor } from '@tensorflow/tfjs';

/** Model parameters, gradients and updates share one shape: tensors by path, e.g. `block0/conv1/kernel`. */
export type Params = Record<string, Tensor>;

/** What an algorithm remembers between steps: tensors and finite numbers in any nesting of records and lists. */
export type State = Tensor | number | State[] | { [key: string]: State };

/** What a parameter does in its model (after AlgoPerf's ParameterType). */
export const roles = [
  'weight',
  'bias',
  'convWeight',
  'embedding',
  'normScale',
  'normBias',
  'attentionQuery',
  'attentionKey',
  'attentionValue',
  'attentionQkv',
  'attentionOut',
  'attentionBias',
] as const;
export type Role = (typeof roles)[number];

/** How a parameter starts. The harness draws it from the trial's seed and the parameter's path. */
export type Initializer =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'normal'; readonly std: number }
  | { readonly kind: 'truncatedNormal'; readonly std: number }
  | { readonly kind: 'uniform'; readonly limit: number };

/** Shape, role and start of one parameter. */
export interface ParameterSpec {
  readonly shape: readonly number[];
  readonly role: Role;
  readonly init: Initializer;
}
