/** Reductions. tfjs-node makes a tensor of the axes on every call. */
import { type TensorInfo, util } from '@tensorflow/tfjs';
import { kernel, type KernelList } from '../kernel.ts';

/** tfjs calls the axes of `Max` by another name than those of the other reductions. */
interface Attrs {
  readonly axis?: number | number[];
  readonly reductionIndices?: number | number[];
  readonly keepDims: boolean;
}

export const reductions: KernelList = (ops) =>
  ['Sum', 'Mean', 'Max', 'Min', 'Prod'].map((name) =>
    kernel<{ x: TensorInfo }, Attrs>(name, ({ x }, { axis, reductionIndices, keepDims }, stock) =>
      x.dtype === 'float32' || x.dtype === 'int32'
        ? ops.one(
            name,
            [x, ops.ints(util.parseAxisParam((axis ?? reductionIndices)!, x.shape))],
            [ops.bool('keep_dims', keepDims), ops.type('T', x.dtype), ops.type('Tidx', 'int32')],
          )
        : stock(),
    ),
  );
