/** Attention of all heads in one operation (`cpp/attention.h`), split or side by side. Its residual is the weights. */
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
  /** Of heads that lie side by side. */
  readonly heads?: number;
}

export const attentions: KernelList = (ops) => {
  const options = ({ scale, causal, heads }: Attrs, query: TensorInfo) =>
    ops.floats([scale, causal ? 1 : 0, heads ?? query.shape[1]!]);
  /** float32 [B, Tk]; no elements where every key may be seen. */
  const mask = (keyMask: TensorInfo | undefined) => {
    if (keyMask === undefined) return ops.floats([]);
    if (keyMask.dtype === 'float32') return keyMask;
    const attributes = [ops.type('SrcT', keyMask.dtype), ops.type('DstT', 'float32')];
    return ops.one('Cast', [keyMask], attributes);
  };

  return ['TtrAttention', 'TtrHeadAttention'].flatMap((name) => [
    kernel<Inputs, Attrs>(name, ({ query, key, value, keyMask }, attrs) =>
      tidy(() => {
        const inputs = [query, key, value, options(attrs, query), mask(keyMask)];
        return ops.run('TtrAttention', inputs, [], 2);
      }),
    ),
    kernel<GradInputs, Attrs>(`${name}Grad`, ({ dy, query, key, value, residual0 }, attrs) =>
      ops.run('TtrAttentionGrad', [dy, query, key, value, residual0, options(attrs, query)], [], 3),
    ),
  ]);
};
