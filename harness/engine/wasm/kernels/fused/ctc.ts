/** CTC. Residuals are log probabilities: of the states after each frame, of each frame's norm, and of the labels. */
import type { Heap, Info } from '../../heap.ts';
import { kernel, type KernelList } from '../../kernel.ts';

interface Forward {
  /** [B, T, V]. */
  readonly logits: Info;
  /** int32 [B], [B, U] and [B]. */
  readonly logitLengths: Info;
  readonly labels: Info;
  readonly labelLengths: Info;
}
interface Backward extends Forward {
  readonly dy: Info;
  readonly residual0: Info;
  readonly residual1: Info;
  readonly residual2: Info;
}
interface Blank {
  readonly blank: number;
}

export const ctcKernels: KernelList = (heap) => [
  kernel<Forward, Blank>('TtrCtc', (inputs, { blank }) => {
    const { batch, time, sizes, row } = layout(heap, inputs);
    const [losses, totals] = [heap.output([batch]), heap.output([batch])];
    const [alphas, norms] = [heap.output([batch, time, row]), heap.output([batch, time])];
    const at = [losses, alphas, norms, totals].map((t) => heap.at(t)) as Addresses;
    heap.kernels.ctc(...given(heap, inputs), ...at, heap.scratch(2 * row * 4), ...sizes, blank);
    return [losses, alphas, norms, totals];
  }),
  kernel<Backward, Blank>('TtrCtcGrad', (inputs, { blank }) => {
    const { sizes, row } = layout(heap, inputs);
    const { residual0, residual1, residual2, dy } = inputs;
    const out = heap.output(inputs.logits.shape);
    const kept = [residual0, residual1, residual2, dy].map((t) => heap.at(t)) as Addresses;
    const work = [heap.at(out), heap.scratch(4 * row * 4)] as const;
    heap.kernels.ctcGrad(...given(heap, inputs), ...kept, ...work, ...sizes, blank);
    return [out];
  }),
];

type Addresses = [number, number, number, number];

const given = (heap: Heap, { logits, logitLengths, labels, labelLengths }: Forward) =>
  [logits, logitLengths, labels, labelLengths].map((t) => heap.at(t)) as Addresses;

/** Sizes in the order of the kernels' parameters, and floats in a row of states. */
function layout(heap: Heap, { logits, labels }: Forward) {
  const [batch, time, classes] = logits.shape as [number, number, number];
  const maxLabels = labels.shape[1]!;
  const sizes = [batch, time, classes, maxLabels] as const;
  return { batch, time, sizes, row: heap.kernels.ctcRow(maxLabels) };
}
