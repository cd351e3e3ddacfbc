/** On what the results were measured, what decided them, and which trials were disturbed. */
import { allFacts } from '../../record/machine.ts';
import type { TrialResult } from '../../record/result.ts';
import type { Source, Summary } from '../../score/summary.ts';
import { chosenText, countText, percentText, significantText } from './number-text.ts';
import { anchor } from '../charts/series.ts';

export interface Facts {
  readonly source: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly hashes: readonly {
    readonly what: string;
    readonly name: string;
    readonly values: readonly string[];
  }[];
  readonly disturbed: readonly DisturbedTrial[];
  readonly measured: string;
}

export interface DisturbedTrial {
  readonly anchor: string;
  readonly submission: string;
  readonly workload: string;
  readonly study: number;
  readonly trial: number;
  readonly reasons: string;
  readonly switches: string;
  readonly steal: string;
  readonly load: string;
  readonly frequency: string;
}

export const facts = (summary: Summary, results: readonly TrialResult[]): Facts => ({
  source: sourceText(summary.source),
  facts: [...machineFacts(summary.source), ...dates(results)],
  hashes: hashes(results),
  disturbed: results.flatMap(disturbed),
  measured: countText(results.filter(({ origin }) => origin.kind === 'measured').length),
});

export const sourceText = (source: Source): string =>
  source.kind === 'measured'
    ? `measured here with the ${source.engine} engine`
    : `imported from ${source.from}`;

const machineFacts = (source: Source): Facts['facts'] =>
  source.kind === 'imported'
    ? [{ name: 'imported from', value: source.from }]
    : [
        { name: 'engine', value: source.engine },
        { name: 'fingerprint', value: source.machine.fingerprint },
        ...Object.entries(allFacts(source.machine)).map(([name, value]) => ({ name, value })),
      ];

const dates = (results: readonly TrialResult[]): Facts['facts'] => {
  const starts = results
    .flatMap(({ origin }) => (origin.kind !== 'imported' ? [origin.startedAt] : []))
    .sort();
  const first = starts[0];
  if (first === undefined) return [];
  const last = starts[starts.length - 1]!;
  return [{ name: 'trials started', value: first === last ? first : `${first} to ${last}` }];
};

/** Every hash by what it stands for; more than one value means that results of several versions are mixed. */
const hashes = (results: readonly TrialResult[]): Facts['hashes'] => {
  const found = new Map<string, { what: string; name: string; values: Set<string> }>();
  const add = (what: string, name: string, value: string): void => {
    const key = JSON.stringify([what, name]);
    const entry = found.get(key) ?? { what, name, values: new Set() };
    entry.values.add(value);
    found.set(key, entry);
  };
  for (const { plan, origin } of results) {
    if (origin.kind === 'imported') continue;
    add('submission', plan.submission, origin.hashes.submission);
    add('workload', plan.workload, origin.hashes.workload);
    add('data', plan.base, origin.hashes.data);
    add('engine', origin.engine, origin.hashes.engine);
  }
  return [...found.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { what, name, values }]) => ({ what, name, values: [...values].sort() }));
};

const disturbed = ({ plan, origin }: TrialResult): readonly DisturbedTrial[] => {
  if (origin.kind !== 'measured' || origin.noise.disturbed.length === 0) return [];
  const { noise } = origin;
  return [
    {
      anchor: anchor('trial', plan.id),
      submission: plan.submission,
      workload: plan.workload,
      study: plan.study,
      trial: plan.trial,
      reasons: noise.disturbed.join('; '),
      switches: significantText(noise.involuntarySwitchesPerSecond),
      steal: percentText(noise.stealShare),
      load: `${chosenText(noise.loadBefore)} → ${chosenText(noise.loadAfter)}`,
      frequency: noise.frequencyRatio === undefined ? '–' : percentText(noise.frequencyRatio),
    },
  ];
};
