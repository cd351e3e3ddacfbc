/** Complete trial results for tests: one of each origin, any outcome. */
import type { TrialPlan } from '../../../harness/record/plan.ts';
import {
  schemaVersion,
  type Origin,
  type Outcome,
  type TrialResult,
} from '../../../harness/record/result.ts';

const withoutTarget = {
  id: '0123456789abcdef',
  suite: 'quick',
  ruleset: 'external',
  submission: 'alpha',
  workload: 'digits_wide',
  base: 'digits',
  study: 1,
  trial: 2,
  seed: 'study-1-trial-2',
  hyperparameters: { learningRate: 0.001, nesterov: true, schedule: 'cosine' },
  metric: { name: 'accuracy', goal: 'maximize' },
  stepHint: 900,
} as const;

export const samplePlan: TrialPlan = {
  ...withoutTarget,
  target: { validation: 0.97, test: 0.96 },
  until: { kind: 'target', budget: { steps: 1200, stepSeconds: 0.01, seconds: 12 } },
};

const hash = 'a'.repeat(64);

export const measured: Extract<Origin, { kind: 'measured' }> = {
  kind: 'measured',
  engine: 'wasm',
  machine: {
    fingerprint: 'abcdef012345',
    numerics: { engine: 'wasm' },
    timing: { cpu: 'one of a kind', node: '20.19.0' },
    noted: {},
  },
  about: { title: 'Alpha', authors: ['A. Author'], reference: 'https://example.org' },
  hashes: { submission: hash, workload: hash, data: hash, engine: hash },
  loopRevision: 1,
  slot: 'cpu 1',
  startedAt: '2026-01-02T03:04:05.678Z',
  ledger: {
    wall: 12,
    setup: 1,
    clear: 8,
    waited: 0.3,
    throttled: 0.1,
    stolen: 0.1,
    evaluation: 2,
    checkpoint: 0.2,
    logging: 0.3,
  },
  conditions: { pinned: true, offline: true, stops: true, clear: true },
  noise: {
    involuntarySwitchesPerSecond: 3,
    stealShare: 0.01,
    loadBefore: 0.2,
    loadAfter: 1.1,
    frequencyRatio: 0.98,
    disturbed: [],
  },
  readsClock: false,
  peakBytes: 3e8,
  command: 'ttr run alpha',
};

const { engine, machine, about, hashes, loopRevision, slot, startedAt, command } = measured;
/** Of a trial whose referee was lost. */
export const lost: Origin = {
  kind: 'lost',
  ...{ engine, machine, about, hashes, loopRevision, slot, startedAt, command },
};

export const imported: Origin = {
  kind: 'imported',
  from: 'external_tuning',
  evaluationSeconds: 4,
  loggingSeconds: 0.1,
};

export const outcomes: readonly Outcome[] = [
  {
    status: 'reached',
    seconds: 8,
    step: 640,
    evaluation: 1,
    test: { value: 0.965, reached: true },
  },
  { status: 'reached', seconds: 8, step: 640, evaluation: 1 },
  { status: 'missed', seconds: 12, step: 1200 },
  { status: 'stopped', seconds: 9, step: 700, reason: 'the study has a faster trial' },
  { status: 'diverged', seconds: 3, step: 200 },
  { status: 'crashed', seconds: 1, reason: 'out of memory', stderr: 'heap' },
  { status: 'killed', seconds: 2, by: 'SIGTERM' },
];

/** A plan of setting targets: no target yet, an end by evaluations. */
export const aimlessPlan: TrialPlan = {
  ...withoutTarget,
  until: { kind: 'evaluations', count: 12, testAt: 'bests' },
};

/** A valid record with some of its parts replaced. */
export const sampleResult = (
  parts: { plan?: Partial<TrialPlan>; origin?: Origin; outcome?: Outcome } = {},
): TrialResult => ({
  schema: schemaVersion,
  plan: { ...samplePlan, ...parts.plan },
  origin: parts.origin ?? measured,
  work: { steps: 640, gradientEvaluations: 640, lossEvaluations: 0, examples: 40960 },
  evaluations: [
    {
      step: 320,
      seconds: 4,
      examples: 20480,
      gradientEvaluations: 320,
      validation: 0.9,
      metrics: { accuracy: 0.9, loss: 0.3 },
    },
    {
      step: 640,
      seconds: 8,
      examples: 40960,
      gradientEvaluations: 640,
      validation: 0.971,
      trainingLoss: 0.12,
      metrics: { accuracy: 0.971, loss: 0.1 },
    },
  ],
  outcome: parts.outcome ?? outcomes[0]!,
});
