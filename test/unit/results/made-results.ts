/** Results such as a run of nine workloads leaves: 15 trials each, 30 evaluations a trial, with digits as measured numbers have. */
import { randomFrom } from '../../../harness/plan/random.ts';
import type { Evaluation, TrialResult } from '../../../harness/record/result.ts';
import { measured, sampleResult } from '../record/sample.ts';

/** Numbers from 0 to 1 that use all bits of a double. */
const random = (seed: string): (() => number) => {
  const stream = randomFrom(seed);
  return () => stream.uniform() + stream.uniform() / 2 ** 32;
};

/** Names, metrics, and how many examples a metric counts; 0 where it is a mean of doubles. */
const workloads = [
  ['image_resnet', 'errorRate', 2000],
  ['image_vit', 'errorRate', 2000],
  ['text_lm', 'perplexity', 0],
  ['translate_transformer', 'bleu', 0],
  ['ctr_dlrm', 'loss', 0],
  ['molecule_gnn', 'meanAveragePrecision', 0],
  ['mri_unet', 'ssim', 0],
  ['speech_deepspeech', 'wordErrorRate', 0],
  ['speech_conformer', 'wordErrorRate', 0],
] as const;

const evaluations = 30;
const stepsBetween = 50;

function course(draw: () => number, metric: string, examples: number): Evaluation[] {
  let [seconds, wallSeconds] = [0, 0];
  return Array.from({ length: evaluations }, (_, i) => {
    const step = (i + 1) * stepsBetween;
    // Sums of differences of clocks: nanoseconds, and what adding leaves in the last bits.
    seconds += Math.round(6e9 + 1e9 * draw()) / 1e9;
    wallSeconds += Math.round(7e9 + 1e9 * draw()) / 1e9;
    const loss = 0.3 + draw() / (i + 1);
    const value =
      metric === 'loss' ? loss : examples > 0 ? Math.round(draw() * examples) / examples : draw();
    // A mean of single-precision losses.
    const losses = Array.from({ length: stepsBetween }, () => Math.fround(loss + 0.1 * draw()));
    return {
      step,
      seconds,
      wallSeconds,
      yardstickSeconds: Math.round(1e6 + 1e5 * draw()) / 1e6 + 3e-15 * i,
      examples: step * 128,
      gradientEvaluations: step,
      validation: value,
      trainingLoss: losses.reduce((sum, one) => sum + one, 0) / stepsBetween,
      metrics: { [metric]: value, loss },
    };
  });
}

function trial(workload: number, number: number): TrialResult {
  const [name, metric, examples] = workloads[workload]!;
  const draw = random(`${name} ${number}`);
  const [study, of] = [1 + Math.floor(number / 5), 1 + (number % 5)];
  const hex = (seed: string, digits: number): string => {
    const next = random(seed);
    return Array.from({ length: digits }, () => Math.floor(16 * next()).toString(16)).join('');
  };
  const between = (low: number, high: number): number => low + (high - low) * draw();
  const point = random(`point ${number}`);
  const hashes = { ...measured.hashes, workload: hex(name, 64), data: hex(`data ${name}`, 64) };
  const own = course(draw, metric, examples);
  const { seconds } = own.at(-1)!;
  const made = sampleResult({
    plan: {
      ...{ id: hex(`${name} ${number}`, 16), submission: 'adamw', workload: name, base: name },
      ...{ study, trial: of, seed: `1/${name}/study-${study}/trial-${of}`, stepHint: 1100 },
      hyperparameters: { learningRate: point(), oneMinusB1: point(), weightDecay: point() },
      metric: { name: metric, goal: 'minimize' },
    },
    origin: {
      ...measured,
      hashes,
      slot: `cpu ${number % 2}`,
      startedAt: new Date(1.8e12 + Math.floor(1e9 * draw())).toISOString(),
      ledger: {
        ...{ wall: seconds + between(20, 30), setup: between(1, 3), clear: seconds },
        ...{ waited: between(0, 1), throttled: 0, stolen: between(0, 1) },
        ...{ evaluation: between(18, 20), checkpoint: 0, logging: between(0, 0.1) },
      },
      noise: {
        ...measured.noise,
        ...{ involuntarySwitchesPerSecond: between(50, 70), othersShare: between(0, 0.01) },
        ...{ stealShare: between(0, 0.01), loadBefore: Math.round(between(0, 300)) / 100 },
      },
      peakBytes: 4096 * Math.floor(between(5e4, 6e4)),
    },
    outcome: { status: 'missed', seconds, step: 1500 },
  });
  return { ...made, evaluations: own };
}

/** All of one submission. */
export const madeResults = (): TrialResult[] =>
  workloads.flatMap((_, workload) => Array.from({ length: 15 }, (_one, i) => trial(workload, i)));

/** Code as long as a bundled submission. */
export const madeCode = (): string => {
  const draw = random('code');
  const line = (): string =>
    `const a${Math.floor(1e6 * draw())} = (b) => tf.mul(b, ${draw()}); // of its own`;
  return Array.from({ length: 220 }, line).join('\n');
};
