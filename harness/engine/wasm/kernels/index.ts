/** All kernels, by file. */
import type { KernelList } from '../kernel.ts';
import { clipKernels } from './clip.ts';
import { powerKernels } from './power.ts';
import { oneHotKernels } from './one-hot.ts';
import { runningKernels } from './running.ts';
import { refusedKernels } from './refused.ts';
import { softmaxKernels } from './softmax.ts';
import { poolKernels } from './pool.ts';
import { depthwiseKernels } from './depthwise.ts';
import { transposeKernels } from './transpose.ts';
import { sliceKernels } from './slice.ts';
import { padKernels } from './pad.ts';
import { concatKernels } from './concat.ts';
import { binaryKernels } from './binary.ts';
import { conv2dKernels } from './conv2d.ts';
import { fusedKernels } from './fused/index.ts';
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
  binaryKernels,
  concatKernels,
  padKernels,
  sliceKernels,
  transposeKernels,
  ...fusedKernels,
  depthwiseKernels,
  poolKernels,
  softmaxKernels,
  refusedKernels,
  oneHotKernels,
  powerKernels,
  clipKernels,
  runningKernels,
];
