/** What is done to recorded sound before features are taken. Samples are in [-1, 1]. */

/** Silence is what is quieter than the loudest block by more than this; so much of it is kept at either end. */
const silenceDecibels = 35;
const keptBlocks = 2;
/** 20 ms. */
const blockSamples = 320;

/** The sound played faster (or slower), so that pitch and resonances change too (Ko et al. 2015, "Audio augmentation"). */
export function playedFaster(samples: Float32Array, factor: number): Float32Array {
  const faster = new Float32Array(Math.floor((samples.length - 1) / factor));
  for (let i = 0; i < faster.length; i++) {
    const before = Math.floor(i * factor);
    const share = i * factor - before;
    faster[i] = samples[before]! * (1 - share) + samples[before + 1]! * share;
  }
  return faster;
}

/** The sound without the silence before and after the speech. */
export function withoutSilence(samples: Float32Array): Float32Array {
  const blocks = Math.floor(samples.length / blockSamples);
  const powers = Array.from({ length: blocks }, (_, block) =>
    meanPower(samples.subarray(block * blockSamples, (block + 1) * blockSamples)),
  );
  const threshold = Math.max(...powers) * 10 ** (-silenceDecibels / 10);
  const first = powers.findIndex((power) => power >= threshold);
  const last = powers.findLastIndex((power) => power >= threshold);
  const from = Math.max(0, first - keptBlocks);
  return samples.subarray(from * blockSamples, (last + 1 + keptBlocks) * blockSamples);
}

/** The sound with white noise, so many decibels below its mean power. */
export function withNoise(
  samples: Float32Array,
  decibels: number,
  chance: () => number,
): Float32Array {
  // A number uniform in [-1, 1] has variance 1/3.
  const size = Math.sqrt(3 * meanPower(samples) * 10 ** (-decibels / 10));
  return samples.map((sample) => sample + size * (2 * chance() - 1));
}

function meanPower(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample ** 2;
  return sum / samples.length;
}
