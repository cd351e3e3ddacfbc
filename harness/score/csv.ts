import type { Summary } from './summary.ts';

/**
 * The leaderboard as CSV: one line a submission, then a column a base workload with its median seconds, empty for a miss.
 * Names need no quotes: results hold none with a comma or a quote (see the schema in harness/results).
 */
export function scoresCsv({ submissions, workloads, cells }: Summary): string {
  const bases = workloads.filter(({ role }) => role === 'base').map(({ name }) => name);
  const header = [
    'submission',
    'ruleset',
    'place',
    'score',
    'score_low',
    'score_high',
    'tie_group',
    'hit_rate',
    ...bases,
  ];
  const lines = submissions.map(({ name, ruleset, place, score, interval, tieGroup, hitRate }) => {
    const medians = bases.map((workload) => {
      const cell = cells.find((one) => one.submission === name && one.workload === workload);
      return cell?.median.kind === 'reached' ? cell.median.seconds : '';
    });
    const { low = '', high = '' } = interval?.score ?? {};
    return [name, ruleset, place, score, low, high, tieGroup, hitRate, ...medians];
  });
  return [header, ...lines].map((line) => `${line.join(',')}\n`).join('');
}
