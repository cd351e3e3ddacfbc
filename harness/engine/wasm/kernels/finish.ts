/** What fused products add after the product: a bias and an activation. */
import type { Heap, Info } from '../heap.ts';

export interface Finish {
  readonly bias?: Info;
  readonly preluActivationWeights?: Info;
}

const kernelOf: Readonly<Record<string, string>> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
  leakyrelu: 'LeakyRelu',
  prelu: 'Prelu',
};

/** Adds the bias and applies the activation; `product` is used up. */
export function finish(
  heap: Heap,
  product: Info,
  { bias, preluActivationWeights }: Finish,
  { activation, leakyreluAlpha }: { readonly activation: string; readonly leakyreluAlpha?: number },
): Info {
  let result = product;
  const replace = (next: Info) => {
    heap.free(result);
    result = next;
  };
  if (bias !== undefined) replace(heap.run('Add', { a: result, b: bias }));
  if (activation === 'linear') return result;
  const name = kernelOf[activation];
  if (name === undefined) throw new Error(`There is no fused activation "${activation}".`);
  replace(heap.run(name, { x: result, alpha: preluActivationWeights }, { alpha: leakyreluAlpha }));
  return result;
}
