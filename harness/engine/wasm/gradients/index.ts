/** All gradients that differ from tfjs-core's on the WASM backend. */
import type { GradConfig } from '@tensorflow/tfjs';
import { activationGradients } from './activation.ts';
import { conv2dGradients } from './conv2d.ts';
import { gatherGradients } from './gather.ts';
import { matMulGradients } from './matmul.ts';
import { reduceGradients } from './reduce.ts';
import { tileGradients } from './tile.ts';

export const gradients: readonly GradConfig[] = [
  ...matMulGradients,
  ...conv2dGradients,
  ...reduceGradients,
  ...gatherGradients,
  ...activationGradients,
  ...tileGradients,
];
