/** `ttr score` and `ttr leaderboard`: from kept results to numbers and to the page. */
import { mkdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { findSuite, loadSubmission, namesOf } from '../prepare/folders.ts';
import { leaderboard, type About, type SeeAlso } from '../report/leaderboard.ts';
import { resultFiles } from '../report/result-files.ts';
import { loadResults } from '../results/store.ts';
import type { EngineName } from '../record/machine.ts';
import type { TrialResult } from '../record/result.ts';
import type { SummaryOptions } from '../score/options.ts';
import { tablesOf, type TableRuleset } from '../score/rulesets.ts';
import type { TrialBy } from '../score/study.ts';
import { summarize } from '../score/summarize.ts';
import type { Rules, Summary } from '../score/summary.ts';
import { keptNoiseFloor } from './aa.ts';
import { readTargets } from './algoperf.ts';
import type { Project } from '../prepare/project.ts';
import { table } from './table.ts';
import type { Terminal } from './terminal.ts';

export interface ScoreRequest {
  /** Folders of results; the project's own when empty. */
  readonly folders: readonly string[];
  readonly suite?: string | undefined;
  readonly workloads?: readonly string[] | undefined;
  readonly rules: Rules;
  readonly rMax?: number | undefined;
  readonly engine?: EngineName | undefined;
  readonly fingerprint?: string | undefined;
  readonly ruleset?: TableRuleset | undefined;
  readonly trialBy?: TrialBy | undefined;
  readonly reference?: string | undefined;
  /** Official targets file whose base workloads must all be there. */
  readonly targets?: string | undefined;
}

/** Options without those left out, as exact optional properties want it. */
const given = <T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;

export interface Scored {
  readonly summary: Summary;
  readonly results: readonly TrialResult[];
  readonly files: ReadonlyMap<TrialResult, string>;
}

/** Reads the results and scores them. */
export async function score(project: Project, request: ScoreRequest): Promise<Scored> {
  const {
    folders,
    suite,
    workloads,
    targets,
    rules,
    rMax,
    engine,
    fingerprint,
    ruleset,
    trialBy,
    reference,
  } = request;
  const { results, problems, paths } = await loadResults(
    folders.length > 0 ? folders : [relative(process.cwd(), project.results) || '.'],
  );
  const asked =
    workloads ?? (suite === undefined ? undefined : findSuite(project.root, suite).workloads);
  const scored =
    asked === undefined ? results : results.filter(({ plan }) => asked.includes(plan.base));
  const expected = targets === undefined ? undefined : (await readTargets(targets)).base_workloads;
  const noiseFloor = await noiseFloorOf(project, scored);
  const options: SummaryOptions = {
    rules,
    problems,
    ...given({
      rMax,
      engine,
      fingerprint,
      ruleset,
      trialBy,
      reference,
      workloads: asked,
      expected,
      noiseFloor,
    }),
  };
  return { summary: summarize(scored, options), results: scored, files: paths };
}

/** The noise floor of the one machine these results are of. */
async function noiseFloorOf(
  project: Project,
  results: readonly TrialResult[],
): Promise<number | undefined> {
  const machines = new Set(
    results.map(({ origin }) => (origin.kind !== 'imported' ? origin.machine.fingerprint : '')),
  );
  const [machine] = machines;
  return machines.size === 1 && machine !== undefined && machine !== ''
    ? keptNoiseFloor(project, machine)
    : undefined;
}

/** The ranking as a table for the terminal. */
export function rankingText(summary: Summary): string {
  const both = summary.ruleset === 'both';
  const head = [
    'place',
    'submission',
    ...(both ? ['ruleset'] : []),
    'score',
    '95 %',
    'P(best)',
    'hits',
    ...summary.workloads.map(({ name }) => `${name} [s]`),
  ];
  const rows = summary.submissions.map((one) => {
    const times = summary.workloads.map(({ name }) => {
      const cell = summary.cells.find(
        ({ submission, workload }) => submission === one.name && workload === name,
      );
      if (cell === undefined || cell.median.kind === 'absent') return '-';
      return cell.median.kind === 'reached'
        ? cell.median.seconds.toFixed(1)
        : `> ${cell.median.seconds.toFixed(1)}`;
    });
    const interval =
      one.interval === undefined
        ? '-'
        : `${one.interval.score.low.toFixed(3)} to ${one.interval.score.high.toFixed(3)}`;
    return [
      one.place,
      one.name,
      ...(both ? [one.ruleset] : []),
      one.score.toFixed(4),
      interval,
      one.interval === undefined ? '-' : one.bestProbability.toFixed(2),
      `${one.reachedTrials}/${one.trials}`,
      ...times,
    ];
  });
  return table(
    head,
    rows,
    head.map((_, i) => i).filter((i) => !['submission', 'ruleset'].includes(head[i]!)),
  );
}

/** What submissions that are here say about themselves. */
async function aboutAll(
  project: Project,
  names: readonly string[],
): Promise<Record<string, About>> {
  const here = namesOf(project.root, 'submission').filter((name) => names.includes(name));
  const entries = here.map(async (name): Promise<[string, About]> => {
    const { title, authors, reference } = await loadSubmission(project.root, name);
    return [name, { title, authors, reference }];
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** Writes the page and returns its path. */
export async function writeLeaderboard(
  project: Project,
  scored: Scored,
  options: {
    readonly output?: string | undefined;
    readonly command: string;
    readonly seeAlso?: SeeAlso | undefined;
  },
): Promise<string> {
  const { summary, results, files } = scored;
  const { command, output: file = join(project.results, 'leaderboard.html'), seeAlso } = options;
  const about = await aboutAll(
    project,
    summary.submissions.map(({ name }) => name),
  );
  await mkdir(dirname(file), { recursive: true });
  const page = leaderboard({ summary, results, files, command, about, ...given({ seeAlso }) });
  await writeFileAtomic(file, page);
  return file;
}

/** After a run: scores its own results and writes the page, or one for each ruleset where trials tuned. */
export async function publish(
  project: Project,
  { results, command }: { readonly results: readonly TrialResult[]; readonly command: string },
  terminal: Terminal,
): Promise<void> {
  const noiseFloor = await noiseFloorOf(project, results);
  const files = resultFiles(results, relative(process.cwd(), project.results) || '.');
  const pages = tablesOf(results).map((ruleset, i) => ({
    ruleset,
    href: i === 0 ? 'leaderboard.html' : `leaderboard-${ruleset}.html`,
  }));
  for (const { ruleset, href } of pages) {
    const summary = summarize(results, given({ noiseFloor, ruleset }));
    const seeAlso = pages.find((other): other is SeeAlso => other.ruleset !== ruleset);
    const output = join(project.results, href);
    if (pages.length > 1) terminal.print(`\nRuleset ${ruleset}`);
    terminal.print(rankingText(summary));
    const file = await writeLeaderboard(
      project,
      { summary, results, files },
      { output, command, seeAlso },
    );
    terminal.print(`\nLeaderboard: ${file}`);
  }
}
