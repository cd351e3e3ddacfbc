/** What `ttr score` and `ttr leaderboard` are asked: declared and typed once, and passed on as one object. */
import { Option } from 'commander';
import { clocks, defaultClock } from '../score/clock-names.ts';
import type { SummaryOptions } from '../score/options.ts';
import { trialBys } from '../score/study.ts';
import { rules } from '../score/summary.ts';
import { above, engines, resultsOption, valued, workloadsOption } from './options.ts';

export interface ScoreOptions extends Pick<
  SummaryOptions,
  | 'rules'
  | 'clock'
  | 'rMax'
  | 'workloads'
  | 'engine'
  | 'fingerprint'
  | 'ruleset'
  | 'trialBy'
  | 'reference'
> {
  readonly results?: string;
  readonly suite?: string;
  /** Official targets file whose base workloads must all be there. */
  readonly targets?: string;
}

export const scoreOptions = (): Option[] => [
  resultsOption(),
  new Option('--suite <name>', 'only the workloads of this suite'),
  workloadsOption(),
  new Option('--rules <name>', 'how to score').choices([...rules]).default('closed-form'),
  new Option('--clock <name>', 'which seconds to score: clear, wall, or clear by the yardstick')
    .choices([...clocks])
    .default(defaultClock),
  valued(
    '--r-max <ratio>',
    'ratio to the fastest from which a workload gives nothing (default: 4)',
    above(1),
  ),
  new Option('--engine <name>', 'only results of this engine').choices([...engines]),
  new Option('--fingerprint <hex>', 'only results of this machine'),
  new Option(
    '--ruleset <name>',
    'only submissions under this ruleset, or both in one table',
  ).choices(['external', 'self-tuning', 'both']),
  new Option(
    '--trial-by <what>',
    'which trial stands for its study: the fastest, or that of the earliest evaluation (default: by the rules)',
  ).choices([...trialBys]),
  new Option(
    '--targets <file>',
    'official workload_targets file: its base workloads must all have results',
  ),
  new Option(
    '--reference <submission>',
    'its times are the fixed reference of speed-ups, its steps that of prices',
  ),
];
