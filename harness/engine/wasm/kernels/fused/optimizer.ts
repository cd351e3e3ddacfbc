/**
 * Optimizer updates of one parameter, and of all in one call. They write new tensors: an older one may still be read, and only
 * its owner knows.
 */
import { size, type Heap, type Info } from '../../heap.ts';
import { kernel, type Kernel, type KernelList } from '../../kernel.ts';

interface AdamAttributes {
  readonly b1: number;
  readonly b2: number;
  /** Bias corrections 1 - b1^t and 1 - b2^t. */
  readonly c1: number;
  readonly c2: number;
  readonly eps: number;
  readonly nesterov: boolean;
}

/** Names of the inputs, in the order in which `<name>All` is given them. */
const inputsOf: Readonly<Record<string, readonly string[]>> = {
  TtrAdam: ['gradient', 'm', 'v'],
  TtrRms: ['gradient', 'v'],
  TtrTrace: ['gradient', 'trace'],
  TtrCombine: ['a', 'b'],
  TtrScale: ['a'],
  TtrSumSquares: ['x'],
};

export const optimizerKernels: KernelList = (heap) =>
  updates(heap).flatMap((one) => [one, forAll(one, inputsOf[one.name]!)]);

/** The update of many parameters: tensors of the first input in path order, then those of the second, ..., in and out. */
function forAll({ name, compute }: Kernel, inputs: readonly string[]): Kernel {
  return kernel<Readonly<Record<number, Info>>>(`${name}All`, (tensors, attrs, stock) => {
    const all = Object.values(tensors);
    const count = all.length / inputs.length;
    const made = Array.from({ length: count }, (_, i) => {
      const own = Object.fromEntries(inputs.map((input, k) => [input, all[k * count + i]!]));
      return compute(own as never, attrs as never, stock) as Info[];
    });
    return (made[0] ?? []).flatMap((_, k) => made.map((outputs) => outputs[k]!));
  });
}

const updates = (heap: Heap): readonly Kernel[] => [
  kernel<{ gradient: Info; m: Info; v: Info }, AdamAttributes>(
    'TtrAdam',
    ({ gradient, m, v }, { b1, b2, c1, c2, eps, nesterov }) => {
      const [update, nextM, nextV] = [like(heap, m), like(heap, m), like(heap, v)];
      const at = [gradient, m, v, update, nextM, nextV].map((t) => heap.at(t));
      const [g, m0, v0, u, m1, v1] = at as [number, number, number, number, number, number];
      const factors = [b1, 1 - b1, b2, 1 - b2, c1, c2, eps] as const;
      heap.kernels.adam(g, m0, v0, u, m1, v1, size(m.shape), ...factors, nesterov);
      return [update, nextM, nextV];
    },
  ),
  kernel<{ gradient: Info; v: Info }, { b2: number; c2: number; eps: number }>(
    'TtrRms',
    ({ gradient, v }, { b2, c2, eps }) => {
      const [update, nextV] = [like(heap, v), like(heap, v)];
      const at = [gradient, v, update, nextV].map((t) => heap.at(t));
      const [g, v0, u, v1] = at as [number, number, number, number];
      heap.kernels.rms(g, v0, u, v1, size(v.shape), b2, 1 - b2, c2, eps);
      return [update, nextV];
    },
  ),
  kernel<{ gradient: Info; trace: Info }, { momentum: number; nesterov: boolean }>(
    'TtrTrace',
    ({ gradient, trace }, { momentum, nesterov }) => {
      const next = combine(heap, trace, gradient, momentum, 1);
      const update = nesterov ? combine(heap, next, gradient, momentum, 1) : heap.alias(next);
      return [update, next];
    },
  ),
  kernel<{ a: Info; b: Info }, { ka: number; kb: number }>('TtrCombine', ({ a, b }, { ka, kb }) => [
    combine(heap, a, b, ka, kb),
  ]),
  kernel<{ a: Info }, { k: number }>('TtrScale', ({ a }, { k }) => {
    const y = like(heap, a);
    heap.kernels.scale(heap.at(a), heap.at(y), size(a.shape), k);
    return [y];
  }),
  kernel<{ x: Info }>('TtrSumSquares', ({ x }) => {
    const out = heap.output([]);
    heap.floats(out)[0] = heap.kernels.sumSquares(heap.at(x), size(x.shape));
    return [out];
  }),
];

const like = (heap: Heap, x: Info): Info => heap.output(x.shape);

/** ka a + kb b. */
function combine(heap: Heap, a: Info, b: Info, ka: number, kb: number): Info {
  const y = like(heap, a);
  heap.kernels.combine(heap.at(a), heap.at(b), heap.at(y), size(a.shape), ka, kb);
  return y;
}
