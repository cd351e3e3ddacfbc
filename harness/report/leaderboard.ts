/** The leaderboard as one HTML file: same scores in, same bytes out. */
import type { TrialResult } from '../record/result.ts';
import type { Summary } from '../score/summary.ts';
import type { About, SeeAlso } from './about.ts';
import { facts, sourceText } from './views/facts.ts';
import { buckets } from './charts/ledger-bar.ts';
import { chosenText, countText } from './views/number-text.ts';
import { noteGroups } from './views/notes.ts';
import { otherWays } from './views/other-ways.ts';
import { pairwiseMatrix } from './views/pairwise.ts';
import { profileChart } from './charts/profile-chart.ts';
import { prices } from './views/prices.ts';
import { ranking } from './views/ranking.ts';
import { renderPage } from './render/render-page.ts';
import { seriesOf } from './charts/series.ts';
import { stability } from './views/stability.ts';
import { timePanels } from './charts/time-panel.ts';
import { trainingCharts } from './charts/training-chart.ts';
import { trialGroups } from './views/trials.ts';
import { verdict } from './views/verdict.ts';

export type { About, SeeAlso } from './about.ts';

export interface LeaderboardInput {
  readonly summary: Summary;
  /** Those that the summary is made of, see `scoreResults`: curves, ledgers and the list of trials. */
  readonly results: readonly TrialResult[];
  /** Command line that makes this page again. */
  readonly command: string;
  /** Where they lie, for the commands that replay them; one without a file is shown with the command that made it. */
  readonly files?: ReadonlyMap<TrialResult, string>;
  /** By submission; one without an entry is shown by its name. */
  readonly about?: Readonly<Record<string, About>>;
  /** The page of the other ruleset, where it has one of its own. */
  readonly seeAlso?: SeeAlso;
}

export const leaderboard = ({
  summary,
  results,
  command,
  about = {},
  seeAlso,
  files = new Map(),
}: LeaderboardInput): string => {
  const series = seriesOf(summary, about);
  return renderPage({
    overview: overview(summary, results),
    seeAlso: seeAlso && { text: rulesetTexts[seeAlso.ruleset], href: seeAlso.href },
    verdict: verdict(summary, series),
    series,
    ranking: ranking(summary, series, about),
    profiles: profileChart(summary, series),
    times: timePanels(summary, results, series),
    hasGates: summary.cells.some(({ gatedBy }) => gatedBy.length > 0),
    training: trainingCharts(summary, results, series),
    pairwise: pairwiseMatrix(summary, series),
    prices: prices(summary, series),
    stability: stability(summary, series),
    otherWays: otherWays(summary, series),
    facts: facts(summary, results),
    trials: trialGroups(results, series, files),
    buckets,
    notes: noteGroups(summary),
    command,
  });
};

const rulesetTexts = {
  external: 'external tuning',
  'self-tuning': 'self-tuning',
  both: 'external tuning and self-tuning',
} as const satisfies Record<Summary['ruleset'], string>;

/** The page's second line: how much was measured, under which rules, on what. */
const overview = (summary: Summary, results: readonly TrialResult[]): readonly string[] => {
  const bases = summary.workloads.filter(({ role }) => role === 'base').length;
  const variants = summary.workloads.length - bases;
  return [
    counted(summary.submissions.length, 'submission'),
    counted(bases, 'workload') + (variants > 0 ? ` and ${counted(variants, 'variant')}` : ''),
    counted(results.length, 'trial'),
    rulesetTexts[summary.ruleset],
    `${summary.rules} rules, r max ${chosenText(summary.rMax)}`,
    sourceText(summary.source),
  ];
};

const counted = (count: number, what: string): string =>
  `${countText(count)} ${what}${count === 1 ? '' : 's'}`;
