/** Attention as one kernel. The residual holds what turns a score back into its weight. */
import type { Heap, Info } from '../../heap.ts';
import { kernel, type KernelList } from '../../kernel.ts';

interface Forward {
  /** [B, H, Tq, D], [B, H, Tk, D] and [B, H, Tk, E]. */
  readonly query: Info;
  readonly key: Info;
  readonly value: Info;
  /** [B, Tk], 0 where a key is hidden. */
  readonly keyMask?: Info;
}
interface Backward extends Forward {
  readonly dy: Info;
  readonly residual0: Info;
}
interface Attributes {
  readonly scale: number;
  readonly causal: boolean;
}

export const attentionKernels: KernelList = (heap) => [
  kernel<Forward, Attributes>('TtrAttention', (inputs, { scale, causal }) => {
    const { query, key, value } = inputs;
    const { sizes, scratch, shape, rows } = layout(heap, inputs);
    const [out, residual] = [heap.output(shape), heap.output([rows, 2])];
    withMask(heap, inputs.keyMask, (mask) => {
      const at = [query, key, value].map((t) => heap.at(t)) as [number, number, number];
      const made = [heap.at(out), heap.at(residual)] as const;
      heap.kernels.attention(...at, mask, ...made, scratch, ...sizes, scale, causal);
    });
    return [out, residual];
  }),
  kernel<Backward, Attributes>('TtrAttentionGrad', (inputs, { scale, causal }) => {
    const { query, key, value, residual0, dy } = inputs;
    const { sizes, scratch } = layout(heap, inputs);
    const slopes = [query, key, value].map((t) => heap.output(t.shape)) as [Info, Info, Info];
    withMask(heap, inputs.keyMask, (mask) => {
      const at = [query, key, value].map((t) => heap.at(t)) as [number, number, number];
      const kept = [heap.at(residual0), heap.at(dy)] as const;
      const made = slopes.map((t) => heap.at(t)) as [number, number, number];
      heap.kernels.attentionGrad(...at, mask, ...kept, ...made, scratch, ...sizes, scale, causal);
    });
    return slopes;
  }),
];

/** Sizes in the order of the kernels' parameters, and their working memory. */
function layout(heap: Heap, { query, key, value }: Forward) {
  const [batch, heads, queries, depth] = query.shape as [number, number, number, number];
  const [keys, width] = value.shape.slice(2) as [number, number];
  if (key.shape.join() !== [batch, heads, keys, depth].join()) {
    throw new Error(
      `attention: queries [${query.shape.join()}] and values [${value.shape.join()}] do not fit keys [${key.shape.join()}].`,
    );
  }
  return {
    sizes: [batch * heads, heads, queries, keys, depth, width] as const,
    scratch: heap.scratch(heap.kernels.attentionScratch(keys) * 4),
    shape: [batch, heads, queries, width],
    rows: batch * heads * queries,
  };
}

/** Calls with the address of what is added to the scores (0 or -Infinity), or with 0 where there is no mask. */
function withMask(heap: Heap, keyMask: Info | undefined, call: (mask: number) => void): void {
  if (keyMask === undefined) {
    call(0);
    return;
  }
  const added = heap.output(keyMask.shape);
  const seen = keyMask.dtype === 'float32' ? heap.floats(keyMask) : heap.ints(keyMask);
  heap.floats(added).set(Float32Array.from(seen, (keep) => (keep === 0 ? -Infinity : 0)));
  call(heap.at(added));
  heap.free(added);
}
