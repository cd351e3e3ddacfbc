import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chanceOf } from '../../../workloads/shared/spoken-phrases/chance.ts';
import {
  bands,
  frameCount,
  logMel,
  samplesPerSecond,
  standardize,
} from '../../../workloads/shared/spoken-phrases/log-mel.ts';
import {
  playedFaster,
  withNoise,
  withoutSilence,
} from '../../../workloads/shared/spoken-phrases/waveform.ts';

const tone = (hertz: number, samples: number): Float32Array =>
  Float32Array.from({ length: samples }, (_, i) =>
    Math.sin((2 * Math.PI * hertz * i) / samplesPerSecond),
  );

const mean = (values: ArrayLike<number>, of = (x: number) => x): number =>
  Array.from(values, of).reduce((sum, x) => sum + x, 0) / values.length;

/** One frame by the definitions: a discrete Fourier transform term by term, and bands by the two slopes of their triangles. */
function referenceFrame(samples: Float32Array): number[] {
  const size = 512;
  const power = Array.from({ length: size / 2 + 1 }, (_, k) => {
    let [re, im] = [0, 0];
    for (let n = 0; n < size; n++) {
      const windowed = samples[n]! * Math.sin((Math.PI * (n + 0.5)) / size) ** 2;
      re += windowed * Math.cos((2 * Math.PI * k * n) / size);
      im -= windowed * Math.sin((2 * Math.PI * k * n) / size);
    }
    return (re ** 2 + im ** 2) / size;
  });
  const htk = (hertz: number) => 1127.0104803341574 * Math.log(1 + hertz / 700);
  const edges = Array.from(
    { length: bands + 2 },
    (_, i) => htk(125) + (i * (htk(7600) - htk(125))) / (bands + 1),
  );
  return Array.from({ length: bands }, (_, band) => {
    const [low, peak, high] = edges.slice(band, band + 3) as [number, number, number];
    const sum = power.reduce((total, p, k) => {
      const at = htk((k * 16_000) / size);
      const weight = Math.max(0, Math.min((at - low) / (peak - low), (high - at) / (high - peak)));
      return total + weight * p;
    }, 1e-9);
    return Math.log(sum);
  });
}

test('Log-mel features are those of the definitions, frame by frame', () => {
  const chance = chanceOf('sound');
  const samples = tone(440, 512 + 3 * 320).map((x, i) => 0.3 * x + (i / 4000) * (chance() - 0.5));
  const features = logMel(samples);
  assert.equal(features.length, 4 * bands);
  for (let frame = 0; frame < 4; frame++) {
    const expected = referenceFrame(samples.subarray(frame * 320, frame * 320 + 512));
    for (const [band, value] of expected.entries()) {
      assert.ok(Math.abs(features[frame * bands + band]! - value) < 1e-6);
    }
  }
});

test('A tone is loudest in the band around its pitch, and twice the size is four times the power', () => {
  const loudest = [300, 1000, 3000, 6000].map((hertz) => {
    const features = logMel(tone(hertz, 512));
    return features.indexOf(Math.max(...features));
  });
  assert.deepEqual(
    loudest,
    [...loudest].sort((a, b) => a - b),
  );
  assert.equal(new Set(loudest).size, 4);
  const [one, two] = [1, 2].map((size) =>
    Math.max(...logMel(tone(1000, 512).map((x) => size * x))),
  );
  assert.ok(Math.abs(two! - one! - Math.log(4)) < 1e-6);
});

test('A frame needs its whole window', () => {
  assert.deepEqual([0, 511, 512, 831, 832].map(frameCount), [0, 0, 1, 1, 2]);
});

test('Standardized features have mean 0 and variance 1 in each band', () => {
  const features = standardize(logMel(withNoise(tone(700, 9000), 0, chanceOf('noise'))));
  for (let band = 0; band < bands; band++) {
    const one = features.filter((_, i) => i % bands === band);
    assert.ok(Math.abs(mean(one)) < 1e-9);
    assert.ok(Math.abs(mean(one, (x) => x * x) - 1) < 1e-3);
  }
});

test('Sound played faster is shorter and higher', () => {
  const faster = playedFaster(tone(400, 16_000), 1.25);
  assert.equal(faster.length, Math.floor(15_999 / 1.25));
  const expected = tone(500, faster.length);
  assert.ok(faster.every((x, i) => Math.abs(x - expected[i]!) < 0.01));
});

test('Silence is cut off at the ends only, but for 40 ms', () => {
  const [quiet, loud] = [new Float32Array(320).fill(1e-3), new Float32Array(320).fill(0.5)];
  const blocks = [quiet, quiet, quiet, loud, quiet, loud, quiet, quiet, quiet, quiet];
  const samples = Float32Array.from(blocks.flatMap((block) => Array.from(block)));
  assert.deepEqual(withoutSilence(samples), samples.slice(320, 8 * 320));
});

test('Noise is as much quieter as asked for', () => {
  const samples = tone(500, 16_000);
  const noisy = withNoise(samples, 10, chanceOf('noise'));
  const noise = noisy.map((x, i) => x - samples[i]!);
  const decibels = 10 * Math.log10(mean(samples, (x) => x * x) / mean(noise, (x) => x * x));
  assert.ok(Math.abs(decibels - 10) < 0.2, `${decibels} dB`);
});

test('Chance follows from the text, and is uniform', () => {
  const draw = (text: string, count: number): number[] => {
    const chance = chanceOf(text);
    return Array.from({ length: count }, () => chance());
  };
  assert.deepEqual(draw('a', 3000), draw('a', 3000));
  assert.notDeepEqual(draw('a', 3), draw('b', 3));
  const numbers = draw('a', 10_000);
  assert.ok(numbers.every((x) => x >= 0 && x < 1));
  // The mean of n uniform numbers has standard deviation 1 / sqrt(12 n).
  assert.ok(Math.abs(mean(numbers) - 0.5) < 4 / Math.sqrt(12 * 10_000));
});
