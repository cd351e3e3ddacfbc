/** Results of another machine are proved by a replay of their beginnings and scored at this machine's price; changed ones are refused. */
import assert from 'node:assert/strict';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { fingerprintOf } from '../../harness/machine/facts.ts';
import type { TrialResult } from '../../harness/record/result.ts';
import type { AdoptedKind } from '../../harness/commands/adopt-results.ts';
import { submissionText, temporaryProject, type TemporaryProject } from './temporary-project.ts';

let project: TemporaryProject;
let here: string;
let there: string;
/** The one result that was measured there. */
let file: string;
let measured: TrialResult;

const jsonIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true }))
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name));

/** The result as if a machine with another Node had made it. */
function elsewhere(result: TrialResult): TrialResult {
  const { origin } = result;
  assert.equal(origin.kind, 'measured');
  const { machine } = origin;
  const facts = { ...machine, timing: { ...machine.timing, node: 'v22.99.0' } };
  return {
    ...result,
    origin: { ...origin, machine: { ...facts, fingerprint: fingerprintOf(facts) } },
  };
}

before(async () => {
  project = temporaryProject({ plain: submissionText('return sgd;') }, { seeded: true });
  here = join(project.folder, 'results');
  there = join(project.folder, 'there');
  const ran = await project.ttr(['run', '--suite', 'smoke', '--engine', 'wasm', '--no-page']);
  assert.equal(ran.exitCode, 0, ran.stderr);
  await cp(here, there, { recursive: true });
  [file] = (await jsonIn(there)) as [string];
  measured = elsewhere(JSON.parse(await readFile(file, 'utf8')) as TrialResult);
  // Its author's folder is not there any more: what runs is the code that was kept.
  await rm(join(project.folder, 'submissions', 'plain'), { recursive: true });
});
after(() => {
  project.remove();
});
beforeEach(async () => {
  await rm(here, { recursive: true, force: true });
  await writeFile(file, JSON.stringify(measured));
});

const adopt = async (...more: string[]) => {
  const done = await project.ttr(['adopt', 'there', '--engine', 'wasm', '--json', ...more]);
  const { exitCode, stderr, stdout } = done;
  return { exitCode, stderr, kinds: JSON.parse(stdout) as AdoptedKind[] };
};

test('a result is adopted: bits proved, times at this machine’s price, course and hit as they were', async () => {
  const { exitCode, stderr, kinds } = await adopt();
  assert.equal(exitCode, 0, stderr);
  const [{ outcome, trials }] = kinds as [AdoptedKind];
  assert.equal(outcome.kind, 'adopted', stderr);
  assert.deepEqual([trials, outcome.proved], [1, 2]);
  assert.ok(outcome.low <= outcome.ratio && outcome.ratio <= outcome.high);
  const [result] = (await project.results()) as [TrialResult];
  assert.equal(result.origin.kind, 'adopted');
  assert.equal(result.origin.adoption.from.timing['node'], 'v22.99.0');
  assert.equal(result.origin.machine.timing['node'], process.version);
  result.evaluations.forEach((one, i) => {
    const { wallSeconds: _wall, yardstickSeconds: _yardstick, ...was } = measured.evaluations[i]!;
    assert.deepEqual(one, { ...was, seconds: was.seconds * outcome.ratio });
  });
  const again = await project.ttr(['adopt', 'there', '--engine', 'wasm']);
  assert.match(again.stderr, /1 results are adopted already/);
  const scored = await project.ttr(['score']);
  assert.match(scored.stdout, /plain/, scored.stderr);
});

test('one changed bit in its course, or another code, and it is refused; --full finds a bit at the end', async () => {
  const [first, ...rest] = measured.evaluations as [TrialResult['evaluations'][number]];
  const changed = { ...first, validation: first.validation * (1 + Number.EPSILON) };
  await writeFile(file, JSON.stringify({ ...measured, evaluations: [changed, ...rest] }));
  const bit = await adopt();
  assert.equal(bit.exitCode, 1);
  assert.match(JSON.stringify(bit.kinds), /differs at evaluation 1 /);

  const last = measured.evaluations.at(-1)!;
  const late = [
    ...measured.evaluations.slice(0, -1),
    { ...last, validation: last.validation * (1 + Number.EPSILON) },
  ];
  await writeFile(file, JSON.stringify({ ...measured, evaluations: late }));
  const full = await adopt('--full');
  assert.equal(full.exitCode, 1);
  assert.match(JSON.stringify(full.kinds), new RegExp(`differs at evaluation ${late.length} `));

  const { origin } = measured;
  assert.equal(origin.kind, 'measured');
  const hashes = { ...origin.hashes, submission: 'f'.repeat(64) };
  await writeFile(file, JSON.stringify({ ...measured, origin: { ...origin, hashes } }));
  const code = await adopt();
  assert.equal(code.exitCode, 1);
  assert.match(JSON.stringify(code.kinds), /the code of .* is not there as it was/);
  assert.deepEqual(await project.results(), []);
});

test('results of this very machine and of other numerics are told, and left', async () => {
  const { origin } = measured;
  assert.equal(origin.kind, 'measured');
  const numerics = { ...origin.machine.numerics, tfjs: '3.0.0' };
  const machine = { ...origin.machine, numerics };
  await writeFile(file, JSON.stringify({ ...measured, origin: { ...origin, machine } }));
  const { stderr, kinds } = await adopt();
  assert.deepEqual(kinds, []);
  assert.match(stderr, /1 result is of other numerics \(tfjs 3\.0\.0 against 4\.22\.0\)/);
});
