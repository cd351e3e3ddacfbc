/** Optimizer updates in one pass over each parameter, and of all parameters in one operation (`cpp/optimizer.h`). */
import type { Tensor, TensorInfo } from '@tensorflow/tfjs';
import { kernel, type KernelList } from '../kernel.ts';

interface Update {
  readonly name: string;
  /** Inputs and numbers in the operation's order. */
  readonly inputs: readonly string[];
  readonly factors: readonly string[];
  readonly outputs: number;
}

const adamFactors = ['b1', 'b2', 'c1', 'c2', 'eps', 'nesterov'];

const updates: readonly Update[] = [
  { name: 'TtrAdam', inputs: ['gradient', 'm', 'v'], factors: adamFactors, outputs: 3 },
  { name: 'TtrRms', inputs: ['gradient', 'v'], factors: ['b2', 'c2', 'eps'], outputs: 2 },
  {
    name: 'TtrTrace',
    inputs: ['gradient', 'trace'],
    factors: ['momentum', 'nesterov'],
    outputs: 2,
  },
  { name: 'TtrCombine', inputs: ['a', 'b'], factors: ['ka', 'kb'], outputs: 1 },
  { name: 'TtrScale', inputs: ['a'], factors: ['k'], outputs: 1 },
  { name: 'TtrSumSquares', inputs: ['x'], factors: [], outputs: 1 },
];

type Tensors = Readonly<Record<string, TensorInfo>>;
type Factors = Readonly<Record<string, number | boolean>>;

/** All parameters, then the updates -> p + ku u + kp p; each parameter has its own kp. */
const descent: KernelList = (ops) => [
  kernel<Tensors, { ku: number; kp: number[] }>('TtrDescendAll', (tensors, { ku, kp }) =>
    ops.withVector(Float32Array.of(ku, ...kp), (factors) => {
      const inputs = [...Object.values(tensors), factors];
      return ops.run('TtrDescend', inputs, [ops.count('N', kp.length)], kp.length);
    }),
  ),
];

export const optimizers: KernelList = (ops) => [
  ...descent(ops),
  ...updates.flatMap(({ name, inputs, factors, outputs }) => {
    /** Of `count` parameters; the tensors are those of the first input, then those of the second, ... */
    const run = (tensors: TensorInfo[], count: number, attrs: Factors): Tensor[] => {
      const n = [ops.count('N', count)];
      if (factors.length === 0) return ops.run(name, tensors, n, count);
      const numbers = Float32Array.from(factors, (factor) => Number(attrs[factor]));
      return ops.withVector(numbers, (given) =>
        ops.run(name, [...tensors, given], n, outputs * count),
      );
    };
    return [
      kernel<Tensors, Factors>(name, (tensors, attrs) =>
        run(
          inputs.map((input) => tensors[input]!),
          1,
          attrs,
        ),
      ),
      kernel<Tensors, Factors>(`${name}All`, (tensors, attrs) => {
        const all = Object.values(tensors);
        return run(all, all.length / inputs.length, attrs);
      }),
    ];
  }),
];
