/** Parameters as one run of float32 bytes: how they travel from trainer to referee. The model's order is theirs. */
import * as tf from '@tensorflow/tfjs';
import type { Model, Params } from '#spec';

/** Number of values of each parameter, in the model's order. */
const sizesOf = (specs: Model['parameters']): number[] =>
  Object.values(specs).map(({ shape }) => tf.util.sizeFromShape([...shape]));

/** Bytes of all parameters together. */
export const paramBytes = (specs: Model['parameters']): number =>
  4 * sizesOf(specs).reduce((sum, size) => sum + size, 0);

/**
 * All parameters' values, one after the other in the model's order, whatever the order of `params`' keys. Throws when a
 * parameter of the model is missing or has another shape.
 */
export function packParams(params: Params, specs: Model['parameters']): Buffer {
  const parts = Object.entries(specs).map(([path, { shape }]) => {
    const tensor = params[path];
    if (tensor === undefined || !tf.util.arraysEqual(tensor.shape, [...shape]))
      throw new Error(
        `The parameter "${path}" is to be handed over as [${shape.join(', ')}], and is ${tensor === undefined ? 'not there' : `[${tensor.shape.join(', ')}]`}.`,
      );
    const data = tensor.dataSync<'float32'>();
    return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  });
  return Buffer.concat(parts);
}

/** The tensors again, by the model's paths. Throws when the bytes are not as many as the model has parameters. */
export function unpackParams(bytes: Uint8Array, specs: Model['parameters']): Params {
  const sizes = sizesOf(specs);
  const total = paramBytes(specs);
  if (bytes.byteLength !== total) {
    throw new Error(
      `The trainer handed over ${bytes.byteLength} bytes of parameters; the model has ${total}.`,
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
