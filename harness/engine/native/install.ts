/** Puts our kernels and gradients beside and in the place of tfjs-node's. */
import { overrideGradient } from '../override-gradient.ts';
import { gradients, ownGradients } from './gradients.ts';
import { register, type KernelList } from './kernel.ts';
import { activations } from './kernels/activation.ts';
import { attentions } from './kernels/attention.ts';
import { batchNorms } from './kernels/batch-norm.ts';
import { crossEntropies } from './kernels/cross-entropy.ts';
import { fusedLayers } from './kernels/fused.ts';
import { optimizers } from './kernels/optimizer.ts';
import { recurrents } from './kernels/recurrent.ts';
import { reductions } from './kernels/reduce.ts';
import { rowKernels } from './kernels/rows.ts';
import { shapes } from './kernels/shape.ts';
import { spreads } from './kernels/spread.ts';
import { Ops, type NodeBackend } from './ops.ts';

/** By libtensorflow's own operations, on any device. */
const kernels: readonly KernelList[] = [
  reductions,
  shapes,
  activations,
  spreads,
  batchNorms,
  crossEntropies,
];

/** By our own operations, which run on the CPU. */
const ownKernels: readonly KernelList[] = [
  ...fusedLayers,
  attentions,
  recurrents,
  rowKernels,
  optimizers,
];

/** Call it once, after the backend `tensorflow` is made; `own` says whether our operations are loaded. */
export function installKernels(backend: NodeBackend, own: boolean): void {
  const ops = new Ops(backend);
  for (const list of own ? [...kernels, ...ownKernels] : kernels) list(ops).forEach(register);
  const slopes = own ? [...gradients, ...ownGradients()] : gradients;
  for (const gradient of slopes) overrideGradient('tensorflow', gradient);
}
