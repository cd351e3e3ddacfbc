/** Log-mel features: how loud each band of a mel scale is over time, as in AlgoPerf's LibriSpeech workloads. */
import FFT from 'fft.js';

/** Of all waveforms here. */
export const samplesPerSecond = 16_000;
export const bands = 40;
/** 32 ms of sound to a frame, and a frame every 20 ms. */
const windowSamples = 512;
const hopSamples = 320;
const range = { lowestHertz: 125, highestHertz: 7600 };
/** Added to a band's power, full scale being 1, so that silence has a logarithm. */
const floor = 1e-9;

/** O'Shaughnessy's formula. */
const mel = (hertz: number): number => 2595 * Math.log10(1 + hertz / 700);

const hann = Float64Array.from(
  { length: windowSamples },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / windowSamples),
);

/** Triangles with corners evenly spaced in mel, each one's peak where its neighbours end: weights of the spectrum's bins. */
const filters: readonly Float64Array[] = filterbank();

function filterbank(): Float64Array[] {
  const [low, high] = [mel(range.lowestHertz), mel(range.highestHertz)];
  const step = (high - low) / (bands + 1);
  return Array.from({ length: bands }, (_, band) => {
    const peak = low + (band + 1) * step;
    return Float64Array.from({ length: windowSamples / 2 + 1 }, (_, bin) => {
      const distance = Math.abs(mel((bin * samplesPerSecond) / windowSamples) - peak);
      return Math.max(0, 1 - distance / step);
    });
  });
}

/** Number of frames whose windows lie within so many samples. */
export const frameCount = (samples: number): number =>
  Math.max(0, 1 + Math.floor((samples - windowSamples) / hopSamples));

/** Log power of each band in each frame, frame after frame: samples [N] in [-1, 1] -> [frames x bands]. */
export function logMel(samples: Float32Array): Float64Array {
  const fft = new FFT(windowSamples);
  const windowed = new Array<number>(windowSamples);
  const spectrum = fft.createComplexArray() as number[];
  const power = new Float64Array(windowSamples / 2 + 1);
  const features = new Float64Array(frameCount(samples.length) * bands);
  for (let from = 0, at = 0; at < features.length; from += hopSamples) {
    for (let i = 0; i < windowSamples; i++) windowed[i] = samples[from + i]! * hann[i]!;
    fft.realTransform(spectrum, windowed);
    for (let bin = 0; bin < power.length; bin++) {
      power[bin] = (spectrum[2 * bin]! ** 2 + spectrum[2 * bin + 1]! ** 2) / windowSamples;
    }
    for (const filter of filters) {
      let sum = floor;
      for (let bin = 0; bin < power.length; bin++) sum += filter[bin]! * power[bin]!;
      features[at++] = Math.log(sum);
    }
  }
  return features;
}

/** Gives each band mean 0 and variance 1 over the frames (in place): what differs between loudnesses and voices goes away. */
export function standardize(features: Float64Array): Float64Array {
  const frames = features.length / bands;
  for (let band = 0; band < bands; band++) {
    let [sum, squares] = [0, 0];
    for (let at = band; at < features.length; at += bands) {
      sum += features[at]!;
      squares += features[at]! ** 2;
    }
    const mean = sum / frames;
    const deviation = Math.sqrt(squares / frames - mean ** 2 + 1e-6);
    for (let at = band; at < features.length; at += bands) {
      features[at] = (features[at]! - mean) / deviation;
    }
  }
  return features;
}
