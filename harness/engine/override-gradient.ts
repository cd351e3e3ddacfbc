/** Gradients are registered for all backends at once; this keeps one of ours to its own backend. */
import * as tf from '@tensorflow/tfjs';

/** Uses `ours` on this backend and what was registered before on every other. Tensors that either needs are saved. */
export function overrideGradient(backend: string, ours: tf.GradConfig): void {
  const { kernelName } = ours;
  const stock = tf.getGradient(kernelName) as tf.GradConfig | undefined;
  if (stock === undefined) {
    tf.registerGradient(ours);
    return;
  }
  if (stock.saveAllInputs === true || ours.saveAllInputs === true) {
    throw new Error(`The gradient of ${kernelName} saves all inputs; it cannot be overridden.`);
  }
  const inputsToSave = [...new Set([...namesOf(stock), ...namesOf(ours)])];
  const wanted = new Set([...indicesOf(stock), ...indicesOf(ours)]);
  const kept = [...wanted].sort((a, b) => a - b);
  const outputsToSave = Array.from({ length: Math.max(-1, ...kept) + 1 }, (_, i) => wanted.has(i));
  tf.unregisterGradient(kernelName);
  tf.registerGradient({
    kernelName,
    inputsToSave,
    outputsToSave,
    gradFunc: (dy, saved, attrs) => {
      const config = tf.getBackend() === backend ? ours : stock;
      const inputs = namesOf(config).map((name) => saved[inputsToSave.indexOf(name)]!);
      const outputs = indicesOf(config).map((i) => saved[inputsToSave.length + kept.indexOf(i)]!);
      return config.gradFunc(dy, [...inputs, ...outputs], attrs);
    },
  });
}

const namesOf = (config: tf.GradConfig): string[] => config.inputsToSave ?? [];

/** Numbers of the outputs that a gradient wants saved. */
const indicesOf = (config: tf.GradConfig): number[] =>
  (config.outputsToSave ?? []).flatMap((save, i) => (save ? [i] : []));
