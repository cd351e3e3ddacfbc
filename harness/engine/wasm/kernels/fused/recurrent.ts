/** LSTM and GRU over whole sequences. Residuals are the activated gates and the states before each step. */
import type { Heap, Info } from '../../heap.ts';
import { kernel, type KernelList } from '../../kernel.ts';

interface Forward {
  /** [B, T, I]. */
  readonly x: Info;
  /** [I, G H], [H, G H] and [G H]. */
  readonly kernel: Info;
  readonly recurrent: Info;
  readonly bias: Info;
  /** int32 [B]. */
  readonly lengths?: Info;
}
interface Residuals {
  readonly dy: Info;
  /** Activated gates; the cells (LSTM) or the candidate's recurrent part (GRU); states before each step. */
  readonly residual0: Info;
  readonly residual1: Info;
  readonly residual2: Info;
}
interface WithRecurrentBias {
  /** [H]. */
  readonly recurrentBias: Info;
}
interface Direction {
  readonly reverse: boolean;
}

/** Long short-term memory, and its gradient. */
const lstm: KernelList = (heap) => [
  kernel<Forward, Direction>('TtrLstm', (inputs, { reverse }) => {
    const { sizes, sequence } = layout(inputs);
    const made = [sequence(1), sequence(4), sequence(1), sequence(1)].map((s) => heap.output(s));
    const given = addresses(heap, [inputs.x, inputs.kernel, inputs.recurrent, inputs.bias]);
    const at = addresses(heap, made as Four);
    const [lengths, work] = [optional(heap, inputs.lengths), scratch(heap, 4, inputs)];
    heap.kernels.lstm(...given, lengths, ...at, work, ...sizes, reverse);
    return made;
  }),
  kernel<Forward & Residuals, Direction>('TtrLstmGrad', (inputs, { reverse }) => {
    const { x, recurrent, bias, lengths, residual0, residual1, residual2, dy } = inputs;
    const { sizes, sequence } = layout(inputs);
    const made = [x, inputs.kernel, recurrent, bias].map((t) => heap.output(t.shape));
    const dgates = heap.output(sequence(4));
    const kept = addresses(heap, [residual0, residual1, residual2, dy]);
    const at = addresses(heap, made as Four);
    const weights = [heap.at(x), heap.at(inputs.kernel), heap.at(recurrent)] as const;
    const work = [heap.at(dgates), scratchGrad(heap, 4, inputs)] as const;
    heap.kernels.lstmGrad(
      ...weights, optional(heap, lengths), ...kept, ...at, ...work, ...sizes, reverse,
    ); // prettier-ignore
    heap.free(dgates);
    return made;
  }),
];

/** Gated recurrent units, and their gradient. */
const gru: KernelList = (heap) => [
  kernel<Forward & WithRecurrentBias, Direction>('TtrGru', (inputs, { reverse }) => {
    const { sizes, sequence } = layout(inputs);
    const made = [sequence(1), sequence(3), sequence(1), sequence(1)].map((s) => heap.output(s));
    const given = addresses(heap, [inputs.x, inputs.kernel, inputs.recurrent, inputs.bias]);
    const at = addresses(heap, made as Four);
    const biases = [heap.at(inputs.recurrentBias), optional(heap, inputs.lengths)] as const;
    heap.kernels.gru(...given, ...biases, ...at, scratch(heap, 3, inputs), ...sizes, reverse);
    return made;
  }),
  kernel<Forward & WithRecurrentBias & Residuals, Direction>(
    'TtrGruGrad',
    (inputs, { reverse }) => {
      const { x, recurrent, bias, lengths, residual0, residual1, residual2, dy } = inputs;
      const { sizes, sequence, units } = layout(inputs);
      const made = [x, inputs.kernel, recurrent, bias].map((t) => heap.output(t.shape));
      const drecurrentBias = heap.output([units]);
      const hiddenSums = heap.output(bias.shape);
      const [dgates, dhidden] = [heap.output(sequence(3)), heap.output(sequence(3))];
      const kept = addresses(heap, [residual0, residual1, residual2, dy]);
      const at = addresses(heap, made as Four);
      const weights = [heap.at(x), heap.at(inputs.kernel), heap.at(recurrent)] as const;
      const work = [heap.at(dgates), heap.at(dhidden), scratchGrad(heap, 3, inputs)] as const;
      heap.kernels.gruGrad(
        ...weights, optional(heap, lengths), ...kept, ...at, heap.at(hiddenSums), ...work, ...sizes, reverse,
      ); // prettier-ignore
      heap.floats(drecurrentBias).set(heap.floats(hiddenSums).subarray(2 * units));
      for (const temporary of [dgates, dhidden, hiddenSums]) heap.free(temporary);
      return [...made, drecurrentBias];
    },
  ),
];

export const recurrentKernels: KernelList = (heap) => [...lstm(heap), ...gru(heap)];

type Four = [Info, Info, Info, Info];

const addresses = (heap: Heap, tensors: Four) =>
  tensors.map((t) => heap.at(t)) as [number, number, number, number];

/** Working memory of a layer with this many gates, forward. */
const scratch = (heap: Heap, gates: number, { x, recurrent }: Forward): number =>
  heap.scratch(heap.kernels.recurrentBytes(gates, x.shape[0]!, recurrent.shape[0]!));

/** The same for its gradient. */
const scratchGrad = (heap: Heap, gates: number, { x, recurrent }: Forward): number =>
  heap.scratch(heap.kernels.recurrentGradBytes(gates, x.shape[0]!, recurrent.shape[0]!));

const optional = (heap: Heap, tensor: Info | undefined): number =>
  tensor === undefined ? 0 : heap.at(tensor);

/** Sizes in the order of the kernels' parameters, shapes of sequences of n H numbers, and H. */
function layout({ x, recurrent }: Forward) {
  const [batch, time, inputs] = x.shape as [number, number, number];
  const units = recurrent.shape[0]!;
  return {
    sizes: [batch, time, inputs, units] as const,
    sequence: (n: number) => [batch, time, n * units],
    units,
  };
}
