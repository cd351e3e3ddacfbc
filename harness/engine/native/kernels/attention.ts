/** Attention of all heads in one operation (`cpp/attention.h`). Its residual is the weights, [B, H, Tq, Tk]. */
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
  readonly residual0: TensorInfo;
}

interface Attrs {
  readonly causal: boolean;
  readonly scale: number;
}

export const attentions: KernelList = (ops) => {
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
      tidy(() =>
        ops.run('TtrAttention', [query, key, value, options(attrs), mask(keyMask)], [], 2),
      ),
    ),
    kernel<GradInputs, Attrs>('TtrAttentionGrad', ({ dy, query, key, value, residual0 }, attrs) =>
      ops.run('TtrAttentionGrad', [dy, query, key, value, residual0, options(attrs)], [], 3),
    ),
  ];
};
