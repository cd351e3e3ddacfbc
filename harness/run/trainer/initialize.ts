/** Draws a model's first parameters. */
import * as tf from '@tensorflow/tfjs';
import type { Initializer, ParameterSpec, Params, Random } from '#spec';

/** One tensor for each parameter. Each has its own stream, named by its path: adding one leaves the others as they are. */
export function initialParams(
  specs: Readonly<Record<string, ParameterSpec>>,
  random: Random,
): Params {
  const params: Params = {};
  for (const [path, { shape, init }] of Object.entries(specs)) {
    const draw = sampler(init, random.fork(path));
    const size = shape.reduce((product, length) => product * length, 1);
    params[path] = tf.tensor(Float32Array.from({ length: size }, draw), [...shape], 'float32');
  }
  return params;
}

function sampler(init: Initializer, random: Random): () => number {
  switch (init.kind) {
    case 'constant':
      return () => init.value;
    case 'normal':
      return () => init.std * random.normal();
    case 'truncatedNormal':
      return () => init.std * withinTwo(random);
    case 'uniform':
      return () => init.limit * (2 * random.uniform() - 1);
  }
}

/** A standard normal number, drawn again while it lies beyond two. */
function withinTwo(random: Random): number {
  for (;;) {
    const x = random.normal();
    if (Math.abs(x) <= 2) return x;
  }
}
