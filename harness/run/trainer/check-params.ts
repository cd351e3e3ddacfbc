/** Are these the model's parameters? Asked of everything a submission returns in their place. */
import * as tf from '@tensorflow/tfjs';
import type { Params } from '#spec';
import { isTensor } from './tensors-in.ts';

const listed = (paths: readonly string[]): string =>
  paths.length > 8
    ? `${paths.slice(0, 8).join(', ')}, ... (${paths.length} in all)`
    : paths.join(', ');

/**
 * The same tensors in the order of `model`. Throws unless `got` has exactly its paths, shapes and types; `who` is named
 * in the error.
 */
export function checkParams(got: unknown, model: Params, who: string): Params {
  const paths = Object.keys(model);
  if (typeof got !== 'object' || got === null || Array.isArray(got) || isTensor(got))
    throw new Error(`${who} must return tensors by path, the paths being: ${listed(paths)}.`);
  const tensors = new Map<string, unknown>(Object.entries(got));
  for (const path of tensors.keys())
    if (!(path in model))
      throw new Error(
        `${who} returned the parameter "${path}", which the model does not have. It has: ${listed(paths)}.`,
      );
  const ordered: Params = {};
  for (const path of paths) {
    const tensor = tensors.get(path);
    const want = model[path]!;
    if (!isTensor(tensor))
      throw new Error(
        `${who} returned no tensor for the parameter "${path}". Return every parameter, changed or not.`,
      );
    if (tensor.dtype !== want.dtype || !tf.util.arraysEqual(tensor.shape, want.shape))
      throw new Error(
        `${who} returned ${tensor.dtype} [${tensor.shape.join(', ')}] for the parameter "${path}". ` +
          `It must be ${want.dtype} [${want.shape.join(', ')}].`,
      );
    ordered[path] = tensor;
  }
  return ordered;
}
