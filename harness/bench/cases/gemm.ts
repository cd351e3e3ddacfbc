/** Matrix products: square ones, those of a dense layer in both passes, batches of small ones. */
import * as tf from '@tensorflow/tfjs';
import { forward, normal, type BenchCase } from './case.ts';

type Form = 'NN' | 'NT' | 'TN';

/** [M, K] x [K, N], `batch` of them; N stands for a matrix as it lies, T for a transposed one. */
function product(m: number, k: number, n: number, form: Form = 'NN', batch?: number): BenchCase {
  const [left, right] = [form.startsWith('T'), form.endsWith('T')];
  const outer = batch === undefined ? [] : [batch];
  const a = [...outer, ...(left ? [k, m] : [m, k])];
  const b = [...outer, ...(right ? [n, k] : [k, n])];
  return forward({
    group: 'GEMM',
    name: `${batch === undefined ? '' : `${batch} x `}${m} x ${k} x ${n} ${form}`,
    flop: 2 * m * k * n * (batch ?? 1),
    inputs: () => [normal(a), normal(b)],
    call: (x, y) => tf.matMul(x, y, left, right),
  });
}

export const gemms: readonly BenchCase[] = [
  product(64, 64, 64),
  product(256, 256, 256),
  product(512, 512, 512),
  product(2048, 128, 512),
  product(2048, 512, 128, 'NT'),
  product(128, 2048, 512, 'TN'),
  product(1000, 67, 33),
  product(64, 32, 64, 'NT', 128),
];
