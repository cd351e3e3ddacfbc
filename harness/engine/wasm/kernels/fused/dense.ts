/** Affine map of the last axis with its gradient: products, bias and its sum in one kernel each. */
import { size, type Heap, type Info } from '../../heap.ts';
import { kernel, type KernelList } from '../../kernel.ts';

interface Forward {
  /** [..., I]. */
  readonly x: Info;
  /** [I, O]. */
  readonly kernel: Info;
  /** [O]. */
  readonly bias?: Info;
}

export const denseKernels: KernelList = (heap) => [
  kernel<Forward>('TtrDense', (given) => {
    const { x, bias } = given;
    const sizes = sizesOf(given);
    const y = heap.output([...x.shape.slice(0, -1), sizes[2]]);
    heap.kernels.dense(
      heap.at(x),
      heap.at(given.kernel),
      addressOf(heap, bias),
      heap.at(y),
      ...sizes,
    );
    return [y];
  }),
  kernel<Forward & { dy: Info }>('TtrDenseGrad', (given) => {
    const { x, bias, dy } = given;
    const [dx, dkernel] = [heap.output(x.shape), heap.output(given.kernel.shape)];
    const dbias = bias && heap.output(bias.shape);
    const inputs = [heap.at(x), heap.at(given.kernel), heap.at(dy)] as const;
    const made = [heap.at(dx), heap.at(dkernel), addressOf(heap, dbias)] as const;
    heap.kernels.denseGrad(...inputs, ...made, ...sizesOf(given));
    return dbias ? [dx, dkernel, dbias] : [dx, dkernel];
  }),
];

const addressOf = (heap: Heap, tensor: Info | undefined): number =>
  tensor === undefined ? 0 : heap.at(tensor);

/** Rows, I and O. */
function sizesOf({ x, kernel, bias }: Forward): readonly [number, number, number] {
  const [inputs, outputs] = kernel.shape as [number, number];
  const fits = x.shape.at(-1) === inputs && (bias === undefined || size(bias.shape) === outputs);
  if (!fits || x.dtype !== 'float32') {
    throw new Error(
      `dense: ${x.dtype} [${x.shape.join()}] and a bias of ${bias ? size(bias.shape) : 'none'} do not fit a kernel [${kernel.shape.join()}]. x must be float32 [..., ${inputs}], the bias [${outputs}].`,
    );
  }
  return [size(x.shape.slice(0, -1)), inputs, outputs];
}
