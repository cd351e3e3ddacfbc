/** `ttr price`: what a step of each submission costs, and what that does to the ranking. */
import type { TtrCommand } from './command.ts';
import { jsonOption } from './options.ts';
import { scoreOptions, type ScoreOptions } from './score-options.ts';
import { show } from './show.ts';

export const price: TtrCommand<ScoreOptions & { json?: boolean }, [readonly string[]]> = {
  usage: 'price [folders...]',
  about: 'say what a step of each submission costs, beside ranks by steps and by seconds',
  options: [...scoreOptions(), jsonOption()],
  more: `A price is what the clock bills over the steps made, at each trial's last evaluation: the median of the trials, the least and the
greatest. It holds all that is billed between two evaluations: the optimizer, its batches, preparing for the evaluation and handing
the parameters over. Results do not hold these apart, so neither does this table. Setup comes before the clock and is in no price.
Every machine, engine and ruleset has a table of its own; ratios are to the cheapest submission of a workload, or to --reference.`,
  examples: [
    'price --suite quick',
    'price --workloads my_workload --reference adamw',
    'price imported/ --rules algoperf --json',
  ],
  async act(session, { json, ...options }, folders) {
    const { scoreTables } = await import('./score-tables.ts');
    const { priceReport } = await import('../score/price-report.ts');
    const { priceText } = await import('./price-text.ts');
    const reports = (await scoreTables(session, folders, options)).map(priceReport);
    show(session, json, reports, () => reports.map(priceText).join('\n\n'));
  },
};
