/** Dropout; its gradient is the same dropout of dy, drawn again instead of kept. */
import { size, type Heap, type Info } from '../../heap.ts';
import { kernel, type KernelList } from '../../kernel.ts';

interface Draw {
  readonly rate: number;
  /** A whole number in [0, 2^53). */
  readonly seed: number;
}

export const dropoutKernels: KernelList = (heap) => [
  kernel<{ x: Info }, Draw>('TtrDropout', ({ x }, draw) => [drop(heap, x, draw)]),
  kernel<{ dy: Info }, Draw>('TtrDropoutGrad', ({ dy }, draw) => [drop(heap, dy, draw)]),
];

function drop(heap: Heap, x: Info, { rate, seed }: Draw): Info {
  const y = heap.output(x.shape);
  const [low, high] = [seed >>> 0, Math.floor(seed / 2 ** 32)];
  const threshold = Math.floor(rate * 2 ** 32);
  heap.kernels.dropout(heap.at(x), heap.at(y), size(x.shape), low, high, threshold, 1 / (1 - rate));
  return y;
}
