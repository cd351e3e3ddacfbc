/** Made-up trials that look like real ones, for tests of the page only: learning curves with noise, misses and a crash. */
import { createHash } from 'node:crypto';
import {
  schemaVersion,
  type Evaluation,
  type Outcome,
  type TrialResult,
} from '../../../harness/record/result.ts';

export interface Made {
  readonly submissions: readonly string[];
  readonly workloads: readonly string[];
  readonly studies: number;
  readonly trials: number;
  /** Workloads whose target nobody reaches. */
  readonly hopeless?: readonly string[];
  /** Submissions under the self-tuning ruleset; all others are tuned externally. */
  readonly selfTuning?: readonly string[];
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** In [0, 1), decided by the text alone. */
const chance = (...parts: readonly (string | number)[]): number =>
  parseInt(sha256(JSON.stringify(parts)).slice(0, 8), 16) / 2 ** 32;

export const madeResults = (made: Made): readonly TrialResult[] =>
  made.submissions.flatMap((submission, rank) =>
    made.workloads.flatMap((workload) =>
      count(made.studies).flatMap((study) =>
        count(made.trials).map((trial) =>
          madeTrial(made, { submission, rank, workload, study, trial }),
        ),
      ),
    ),
  );

const count = (n: number): readonly number[] => Array.from({ length: n }, (_, index) => index + 1);

interface Cell {
  readonly submission: string;
  readonly rank: number;
  readonly workload: string;
  readonly study: number;
  readonly trial: number;
}

const stepSeconds = 0.05;

const madeTrial = (made: Made, cell: Cell): TrialResult => {
  const { submission, workload, study, trial } = cell;
  const perplexity = chance('metric', workload) > 0.5;
  const target = perplexity ? 42 : 0.125;
  const budget = { steps: 1200, stepSeconds, seconds: 60 };
  const crashed = chance('crash', submission, workload, study, trial) > 0.985;
  const evaluations = madeCurve(made, cell, { perplexity, target, budget: budget.seconds });
  const end = evaluations.at(-1)!;
  const outcome: Outcome = crashed
    ? {
        status: 'crashed',
        seconds: end.seconds,
        reason: 'The submission threw: Error: matrix is not positive definite',
        stderr: 'Error: matrix is not positive definite\n    at step (submission.js:41:13)',
      }
    : end.validation <= target
      ? {
          status: 'reached',
          seconds: end.seconds,
          step: end.step,
          evaluation: evaluations.length - 1,
          test: { value: end.validation * 1.01, reached: end.validation * 1.01 <= target * 1.02 },
        }
      : { status: 'missed', seconds: budget.seconds, step: budget.steps };
  const name = [submission, workload, study, trial].join('/');
  const wall = end.seconds + 5.5;
  const disturbed =
    chance('noise', name) > 0.97 ? ['3.1 % of the CPU time was stolen (limit 1 %)'] : [];
  return {
    schema: schemaVersion,
    plan: {
      id: sha256(name).slice(0, 16),
      suite: 'quick',
      ruleset: made.selfTuning?.includes(submission) === true ? 'self-tuning' : 'external',
      submission,
      workload,
      base: workload,
      study,
      trial,
      seed: sha256(`seed ${study} ${trial}`).slice(0, 16),
      hyperparameters: {
        learningRate: 10 ** (-4 + 3 * chance('learning rate', study, trial)),
        weightDecay: 10 ** (-3 + 3 * chance('weight decay', study, trial)),
        warmup: 0.05,
      },
      metric: { name: perplexity ? 'perplexity' : 'errorRate', goal: 'minimize' },
      target: { validation: target, test: target * 1.02 },
      stepHint: 900,
      until: { kind: 'target', budget },
    },
    origin: {
      kind: 'measured',
      engine: 'wasm',
      machine: {
        fingerprint: '3f9a1c0be472',
        numerics: { tfjs: '4.22.0' },
        timing: {
          cpu: 'Example CPU @ 2.10GHz, 2 of 2 online',
          memory: '8 GiB',
          governor: 'performance',
          smt: 'off',
          node: 'v20.20.2',
        },
        noted: { kernel: 'Linux 6.1.0', lockfile: sha256('lockfile').slice(0, 12) },
      },
      about: { title: submission, authors: ['Example'], reference: 'https://example.org' },
      hashes: {
        submission: sha256(`submission ${submission}`),
        workload: sha256(`workload ${workload}`),
        data: sha256(`data ${workload}`),
        engine: sha256('engine'),
      },
      loopRevision: 1,
      slot: `cpu ${trial % 2}`,
      startedAt: `2026-11-23T10:${String((study * 7 + trial) % 60).padStart(2, '0')}:00.000Z`,
      ledger: {
        wall,
        setup: 1.4,
        clear: end.seconds,
        waited: 0.2,
        throttled: 0,
        stolen: 0.1,
        evaluation: 3.2,
        checkpoint: 0.4,
        logging: 0.18,
      },
      conditions: { pinned: true, offline: true, stops: true, clear: true },
      noise: {
        involuntarySwitchesPerSecond: 3 + 10 * chance('switches', name),
        stealShare: disturbed.length > 0 ? 0.031 : 0.001,
        loadBefore: 0.4,
        loadAfter: 1.1,
        disturbed,
      },
      readsClock: false,
      peakBytes: 480_000_000,
      command: `ttr run --suite quick --submission ${submission} --workload ${workload}`,
    },
    work: {
      steps: end.step,
      gradientEvaluations: end.gradientEvaluations,
      lossEvaluations: 0,
      examples: end.examples,
    },
    evaluations,
    outcome,
  };
};

interface Course {
  readonly perplexity: boolean;
  readonly target: number;
  readonly budget: number;
}

/** An exponential approach to a floor near the target, faster for the first submissions. */
const madeCurve = (made: Made, cell: Cell, course: Course): readonly Evaluation[] => {
  const { submission, rank, workload, study, trial } = cell;
  const skill = 0.7 + 0.16 * rank + 0.5 * chance('skill', submission, workload);
  const luck = 0.9 + 0.2 * chance('luck', submission, workload, study, trial);
  const hopeless = made.hopeless?.includes(workload) === true;
  const tuned = chance('tuned', study, trial);
  const tau = 17 * skill * luck * (1 + 1.6 * tuned);
  const floor = course.target * (hopeless ? 1.3 : 0.86 + 0.2 * tuned ** 2);
  const start = course.perplexity ? 900 : 0.9;
  const evaluations: Evaluation[] = [];
  for (let seconds = 0; seconds <= course.budget; seconds += 2.4 * luck) {
    const noise = 1 + 0.02 * (chance('noise', submission, workload, study, trial, seconds) - 0.5);
    const validation = (floor + (start - floor) * Math.exp(-seconds / (tau / 3))) * noise;
    const step = Math.round(seconds / stepSeconds);
    evaluations.push({
      step,
      seconds,
      examples: step * 64,
      gradientEvaluations: step,
      validation,
      ...(step > 0 && { trainingLoss: Math.log(validation + 1) }),
      metrics: { loss: Math.log(validation + 1) },
    });
    if (validation <= course.target) break;
  }
  return evaluations;
};
