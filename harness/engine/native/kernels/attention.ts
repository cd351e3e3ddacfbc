/** Attention as two matrix products around the weights, which are one operation of ours (`cpp/softmax.h`). */
import { tidy, type TensorInfo } from '@tensorflow/tfjs';
import { kernel, type KernelList } from '../kernel.ts';

interface Inputs {
  readonly query: TensorInfo;
  readonly key: TensorInfo;
  readonly value: TensorInfo;
  readonly keyMask?: TensorInfo;
}

interface GradInputs extends Inputs {
  readonly dy: TensorInfo;
  /** Attention weights, [B, H, Tq, Tk]. */
  readonly residual0: TensorInfo;
}

interface Attrs {
  readonly causal: boolean;
  readonly scale: number;
}

export const attentions: KernelList = (ops) => {
  const product = (a: TensorInfo, b: TensorInfo, transposeA: boolean, transposeB: boolean) =>
    ops.one(
      'BatchMatMulV2',
      [a, b],
      [ops.type('T', 'float32'), ops.bool('adj_x', transposeA), ops.bool('adj_y', transposeB)],
    );
  const options = ({ scale, causal }: Attrs) => ops.floats([scale, causal ? 1 : 0]);
  /** float32 [B, Tk]; no elements where every key may be seen. */
  const mask = (keyMask: TensorInfo | undefined) => {
    if (keyMask === undefined) return ops.floats([]);
    if (keyMask.dtype === 'float32') return keyMask;
    const attributes = [ops.type('SrcT', keyMask.dtype), ops.type('DstT', 'float32')];
    return ops.one('Cast', [keyMask], attributes);
  };

  return [
    kernel<Inputs, Attrs>('TtrAttention', ({ query, key, value, keyMask }, attrs) =>
      tidy(() => {
        const scores = product(query, key, false, true);
        const inputs = [scores, options(attrs), mask(keyMask)];
        const weights = ops.one('TtrAttentionWeights', inputs, []);
        return [product(weights, value, false, false), weights];
      }),
    ),
    kernel<GradInputs, Attrs>('TtrAttentionGrad', (given, attrs) =>
      tidy(() => {
        const { dy, query, key, value, residual0: weights } = given;
        const dweights = product(dy, value, false, true);
        const inputs = [dweights, weights, options(attrs)];
        const dscores = ops.one('TtrAttentionWeightsGrad', inputs, []);
        return [
          product(dscores, key, false, false),
          product(dscores, query, true, false),
          product(weights, dy, true, false),
        ];
      }),
    ),
  ];
};
