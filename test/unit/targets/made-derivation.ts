/** A derivation made up for tests: two searched runs, two repetitions, a target that one of them reaches. */
import type { CurvePoint, Derivation, TargetRun } from '../../../harness/targets/derivation.ts';

const hash = 'a'.repeat(64);

const run = (
  stage: TargetRun['stage'],
  algorithm: string,
  curve: readonly CurvePoint[],
  disturbed: readonly string[] = [],
): TargetRun => ({
  stage,
  algorithm,
  hyperparameters: { learningRate: 0.1 },
  seed: '1',
  ended: 'finished',
  startedAt: '2026-01-02T03:04:05.678Z',
  machine: 'abcdef012345',
  harness: 'abcdef012345',
  disturbed,
  steps: 20,
  seconds: 8,
  evaluationSeconds: 2,
  curve,
});

export const madeDerivation: Derivation = {
  schema: 1,
  workload: 'alpha',
  metric: { name: 'errorRate', goal: 'minimize' },
  target: { validation: 0.3, test: 0.31, stepHint: 20 },
  winner: { algorithm: 'one', hyperparameters: { learningRate: 0.1 } },
  hits: 2,
  procedure: { trials: 1, seeds: 3, seed: '1' },
  task: {
    parameters: 1234,
    batchSize: 8,
    evaluateEvery: 10,
    examples: { train: 50000, validation: 400, test: 500 },
    bytesFetched: 1.5e6,
    packages: [{ name: 'data', version: '1.0.0', licence: 'MIT' }],
  },
  hashes: { task: hash, data: hash, algorithms: { one: hash, two: hash } },
  engine: 'wasm',
  machines: { abcdef012345: { cpu: 'one of a kind', cores: '2', node: 'v20' } },
  runs: [
    run('search', 'one', [
      [10, 4, 0.4],
      [20, 8, 0.2],
    ]),
    run('search', 'two', [
      [10, 4, 0.5],
      [20, 8, 0.45],
    ]),
    run('seeds', 'one', [
      [10, 4, 0.3, 0.31],
      [20, 8, 0.25, 0.26],
    ]),
    run(
      'seeds',
      'one',
      [
        [10, 40, 0.4, 0.4],
        [20, 80, 0.3, 0.3],
      ],
      ['load 9 before and after'],
    ),
    run('seeds', 'one', [
      [10, 4, 0.5, 0.5],
      [20, 8, 0.4, 0.4],
    ]),
  ],
};
