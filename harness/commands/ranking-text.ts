/** The ranking as a table for the terminal. */
import type { Summary, Time } from '../score/summary.ts';
import { table } from './table.ts';

/** One line a submission, a column a workload. */
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
    const { low, high } = one.interval?.score ?? {};
    return [
      one.place,
      one.name,
      ...(both ? [one.ruleset] : []),
      one.score.toFixed(4),
      low === undefined || high === undefined ? '-' : `${low.toFixed(3)} to ${high.toFixed(3)}`,
      one.interval === undefined ? '-' : one.bestProbability.toFixed(2),
      `${one.reachedTrials}/${one.trials}`,
      ...timesOf(summary, one.name),
    ];
  });
  return table(
    head,
    rows,
    head.map((_, i) => i).filter((i) => !['submission', 'ruleset'].includes(head[i]!)),
  );
}

/** Median seconds of a submission on each workload. */
const timesOf = ({ workloads, cells }: Summary, submission: string): string[] =>
  workloads.map(({ name }) => {
    const cell = cells.find((one) => one.submission === submission && one.workload === name);
    return cell === undefined ? '-' : timeText(cell.median);
  });

const timeText = (time: Time): string => {
  switch (time.kind) {
    case 'reached':
      return time.seconds.toFixed(1);
    case 'censored':
      return `> ${time.seconds.toFixed(1)}`;
    case 'absent':
      return '-';
  }
};
