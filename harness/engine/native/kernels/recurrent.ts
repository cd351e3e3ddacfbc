/** LSTM, GRU and CTC over whole sequences in one operation each (`cpp/lstm.h`, `cpp/gru.h`, `cpp/ctc.h`). */
import type { TensorInfo } from '@tensorflow/tfjs';
import { kernel, type KernelList } from '../kernel.ts';

/** Inputs of a layer, and for its gradient `dy` and what the layer kept. */
type Given = Readonly<Record<string, TensorInfo>>;

export const recurrents: KernelList = (ops) => {
  const lengthsOf = ({ lengths }: Given) => lengths ?? ops.ints([]);
  const direction = ({ reverse }: { reverse: boolean }) => ops.int(reverse ? 1 : 0);
  const residuals = (given: Given) => [
    given['residual0']!,
    given['residual1']!,
    given['residual2']!,
  ];
  return [
    kernel<Given, { reverse: boolean }>('TtrLstm', (given, attrs) => {
      const { x, kernel, recurrent, bias } = given;
      const inputs = [x!, kernel!, recurrent!, bias!, lengthsOf(given), direction(attrs)];
      return ops.run('TtrLstm', inputs, [], 4);
    }),
    kernel<Given, { reverse: boolean }>('TtrLstmGrad', (given, attrs) => {
      const { dy, x, kernel, recurrent } = given;
      const inputs = [dy!, x!, kernel!, recurrent!, lengthsOf(given), ...residuals(given)];
      return ops.run('TtrLstmGrad', [...inputs, direction(attrs)], [], 4);
    }),
    kernel<Given, { reverse: boolean }>('TtrGru', (given, attrs) => {
      const { x, kernel, recurrent, bias, recurrentBias } = given;
      const inputs = [x!, kernel!, recurrent!, bias!, recurrentBias!, lengthsOf(given)];
      return ops.run('TtrGru', [...inputs, direction(attrs)], [], 4);
    }),
    kernel<Given, { reverse: boolean }>('TtrGruGrad', (given, attrs) => {
      const { dy, x, kernel, recurrent } = given;
      const inputs = [dy!, x!, kernel!, recurrent!, lengthsOf(given), ...residuals(given)];
      return ops.run('TtrGruGrad', [...inputs, direction(attrs)], [], 5);
    }),
    kernel<Given, { blank: number }>('TtrCtc', (given, { blank }) => {
      const { logits, logitLengths, labels, labelLengths } = given;
      const inputs = [logits!, logitLengths!, labels!, labelLengths!, ops.int(blank)];
      return ops.run('TtrCtc', inputs, [], 4);
    }),
    kernel<Given, { blank: number }>('TtrCtcGrad', (given, { blank }) => {
      const { dy, logits, logitLengths, labels, labelLengths } = given;
      const inputs = [dy!, logits!, logitLengths!, labels!, labelLengths!, ...residuals(given)];
      return ops.run('TtrCtcGrad', [...inputs, ops.int(blank)], [], 1);
    }),
  ];
};
