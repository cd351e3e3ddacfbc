/** The part of a summary that tells what steps cost, and where submissions stand by steps and by seconds. */
import { ascending } from 'd3-array';
import type { Price, PriceRatio } from './price.ts';
import type { Source, Summary } from './summary.ts';
import type { TableRuleset } from './rulesets.ts';

export interface PriceReport {
  readonly source: Source;
  readonly ruleset: TableRuleset;
  /** What the ratios are taken to. */
  readonly ratiosTo: PricedAgainst;
  /** In the order of the ranking by seconds. */
  readonly submissions: readonly {
    readonly name: string;
    readonly bySeconds: Standing;
    readonly bySteps: Standing;
    readonly priceRatio: PriceRatio;
  }[];
  /** Base workloads, then variants; of each the cheapest submission first, those without a price last. */
  readonly workloads: readonly { readonly name: string; readonly prices: readonly Priced[] }[];
}

export type PricedAgainst =
  { readonly kind: 'cheapest' } | { readonly kind: 'submission'; readonly name: string };

export type Priced = { readonly submission: string } & Price;

interface Standing {
  readonly place: number;
  readonly score: number;
}

export const pricedAgainst = ({ reference }: Summary): PricedAgainst =>
  reference.kind === 'submission' ? reference : { kind: 'cheapest' };

export const priceReport = (summary: Summary): PriceReport => ({
  source: summary.source,
  ruleset: summary.ruleset,
  ratiosTo: pricedAgainst(summary),
  submissions: summary.submissions.map(({ name, place, score, bySteps, priceRatio }) => ({
    name,
    bySeconds: { place, score },
    bySteps,
    priceRatio,
  })),
  workloads: summary.workloads.map(({ name }) => ({
    name,
    prices: summary.cells
      .filter(({ workload }) => workload === name)
      .map(({ submission, price }) => ({ submission, ...price }))
      .sort((a, b) => ascending(order(a), order(b))),
  })),
});

const order = (price: Price): number => (price.kind === 'known' ? price.seconds : Infinity);
