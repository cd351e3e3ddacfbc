/**
 * How long import, scores and bootstrap of official logs take, beside the official scorer's scores alone:
 *
 *     npm run bench:score -- <logs> <workload_targets.json> [python <scorer folder>]
 *
 * The scorer's folder is the checkout that holds `scoring/`; its Python needs pandas, matplotlib, absl and tabulate.
 * Both are timed from the start of their process; under `taskset` both have the same CPUs.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { algoperfTargets } from '../algoperf/targets.ts';
import { importAlgoperf } from '../algoperf/import.ts';
import { summarize } from '../score/summarize.ts';

const program = new Command('npm run bench:score --')
  .argument('<logs>', 'folder of logs as AlgoPerf keeps them')
  .argument('<targets>', 'the scorer’s workload_targets.json')
  .argument('[python]', 'a Python that has pandas, matplotlib, absl and tabulate')
  .argument('[scorer]', 'the checkout that holds scoring/')
  .parse();
const [logs, targetsFile, python, scorer] = program.processedArgs as [
  ...[string, string],
  ...(string | undefined)[],
];

const started = performance.now();
const targets = algoperfTargets(JSON.parse(readFileSync(targetsFile, 'utf8')));
const { results } = importAlgoperf(logs, { targets, ruleset: 'external' });
const imported = performance.now();
const { submissions } = summarize(results, { rules: 'algoperf' });
const scored = performance.now();
const seconds = (from: number, to: number): string => ((to - from) / 1000).toFixed(2);
const say = (line: string): boolean => process.stdout.write(`${line}\n`);
say(`${results.length} trials, ${submissions.length} submissions, 10,000 resamples:`);
say(
  `ours      ${seconds(0, scored)} s: start ${seconds(0, started)}, import ${seconds(started, imported)}, ` +
    `scores and bootstrap ${seconds(imported, scored)}`,
);

if (python === undefined || scorer === undefined) {
  say('official  not timed: name a Python and the folder of the official scorer');
} else {
  const { execa } = await import('execa');
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
  const after = performance.now();
  const times = ((after - before) / scored).toFixed(1);
  const inner = ((after - before) / (scored - started)).toFixed(1);
  say(`official  ${seconds(before, after)} s without bootstrap: ${times} times as long`);
  say(`          (${inner} times as long as ours without the start of the process)`);
  const official = readFileSync(join(output, 'scores.csv'), 'utf8').trim().split('\n').slice(1);
  const differences = official.map((line) => {
    const [name, score] = line.split(',');
    return Math.abs(Number(score) - submissions.find((one) => one.name === name)!.score);
  });
  say(`largest difference of a score: ${Math.max(...differences).toExponential(1)}`);
  await rm(output, { recursive: true });
}
