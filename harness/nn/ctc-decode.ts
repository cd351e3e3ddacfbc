import * as tf from '@tensorflow/tfjs';
import type { CtcInput } from './ctc-input.ts';

/**
 * Labels of the likeliest path (Graves et al. 2006, ICML, section 3.2: best path decoding): the likeliest class of each
 * frame, repetitions taken together, blanks dropped; one list for each of the B sequences. Reads the tensors.
 */
export function ctcBestPath({
  logits,
  logitLengths,
  blank,
}: Pick<CtcInput, 'logits' | 'logitLengths' | 'blank'>): number[][] {
  const [batch, frames] = logits.shape as [number, number, number];
  const path = tf.tidy(() => tf.argMax(logits, 2).dataSync());
  const lengths = logitLengths.dataSync();
  return Array.from({ length: batch }, (_, row) =>
    collapse(path.subarray(row * frames, row * frames + lengths[row]!), blank),
  );
}

const collapse = (path: ArrayLike<number>, blank: number): number[] =>
  Array.from(path).filter((label, t) => label !== blank && label !== path[t - 1]);
