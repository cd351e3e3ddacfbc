/** Walks what an algorithm hands over: parameters and states of any nesting. */
import * as tf from '@tensorflow/tfjs';

/** Is this a tensor? (`instanceof` alone would type it `Tensor<any>`.) */
export const isTensor = (value: unknown): value is tf.Tensor => value instanceof tf.Tensor;

/** Plain records only: their prototype is the root of its chain, whichever realm it comes from. */
const isRecord = (value: object): value is Record<string, unknown> => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
};

const describe = (value: unknown): string => {
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  return value.constructor.name;
};

const collect = (value: unknown, path: string, into: Set<tf.Tensor>): void => {
  if (typeof value === 'number') return;
  if (isTensor(value)) {
    if (value.isDisposed)
      throw new Error(
        `${path} is a disposed tensor. The harness frees tensors; never call dispose, and never keep one outside the state.`,
      );
    into.add(value);
  } else if (Array.isArray(value)) {
    value.forEach((item, i) => {
      collect(item, `${path}[${i}]`, into);
    });
  } else if (typeof value === 'object' && value !== null && isRecord(value)) {
    for (const [key, item] of Object.entries(value)) collect(item, `${path}.${key}`, into);
  } else {
    throw new Error(
      `${path} is a ${describe(value)}. It may hold tensors and numbers, in any nesting of records and lists.`,
    );
  }
};

/** Every tensor in a nesting of records and lists, each once. Anything but tensors and numbers is refused by its path. */
export const tensorsIn = (value: unknown, path: string): Set<tf.Tensor> => {
  const found = new Set<tf.Tensor>();
  collect(value, path, found);
  return found;
};
