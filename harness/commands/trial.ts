/** `ttr trial`: runs one trial and keeps nothing. */
import type { EngineName } from '../record/machine.ts';
import type { TrialResult } from '../record/result.ts';
import type { TtrCommand } from './command.ts';
import { runPlanned } from './one-trial.ts';
import { engineOption, jsonOption, most, pairs, seedOption, valued, whole } from './options.ts';
import { outcomeText } from './outcome-text.ts';
import { show } from './show.ts';
import { table } from './table.ts';

interface TrialOptions {
  readonly engine: EngineName | 'auto';
  readonly study: number;
  readonly trial: number;
  readonly trials?: number;
  readonly seed: string;
  readonly hp?: Record<string, number | string | boolean>;
  readonly evaluations?: number;
  readonly json?: boolean;
}

export const trial: TtrCommand<TrialOptions, [string, string]> = {
  usage: 'trial <submission> <workload>',
  about: 'run one trial and keep nothing',
  options: [
    engineOption(),
    valued('--study <number>', 'study, counted from 1', whole(1, most.studies), 1),
    valued('--trial <number>', 'trial of the study, counted from 1', whole(1, most.trials), 1),
    valued(
      '--trials <count>',
      'trials of the study, which decide its points (default: the ruleset’s; suites may have fewer)',
      whole(1, most.trials),
    ),
    seedOption(),
    valued('--hp <name=value>', 'replace a hyperparameter; may be repeated', pairs),
    valued(
      '--evaluations <count>',
      'end after so many evaluations, whatever the clock says',
      whole(1, most.evaluations),
    ),
    jsonOption(),
  ],
  examples: ['trial my_method my_workload --hp learningRate=0.003'],
  async act(session, { hp, json, ...options }, submission, workload) {
    const request = { submission, workload, hyperparameters: hp, ...options };
    const result = await runPlanned(session, request);
    show(session, json, result, () => trialText(result));
  },
};

/** Its evaluations and its end. */
function trialText({ evaluations, outcome, plan }: TrialResult): string {
  const rows = evaluations.map((one) => [
    one.step,
    one.seconds.toFixed(2),
    one.trainingLoss?.toPrecision(5) ?? '-',
    one.validation.toPrecision(5),
  ]);
  const head = ['step', 'seconds', 'training loss', plan.metric.name];
  return `${table(head, rows, [0, 1, 2, 3])}\n${outcomeText(outcome)}`;
}
