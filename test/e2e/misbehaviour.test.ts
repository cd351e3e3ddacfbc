/** Submissions that misbehave leave a result that says so, and the run goes on. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Outcome, TrialResult } from '../../harness/record/result.ts';
import { submissionText, temporaryProject, type TemporaryProject } from './temporary-project.ts';

const submissions = {
  throws: submissionText(`return { ...sgd, step() { throw new Error('out of ideas'); } };`),
  returns_nan: submissionText(
    `return { ...sgd, step: ({ params, grad }, s) => { grad(params); return [optim.map((x) => x.mul(NaN), params), s]; } };`,
  ),
  never_returns: submissionText(`return { ...sgd, step() { for (;;); } };`),
  eats_memory: submissionText(
    `const kept: Float32Array[] = [];
     return { ...sgd, step() { for (;;) kept.push(new Float32Array(2 ** 22).fill(1)); } };`,
  ),
  prints: submissionText(
    `return { ...sgd, step(here, s) { console.log('x'.repeat(10_000)); console.error('noise'); return sgd.step(here, s); } };`,
  ),
  exits: submissionText(`return { ...sgd, step() { process.exit(0); } };`),
  times_out: submissionText(
    `return { ...sgd, init() { setTimeout(() => undefined, 1); return []; } };`,
  ),
  wrong_shape: submissionText(
    `return { ...sgd, step: ({ params }, s) => [optim.map((x) => x.flatten().concat(x.flatten()), params), s] };`,
  ),
  reads_files: submissionText(`return sgd;`).replace(
    'import * as tf',
    "import fs from 'node:fs';\nimport * as tf",
  ),
  /** Computes while the harness's own code runs: between the word to go on and the first step. */
  works_in_parse: submissionText(
    `const parse = JSON.parse;
     const now = performance.now.bind(performance);
     JSON.parse = (text: string): unknown => {
       for (const end = now() + 300; now() < end; );
       return parse(text) as unknown;
     };
     return sgd;`,
  ),
  /** Lets the harness's own code send everything twice. */
  says_it_twice: submissionText(
    `const concat = Buffer.concat.bind(Buffer);
     Buffer.concat = (list) => concat([...list, ...list]);
     return sgd;`,
  ),
  /** Announces more work than there was, to be judged at will. */
  counts_wrong: submissionText(
    `Buffer.prototype.writeDoubleLE = function (value: number, at?: number) {
       this.fill(255, at, (at ?? 0) + 8);
       return value;
     };
     return sgd;`,
  ),
  /** Says something else at the end. */
  ends_otherwise: submissionText(
    `JSON.stringify = () => '{"why":"told","work":{"steps":-1}}';
     return { ...sgd, step() { throw new Error('out of ideas'); } };`,
  ),
  good: submissionText(`return sgd;`),
};

let project: TemporaryProject;
let results: TrialResult[];
let stderr: string;

/** The outcome of the one trial of a submission. */
const outcomeOf = (name: string): Outcome => {
  const found = results.filter(({ plan }) => plan.submission === name);
  assert.equal(found.length, 1, `${name} has ${found.length} results`);
  return found[0]!.outcome;
};

before(async () => {
  project = temporaryProject(submissions, { seeded: true });
  const names = Object.keys(submissions).filter((name) => name !== 'reads_files');
  const done = await project.ttr([
    'run',
    '--suite',
    'smoke',
    '--engine',
    'wasm',
    '--memory',
    '1',
    '--submissions',
    names.join(','),
  ]);
  stderr = done.stderr;
  assert.equal(done.exitCode, 0, stderr);
  results = await project.results();
});
after(() => {
  project.remove();
});

test('a submission that throws crashed, with its message', () => {
  const outcome = outcomeOf('throws');
  assert.equal(outcome.status, 'crashed');
  assert.match(outcome.reason, /out of ideas/);
});

test('a submission that returns NaN diverged', () => {
  assert.equal(outcomeOf('returns_nan').status, 'diverged');
});

test('a submission that never returns was killed by the referee, which says why', () => {
  const outcome = outcomeOf('never_returns');
  assert.equal(outcome.status, 'killed');
  assert.match(outcome.by, /referee: a call into the submission had not returned/);
});

