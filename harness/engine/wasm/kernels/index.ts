/** All kernels, by file. */
import type { KernelList } from '../kernel.ts';
import { conv2dKernels } from './conv2d.ts';
import { gatherKernels } from './gather.ts';
import { identityKernels } from './identity.ts';
import { matMulKernels } from './matmul.ts';
import { reduceKernels } from './reduce.ts';
import { unaryKernels } from './unary.ts';

export const kernels: readonly KernelList[] = [
  matMulKernels,
  conv2dKernels,
  identityKernels,
  reduceKernels,
  gatherKernels,
  unaryKernels,
];
