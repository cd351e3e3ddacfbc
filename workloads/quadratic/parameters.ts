/** Options and parameters of least squares. */
import type { ParameterSpec } from '#spec';
import { zeros } from '#nn';
import { features } from './data.ts';

export interface QuadraticOptions {
  /** Feature i (from 1) is divided by i to this power; the Hessian's condition number is 16 to twice this power. */
  readonly decay: number;
}

export const quadraticParameters: Record<string, ParameterSpec> = {
  kernel: { shape: [features, 1], role: 'weight', init: zeros },
  bias: { shape: [1], role: 'bias', init: zeros },
};