test('a submission that eats memory was killed by the referee, which says why', () => {
  const outcome = outcomeOf('eats_memory');
  assert.equal(outcome.status, 'killed');
  assert.match(outcome.by, /referee: it held more than 1\.0 GiB/);
});

test('a submission that prints is not disturbed by it', () => {
  assert.ok(['reached', 'missed'].includes(outcomeOf('prints').status));
});

test('a submission that exits crashed, and is told what is not allowed', () => {
  const outcome = outcomeOf('exits');
  assert.equal(outcome.status, 'crashed');
  assert.match(outcome.reason, /process\.exit/);
});

test('a submission that sets a timer crashed, and is told what is not allowed', () => {
  const outcome = outcomeOf('times_out');
  assert.equal(outcome.status, 'crashed');
  assert.match(outcome.reason, /called setTimeout/);
});

test('a submission that returns parameters of another shape crashed, and is told which', () => {
  const outcome = outcomeOf('wrong_shape');
  assert.equal(outcome.status, 'crashed');
  assert.match(outcome.reason, /\[16, 1\]/);
});

test('work done in the harness’s own code, between two evaluations, is billed', () => {
  const { evaluations } = results.find(({ plan }) => plan.submission === 'works_in_parse')!;
  const billed = evaluations.map(({ seconds }) => seconds);
  assert.ok(billed.length >= 2);
  const stretches = billed.slice(1).map((seconds, i) => seconds - billed[i]!);
  // Neighbours of this test take their share of the 0.3 s away, which is not billed.
  const wall = evaluations.map(({ wallSeconds }) => wallSeconds!);
  for (const [i, stretch] of stretches.entries()) {
    assert.ok(wall[i + 1]! - wall[i]! > 0.3, `stretch ${i} lasted ${wall[i + 1]! - wall[i]!} s`);
    assert.ok(stretch > 0.03, `stretch ${i} billed ${stretch} s`);
  }
});

test('a second frame of the same, out of turn, ends the trial', () => {
  const outcome = outcomeOf('says_it_twice');
  assert.equal(outcome.status, 'crashed');
  assert.match(outcome.reason, /announced \d+ bytes|out of turn|not a message of the harness/);
});

test('work that cannot have been done ends the trial', () => {
  const outcome = outcomeOf('counts_wrong');
  assert.equal(outcome.status, 'crashed');
  assert.match(outcome.reason, /counted its work as NaN/);
});

test('a last word that the harness never says is not believed', () => {
  const outcome = outcomeOf('ends_otherwise');
  assert.equal(outcome.status, 'crashed');
  assert.match(outcome.reason, /last word was not one/);
});

test('the run went on: a good submission has its result', () => {
  assert.ok(['reached', 'missed'].includes(outcomeOf('good').status));
});

test('every ledger adds up to its wall time within 1 %', () => {
  for (const { origin, plan } of results) {
    assert.equal(origin.kind, 'measured');
    const { wall, ...buckets } = origin.ledger;
    const sum = Object.values(buckets).reduce((total, seconds) => total + seconds, 0);
    assert.ok(Math.abs(sum - wall) <= 0.01 * wall, `${plan.submission}: ${sum} of ${wall}`);
  }
});

test('a submission that imports files is refused before any compute', async () => {
  const done = await project.ttr([
    'run',
    '--suite',
    'smoke',
    '--engine',
    'wasm',
    '--submissions',
    'reads_files',
  ]);
  assert.equal(done.exitCode, 1);
  assert.match(
    done.stderr,
    /submissions\/reads_files\/submission\.ts imports 'node:fs'\. It may import: its own folder, #spec, #optim, @tensorflow\/tfjs\./,
  );
});

test('a name that is not there is refused, with what there is', async () => {
  const done = await project.ttr(['run', '--suite', 'smoke', '--submissions', 'lino']);
  assert.equal(done.exitCode, 1);
  assert.match(
    done.stderr,
    /There is no submission "lino"\. Choose one of: .*good.*; or create submissions\/lino\/submission\.ts\./,
  );
});
