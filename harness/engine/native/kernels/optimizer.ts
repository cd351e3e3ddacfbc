/** Optimizer updates in one pass over each parameter (`cpp/optimizer.h`). */
import type { TensorInfo } from '@tensorflow/tfjs';
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
  {
    name: 'TtrAdamW',
    inputs: ['param', 'gradient', 'm', 'v'],
    factors: [...adamFactors, 'rate', 'decay'],
    outputs: 3,
  },
  { name: 'TtrRms', inputs: ['gradient', 'v'], factors: ['b2', 'c2', 'eps'], outputs: 2 },
  {
    name: 'TtrTrace',
    inputs: ['gradient', 'trace'],
    factors: ['momentum', 'nesterov'],
    outputs: 2,
  },
  { name: 'TtrCombine', inputs: ['a', 'b'], factors: ['ka', 'kb'], outputs: 1 },
  { name: 'TtrSumSquares', inputs: ['x'], factors: [], outputs: 1 },
];

type Named<T> = Readonly<Record<string, T>>;

export const optimizers: KernelList = (ops) =>
  updates.map(({ name, inputs, factors, outputs }) =>
    kernel<Named<TensorInfo>, Named<number | boolean>>(name, (tensors, attrs) => {
      const wanted = inputs.map((input) => tensors[input]!);
      if (factors.length === 0) return ops.run(name, wanted, [], outputs);
      const numbers = Float32Array.from(factors, (factor) => Number(attrs[factor]));
      return ops.withVector(numbers, (given) => ops.run(name, [...wanted, given], [], outputs));
    }),
  );
