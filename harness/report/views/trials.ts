/** Every trial: how it ended, what it did, what it cost, and how to run it again. */
import type { Hashes, Until } from '../../record/plan.ts';
import type { Origin, Outcome, TrialResult, Work } from '../../record/result.ts';
import {
  bytesText,
  countText,
  hyperparameterText,
  secondsText,
  significantText,
} from './number-text.ts';
import { adoptionText, conditionsText } from './conditions.ts';
import { ledgerBar, type LedgerBar } from '../charts/ledger-bar.ts';
import { anchor, type Series } from '../charts/series.ts';

export interface TrialGroup {
  readonly series: Series;
  readonly anchor: string;
  readonly count: string;
  readonly reached: string;
  readonly rows: readonly TrialRow[];
}

export interface TrialRow {
  readonly anchor: string;
  readonly workload: string;
  readonly study: number;
  readonly trial: number;
  readonly status: Outcome['status'];
  readonly disturbed: boolean;
  readonly seconds: string;
  readonly secondsValue: number;
  readonly test: string;
  readonly steps: string;
  readonly stepsValue: number;
  readonly examples: string;
  readonly examplesValue: number;
  readonly hyperparameters: readonly Fact[];
  readonly ledger: LedgerBar | undefined;
  readonly details: readonly Fact[];
  readonly stderr: string | undefined;
  readonly command: string | undefined;
}

interface Fact {
  readonly name: string;
  readonly value: string;
}

/** Trials by submission, in the order of the ranking; then by workload, study and trial. */
export const trialGroups = (
  results: readonly TrialResult[],
  series: readonly Series[],
  files: ReadonlyMap<TrialResult, string>,
): readonly TrialGroup[] =>
  series.flatMap((one) => {
    const own = results.filter(({ plan }) => plan.submission === one.name).sort(byCell);
    const reached = own.filter(({ outcome }) => outcome.status === 'reached').length;
    return own.length === 0
      ? []
      : [
          {
            series: one,
            anchor: anchor('trials', one.name),
            count: countText(own.length),
            reached: countText(reached),
            rows: own.map((result) => trialRow(result, files.get(result))),
          },
        ];
  });

const byCell = ({ plan: a }: TrialResult, { plan: b }: TrialResult): number => {
  if (a.workload !== b.workload) return a.workload < b.workload ? -1 : 1;
  return a.study - b.study || a.trial - b.trial || (a.id < b.id ? -1 : 1);
};

/** A path as a shell takes it. */
const quoted = (path: string): string =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;

/** `file`: the result's path, where that is known. */
const trialRow = (result: TrialResult, file: string | undefined): TrialRow => {
  const { plan, origin, work, outcome } = result;
  const measured = origin.kind === 'measured' ? origin : undefined;
  return {
    anchor: anchor('trial', plan.id),
    workload: plan.workload,
    study: plan.study,
    trial: plan.trial,
    status: outcome.status,
    disturbed: (measured?.noise.disturbed.length ?? 0) > 0,
    seconds: secondsText(outcome.seconds),
    secondsValue: outcome.seconds,
    test: testText(outcome),
    steps: countText(work.steps),
    stepsValue: work.steps,
    examples: work.examples > 0 ? countText(work.examples) : '–',
    examplesValue: work.examples,
    hyperparameters: Object.entries(plan.hyperparameters).map(([name, value]) => ({
      name,
      value: hyperparameterText(value),
    })),
    ledger: measured && ledgerBar(measured.ledger),
    details: details(result),
    stderr: outcome.status === 'crashed' && outcome.stderr !== '' ? outcome.stderr : undefined,
    command:
      measured === undefined || file === undefined
        ? measured?.command
        : `npx ttr replay ${quoted(file)}`,
  };
};

const testText = (outcome: Outcome): string => {
  if (outcome.status !== 'reached' || outcome.test === undefined) return '–';
  const { value, reached } = outcome.test;
  return `${significantText(value, 4)}${reached ? '' : ' (target missed)'}`;
};

const untilText = (until: Until): string =>
  until.kind === 'target'
    ? secondsText(until.budget.seconds)
    : `${countText(until.count)} evaluations, whatever they take`;

const details = ({ plan, origin, work, outcome }: TrialResult): readonly Fact[] => [
  ...reason(outcome),
  { name: 'trial', value: plan.id },
  { name: 'seed', value: plan.seed },
  { name: 'suite', value: plan.suite },
  { name: 'budget', value: untilText(plan.until) },
  ...originDetails(origin, work),
];

const importedDetails = (origin: Extract<Origin, { kind: 'imported' }>): readonly Fact[] => {
  const { from, ran = {}, resumed } = origin;
  return [
    { name: 'from', value: from },
    ...Object.entries<string>({ ...ran }).map(([name, value]) => ({ name, value })),
    ...(resumed === undefined
      ? []
      : [
          {
            name: 'resumed',
            value: `${countText(resumed.times)}×, ${countText(resumed.droppedRows)} evaluations made twice`,
          },
        ]),
  ];
};

const originDetails = (origin: Origin, work: Work): readonly Fact[] => {
  if (origin.kind === 'imported') return importedDetails(origin);
  const measured = origin.kind === 'measured' ? origin : undefined;
  return [
    { name: 'gradient evaluations', value: countText(work.gradientEvaluations) },
    { name: 'loss evaluations', value: countText(work.lossEvaluations) },
    { name: 'started', value: origin.startedAt },
    { name: 'slot', value: origin.slot },
    ...(measured === undefined
      ? []
      : [
          { name: 'conditions', value: conditionsText(measured.conditions) },
          { name: 'peak memory', value: bytesText(measured.peakBytes) },
          {
            name: 'reads the clock',
            value: measured.readsClock ? 'yes: a replay may differ' : 'no',
          },
        ]),
    ...(origin.kind === 'adopted'
      ? [{ name: 'adopted', value: adoptionText(origin.adoption) }]
      : []),
    { name: 'hashes', value: shortHashes(origin.hashes) },
    ...(measured?.noise.disturbed ?? []).map((value) => ({ name: 'disturbed', value })),
  ];
};

/** The first digits of each; the section on the machine lists them in full. */
const shortHashes = (hashes: Hashes): string =>
  Object.entries<string>({ ...hashes })
    .map(([name, value]) => `${name} ${value.slice(0, 12)}`)
    .join(', ');

const reason = (outcome: Outcome): readonly Fact[] => {
  switch (outcome.status) {
    case 'crashed':
    case 'stopped':
      return [{ name: 'reason', value: outcome.reason }];
    case 'killed':
      return [{ name: 'killed by', value: outcome.by }];
    case 'reached':
    case 'missed':
    case 'diverged':
      return [];
  }
};
