/** Writes the leaderboard's pages. */
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { group } from 'd3-array';
import writeFileAtomic from 'write-file-atomic';
import type { About } from '../record/about.ts';
import { sourceFolder } from '../record/path.ts';
import type { TrialResult } from '../record/result.ts';
import { leaderboard, type SeeAlso } from '../report/leaderboard.ts';
import type { Kept } from '../results/store.ts';
import { tablesOf } from '../score/rulesets.ts';
import type { Session } from './command.ts';
import { standingText } from './standing-text.ts';
import { scoreKept, shown, type ScoredFiles } from './scored.ts';

export interface PageOptions {
  /** `leaderboard.html` in the folder of results when left out. */
  readonly output?: string | undefined;
  readonly seeAlso?: SeeAlso | undefined;
}

/** Writes one page and returns its path. */
export async function writePage(
  { project, command }: Session,
  scored: ScoredFiles,
  { output: file = join(project.results, 'leaderboard.html'), seeAlso }: PageOptions,
): Promise<string> {
  const about = aboutAll(scored.results);
  await mkdir(dirname(file), { recursive: true });
  const page = leaderboard({
    ...scored,
    command,
    about,
    ...(seeAlso === undefined ? {} : { seeAlso }),
  });
  await writeFileAtomic(file, page);
  return file;
}

/** After a run: scores its results and writes their pages. Times of several machines or engines share no table. */
export async function publish(session: Session, kept: readonly Kept[]): Promise<void> {
  const own = kept.map(({ result, path }) => ({ result, path: shown(path) }));
  const sources = [...group(own, ({ result }) => sourceFolder(result.origin))];
  sources.sort(([, x], [, y]) => y.length - x.length);
  for (const [i, [source, results]] of sources.entries()) {
    if (sources.length > 1)
      session.terminal.print(`\nMachine and engine ${source}: ${results.length} results`);
    await publishSource(session, results, i === 0 ? 'leaderboard' : `leaderboard-${source}`);
  }
}

/** One page for the results of one machine and engine, or one for each ruleset where trials tuned. */
async function publishSource(session: Session, own: readonly Kept[], name: string): Promise<void> {
  const { terminal, project } = session;
  const pages = tablesOf(own.map(({ result }) => result)).map((ruleset, i) => ({
    ruleset,
    href: i === 0 ? `${name}.html` : `${name}-${ruleset}.html`,
  }));
  for (const { ruleset, href } of pages) {
    const scored = await scoreKept(session, own, { ruleset });
    const seeAlso = pages.find((other): other is SeeAlso => other.ruleset !== ruleset);
    if (pages.length > 1) terminal.print(`\nRuleset ${ruleset}`);
    terminal.print(standingText(scored.summary));
    const output = join(project.results, href);
    const file = await writePage(session, scored, { output, seeAlso });
    terminal.print(`\nLeaderboard: ${file}`);
  }
}

/** What submissions say about themselves: as their latest result has it. */
const aboutAll = (results: readonly TrialResult[]): Record<string, About> =>
  Object.fromEntries(
    results.flatMap(({ plan, origin }) =>
      origin.kind === 'measured' || origin.kind === 'adopted'
        ? [[plan.submission, origin.about] as const]
        : [],
    ),
  );
