/**
 * How long import, scores and bootstrap of official logs take, beside the official scorer's scores alone:
 *
 *     node --import tsx harness/score/bench.ts <logs> <workload_targets.json> [python <scorer folder>]
 *
 * The scorer's folder is the checkout that holds `scoring/`; its Python needs pandas, matplotlib, absl and tabulate.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { algoperfTargets } from '../results/algoperf-targets.ts';
import { importAlgoperf } from '../results/import-algoperf.ts';
import { summarize } from './summarize.ts';

const [logs, targetsFile, python, scorer] = process.argv.slice(2);
if (logs === undefined || targetsFile === undefined) {
  throw new Error('Usage: bench.ts <logs> <workload_targets.json> [python <scorer folder>]');
}

const started = performance.now();
const targets = algoperfTargets(JSON.parse(readFileSync(targetsFile, 'utf8')));
const { results } = importAlgoperf(logs, { targets, ruleset: 'external' });
const imported = performance.now();
const { submissions } = summarize(results, { rules: 'algoperf' });
const ours = (performance.now() - started) / 1000;
const reading = (imported - started) / 1000;
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
say(`${results.length} trials, ${submissions.length} submissions, 10,000 resamples:`);
say(`ours      ${ours.toFixed(2)} s (import ${reading.toFixed(2)} s)`);

if (python !== undefined && scorer !== undefined) {
  const output = await mkdtemp(join(tmpdir(), 'ttr-bench-'));
  const args = [
    '-m',
    'scoring.score_submissions',
    `--submission_directory=${resolve(logs)}`,
    `--workload_targets=${resolve(targetsFile)}`,
    `--output_dir=${output}`,
    '--compute_performance_profiles',
  ];
  const before = performance.now();
  await execa(python, args, { cwd: scorer, env: { MPLBACKEND: 'agg' } });
  const theirs = (performance.now() - before) / 1000;
  say(
    `official  ${theirs.toFixed(2)} s without bootstrap: ${(theirs / ours).toFixed(1)} times as long`,
  );
  say(readFileSync(join(output, 'scores.csv'), 'utf8'));
  await rm(output, { recursive: true });
}
