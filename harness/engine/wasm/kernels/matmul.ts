/** Matrix products: `BatchMatMul` with broadcast batch dimensions, and `_FusedMatMul`. */
import { broadcast_util, type _FusedMatMulAttrs, type BatchMatMulAttrs } from '@tensorflow/tfjs';
import { size, type Heap, type Info } from '../heap.ts';
import { kernel, type KernelList } from '../kernel.ts';
import { finish, type Finish } from './finish.ts';

interface Operands {
  readonly a: Info;
  readonly b: Info;
}

export const matMulKernels: KernelList = (heap) => [
  kernel<Operands, BatchMatMulAttrs>('BatchMatMul', ({ a, b }, { transposeA, transposeB }) =>
    matMul(heap, a, b, transposeA, transposeB),
  ),
  kernel<Operands & Finish, _FusedMatMulAttrs>('_FusedMatMul', (inputs, attrs) => {
    const product = matMul(heap, inputs.a, inputs.b, attrs.transposeA, attrs.transposeB);
    return finish(heap, product, inputs, attrs);
  }),
];

/** op(a)[..., m, k] op(b)[..., k, n], batch dimensions broadcast. */
export function matMul(
  heap: Heap,
  a: Info,
  b: Info,
  transposeA: boolean,
  transposeB: boolean,
): Info {
  if (a.dtype !== 'float32' || b.dtype !== 'float32') {
    throw new Error(
      `matMul takes float32 on the WASM engine, not ${a.dtype} and ${b.dtype}. Cast first.`,
    );
  }
  const { m, k, n, columnsA, columnsB } = sizesOf(a, b, transposeA, transposeB);
  const batchA = a.shape.slice(0, -2);
  const batchB = b.shape.slice(0, -2);
  const batchShape = broadcast_util.assertAndGetBroadcastShape(batchA, batchB);
  const batch = size(batchShape);
  const [countA, countB] = [size(batchA), size(batchB)];
  const out = heap.output([...batchShape, m, n]);
  if (batch * m * n === 0) return out;
  const product = (
    rows: number,
    count: number,
    i: number,
    j: number,
    o: number,
    strideA: number,
    strideB: number,
  ) => {
    heap.kernels.batchedGemm(
      count, transposeA, transposeB, rows, n, k,
      heap.at(a) + i * m * k * 4, columnsA, strideA,
      heap.at(b) + j * k * n * 4, columnsB, strideB,
      heap.at(out) + o * m * n * 4, n, rows * n,
    ); // prettier-ignore
  };
  if (countB === 1 && countA === batch && !transposeA) product(batch * m, 1, 0, 0, 0, 0, 0);
  else if ([1, batch].includes(countA) && [1, batch].includes(countB)) {
    product(m, batch, 0, 0, 0, countA === 1 ? 0 : m * k, countB === 1 ? 0 : k * n);
  } else {
    const indexA = broadcastIndex(batchA, batchShape);
    const indexB = broadcastIndex(batchB, batchShape);
    for (let o = 0; o < batch; o++) product(m, 1, indexA(o), indexB(o), o, 0, 0);
  }
  return out;
}

/** Sizes of the product, [m, k] x [k, n], and the lengths of stored rows. */
function sizesOf(a: Info, b: Info, transposeA: boolean, transposeB: boolean) {
  const [rowsA, columnsA] = [a.shape.at(-2)!, a.shape.at(-1)!];
  const [rowsB, columnsB] = [b.shape.at(-2)!, b.shape.at(-1)!];
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const [inner, n] = transposeB ? [columnsB, rowsB] : [rowsB, columnsB];
  if (k !== inner) {
    throw new Error(
      `matMul of [${a.shape.join()}] and [${b.shape.join()}]: inner sizes ${k} and ${inner} must match.`,
    );
  }
  return { m, k, n, columnsA, columnsB };
}

/** Maps a flat index of the broadcast shape to one of the shape that was broadcast. */
function broadcastIndex(shape: readonly number[], to: readonly number[]): (flat: number) => number {
  return (flat) => {
    let [index, step, rest] = [0, 1, flat];
    for (let d = 1; d <= to.length; d++) {
      const length = shape.at(-d) ?? 1;
      const coordinate = rest % to.at(-d)!;
      if (d <= shape.length && length > 1) index += coordinate * step;
      step *= d <= shape.length ? length : 1;
      rest = Math.floor(rest / to.at(-d)!);
    }
    return index;
  };
}
