/** Fused layers and optimizer updates, by file. Names, inputs and attributes are those of `harness/nn/README.md`. */
import type { KernelList } from '../../kernel.ts';
import { activationKernels } from './activation.ts';
import { crossEntropyKernels } from './cross-entropy.ts';
import { dropoutKernels } from './dropout.ts';
import { normKernels } from './norm.ts';
import { optimizerKernels } from './optimizer.ts';

export const fusedKernels: readonly KernelList[] = [
  activationKernels,
  crossEntropyKernels,
  dropoutKernels,
  normKernels,
  optimizerKernels,
];
