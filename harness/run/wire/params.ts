/** Parameters as one run of float32 bytes: how they travel from trainer to referee. */
import * as tf from '@tensorflow/tfjs';
import type { Model, Params } from '#spec';

/** All parameters' values, one after the other in the record's order. */
export function packParams(params: Params): Buffer {
  const parts = Object.values(params).map((tensor) => {
    const data = tensor.dataSync<'float32'>();
    return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  });
  return Buffer.concat(parts);
}

/** The tensors again, by the model's paths. Throws when the bytes are not as many as the model has parameters. */
export function unpackParams(bytes: Uint8Array, specs: Model['parameters']): Params {
  const sizes = Object.values(specs).map(({ shape }) => tf.util.sizeFromShape([...shape]));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes.byteLength !== 4 * total) {
    throw new Error(
      `The trainer handed over ${bytes.byteLength} bytes of parameters; the model has ${4 * total}.`,
    );
  }
  const values = new Float32Array(new Uint8Array(bytes).buffer); // a copy: a Buffer may lie anywhere
  let at = 0;
  return Object.fromEntries(
    Object.entries(specs).map(([path, { shape }], i) => {
      const data = values.slice(at, (at += sizes[i]!));
      return [path, tf.tensor(data, [...shape], 'float32')];
    }),
  );
}
