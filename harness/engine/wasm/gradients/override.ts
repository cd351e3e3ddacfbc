/** Gradients are registered for all backends at once; ours hold on the WASM backend only. */
import * as tf from '@tensorflow/tfjs';

/** Uses `ours` on the WASM backend and what was registered before on every other. Tensors either needs are saved. */
export function overrideGradient(ours: tf.GradConfig): void {
  const { kernelName } = ours;
  const stock = tf.getGradient(kernelName) as tf.GradConfig | undefined;
  if (stock === undefined) {
    tf.registerGradient(ours);
    return;
  }
  if (stock.saveAllInputs === true) {
    throw new Error(`The gradient of ${kernelName} saves all inputs; it cannot be overridden.`);
  }
  const inputsToSave = [...new Set([...(stock.inputsToSave ?? []), ...(ours.inputsToSave ?? [])])];
  const outputsToSave = [stock, ours]
    .map((config) => config.outputsToSave ?? [])
    .reduce((a, b) =>
      a.length >= b.length
        ? a.map((on, i) => on || b[i] === true)
        : b.map((on, i) => on || a[i] === true),
    );
  tf.unregisterGradient(kernelName);
  tf.registerGradient({
    kernelName,
    inputsToSave,
    outputsToSave,
    gradFunc: (dy, saved, attrs) => {
      const config = tf.getBackend() === 'wasm' ? ours : stock;
      const inputs = (config.inputsToSave ?? []).map((name) => saved[inputsToSave.indexOf(name)]!);
      const kept = outputsToSave.flatMap((on, i) => (on ? [i] : []));
      const outputs = (config.outputsToSave ?? []).flatMap((on, i) =>
        on ? [saved[inputsToSave.length + kept.indexOf(i)]!] : [],
      );
      return config.gradFunc(dy, [...inputs, ...outputs], attrs);
    },
  });
}
