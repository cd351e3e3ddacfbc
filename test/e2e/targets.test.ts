/** `ttr targets` on the quadratic workload: killed, gone on with, and what it leaves behind. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { join } from 'node:path';
import type { Target } from '#spec';
import type { Derivation } from '../../harness/targets/derivation.ts';
import { readDerivation } from '../../harness/targets/derivation-files.ts';
import { targetOfRuns, winnerOf } from '../../harness/targets/target-of-runs.ts';
import { temporaryProject, type TemporaryProject } from './temporary-project.ts';

const command = [
  ...['targets', 'quadratic', '--trials', '1', '--seeds', '3', '--step-hint', '110'],
  ...['--engine', 'wasm', '--slots', '1'],
];

let project: TemporaryProject;
before(() => {
  project = temporaryProject({});
});
after(() => {
  project.remove();
});

/** Files of kept runs, the half-written ones left out. */
const kept = (): string[] => {
  const folder = join(project.folder, 'cache', 'targets');
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true }) : [];
  return names.map(String).filter((name) => /(^|\/)[^./][^/]*\.json$/.test(name));
};

/** Waits until so many runs are kept, then sends the signal. */
async function stopAfter(runs: number, signal: 'SIGKILL' | 'SIGINT') {
  const process = project.ttr(command);
  let ended = false;
  void process.then(() => (ended = true));
  while (kept().length < runs) {
    assert.ok(!ended, 'the command ended before it could be stopped');
    await wait(20);
  }
  process.kill(signal);
  return process;
}

const derivation = (variant: string): Derivation | undefined =>
  readDerivation(project.folder, 'quadratic', variant);

const targets = async (): Promise<Record<string, Target>> =>
  JSON.parse(
    await readFile(join(project.folder, 'workloads', 'quadratic', 'targets.json'), 'utf8'),
  ) as Record<string, Target>;

test('a request that cannot be met is refused before anything runs, with what is allowed', async () => {
  const cases: [string[], RegExp][] = [
    [['--variants', 'nosuch'], /no variant "nosuch"\. Choose of quadratic: all, base, steep\./],
    [['--variants', ','], /--variants names none\. Choose of quadratic: all, base, steep\./],
    [['--trials', '0'], /quadratic has no candidate: .* Give --trials 1 or more/],
    [['--variants', 'steep', '--from', 'base'], /First: npx ttr targets quadratic --variants base/],
    [['--from', 'nosuch'], /no variant "nosuch" to start from\. Choose one of: base, steep\./],
    [['--step-hint', '3'], /evaluated every 25 steps\. Give at least 25\./],
    [['--seeds', '0.5'], /whole number from 1 to 1000, not "0\.5"/],
  ];
  for (const [flags, message] of cases) {
    const { exitCode, stderr } = await project.ttr([...command, ...flags]);
    assert.equal(exitCode, 1);
    assert.match(stderr, message);
  }
  assert.deepEqual(kept(), []);
});

test('a forecast runs nothing', async () => {
  const { exitCode, stdout, stderr } = await project.ttr([...command, '--dry-run']);
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /quadratic +110 +7 /);
  assert.deepEqual(kept(), []);
});

test('killed or interrupted, it keeps its runs, writes no target, and goes on from there', async () => {
  const before = await targets();
  await stopAfter(2, 'SIGKILL');
  const interrupted = await stopAfter(3, 'SIGINT');
  assert.equal(interrupted.exitCode, 130, interrupted.stderr);
  assert.match(interrupted.stderr, /2 of 4 runs are kept from before/);
  assert.deepEqual(await targets(), before);
  assert.equal(derivation('base'), undefined);

  const { exitCode, stderr, stdout } = await project.ttr(command);
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, /3 of 4 runs are kept from before/);
  assert.match(stdout, /^quadratic: meanSquaredError /);
  assert.equal(kept().length, 7);
});

test('the derivation holds every run, and the target follows from them', async () => {
  const { runs, winner, target, metric, hits } = derivation('base')!;
  const of = (stage: 'search' | 'seeds') => runs.filter((run) => run.stage === stage);
  const [search, seeds] = [of('search'), of('seeds')];
  assert.deepEqual(
    search.map(({ algorithm }) => algorithm),
    ['adamw', 'nadamw', 'nesterov', 'heavyball'],
  );
  const best = winnerOf(search, metric.goal)!;
  assert.deepEqual(winner, { algorithm: best.algorithm, hyperparameters: best.hyperparameters });
  assert.equal(seeds.length, 3);
  assert.ok(seeds.every(({ algorithm }) => algorithm === winner.algorithm));
  assert.deepEqual(targetOfRuns(seeds, metric.goal), {
    validation: target.validation,
    test: target.test,
    hits,
  });
  // To the last evaluation before the step hint, though all but the slowest pass the old target, 0.02, long before.
  for (const { curve, steps } of runs) {
    assert.equal(steps, 100);
    assert.deepEqual(
      curve.map(([step]) => step),
      [25, 50, 75, 100],
    );
  }
  assert.ok(seeds.every(({ curve }) => curve[0]!.length === 4));
  assert.ok(search.every(({ curve }) => curve.every((point) => point.length === 3)));
  const { base, steep } = await targets();
  assert.deepEqual(base, { ...target, stepHint: 110 });
  assert.deepEqual(steep, { validation: 0.02, test: 0.022, stepHint: 300 });
});

test('a variant may start from the winner of the workload, and a finished target is not computed again', async () => {
  const from = ['--variants', 'steep', '--from', 'base', '--trials', '0'];
  const set = await project.ttr([...command, ...from]);
  assert.equal(set.exitCode, 0, set.stderr);
  const { winner, runs, procedure } = derivation('steep')!;
  assert.deepEqual(winner, derivation('base')!.winner);
  assert.equal(runs.length, 3);
  assert.deepEqual(procedure, { trials: 0, seeds: 3, seed: '1', from: 'base' });

  const count = kept().length;
  const again = await project.ttr([...command, '--json']);
  assert.equal(again.exitCode, 0, again.stderr);
  assert.deepEqual(JSON.parse(again.stdout), [derivation('base')]);
  assert.equal(kept().length, count);
});

test('repetitions whose times were disturbed are run again on request', async () => {
  const folder = join(project.folder, 'cache', 'targets');
  const repetitions = kept().filter((name) => /\/quadratic\/study-2-/.test(name));
  for (const name of repetitions) {
    const file = join(folder, name);
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/"disturbed":\[.*?\]/, '"disturbed":["made up"]'));
  }
  const count = kept().length;
  const { exitCode, stderr } = await project.ttr([...command, '--retime', '1']);
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, /2 of 3 runs are kept from before/);
  assert.equal(kept().length, count + 1);
});

test('a damaged derivation is refused by name', async () => {
  const file = join(project.folder, 'workloads', 'quadratic', 'derivation', 'base.json');
  const text = await readFile(file, 'utf8');
  const damaged: [string, RegExp][] = [
    [text.replace('"stage":"search"', '"stage":""'), /: \/runs\/0\/stage .*Take the file from git/],
    [text.slice(0, 100), /: .*JSON.*Take the file from git/],
  ];
  for (const [content, fault] of damaged) {
    await writeFile(file, content);
    const { exitCode, stderr } = await project.ttr([
      ...command,
      ...['--variants', 'steep', '--from', 'base', '--trials', '0'],
    ]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /derivation\/base\.json is no derivation of version 1/);
    assert.match(stderr, fault);
  }
});
