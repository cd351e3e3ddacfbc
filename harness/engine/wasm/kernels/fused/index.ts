/** Fused layers and optimizer updates, by file. Names, inputs and attributes are those of `harness/nn/README.md`. */
import type { KernelList } from '../../kernel.ts';
import { activationKernels } from './activation.ts';
import { attentionKernels } from './attention.ts';
import { crossEntropyKernels } from './cross-entropy.ts';
import { ctcKernels } from './ctc.ts';
import { denseKernels } from './dense.ts';
import { dropoutKernels } from './dropout.ts';
import { normKernels } from './norm.ts';
import { optimizerKernels } from './optimizer.ts';
import { recurrentKernels } from './recurrent.ts';

export const fusedKernels: readonly KernelList[] = [
  activationKernels,
  attentionKernels,
  crossEntropyKernels,
  ctcKernels,
  denseKernels,
  dropoutKernels,
  normKernels,
  optimizerKernels,
  recurrentKernels,
];
