/** What steps cost as tables for the terminal. */
import type { Known } from '../score/known.ts';
import type { Priced, PriceReport } from '../score/price-report.ts';
import { table } from './table.ts';

/** Ranks by seconds and by steps, then a table a workload. */
export function priceText(report: PriceReport): string {
  return [
    sourceLine(report),
    ranks(report),
    ...report.workloads.map(
      ({ name, prices }) => `\n${name}\n${pricesOf(prices, against(report))}`,
    ),
  ].join('\n');
}

function sourceLine({ source, ruleset }: PriceReport): string {
  const where =
    source.kind === 'imported'
      ? `imported from ${source.from}`
      : `engine ${source.engine} on machine ${source.machine.fingerprint}`;
  return `Prices of steps, ${where}, ruleset ${ruleset}`;
}

const against = ({ ratiosTo }: PriceReport): string =>
  ratiosTo.kind === 'submission' ? ratiosTo.name : 'the cheapest';

function ranks(report: PriceReport): string {
  const head = [
    'submission',
    'place by seconds',
    'score',
    'place by steps',
    'score',
    `price over ${against(report)}`,
  ];
  const rows = report.submissions.map(({ name, bySeconds, bySteps, priceRatio }) => [
    name,
    bySeconds.place,
    bySeconds.score.toFixed(4),
    bySteps.place,
    bySteps.score.toFixed(4),
    numberText(priceRatio),
  ]);
  return table(head, rows, [1, 2, 3, 4, 5]);
}

function pricesOf(prices: readonly Priced[], over: string): string {
  const head = [
    'submission',
    'ms a step',
    'least',
    'greatest',
    `over ${over}`,
    'gradients a step',
    'examples a step',
    'trials',
  ];
  const rows = prices.map((price) =>
    price.kind === 'unknown'
      ? [price.submission, '-', '-', '-', '-', '-', '-', 0]
      : [
          price.submission,
          milliseconds(price.seconds),
          milliseconds(price.low),
          milliseconds(price.high),
          numberText(price.ratio),
          numberText(price.gradientsPerStep),
          numberText(price.examplesPerStep),
          price.trials,
        ],
  );
  return table(head, rows, [1, 2, 3, 4, 5, 6, 7]);
}

const milliseconds = (seconds: number): string => (1000 * seconds).toFixed(2);

const numberText = (known: Known): string =>
  known.kind === 'known' ? known.value.toFixed(2) : '-';
