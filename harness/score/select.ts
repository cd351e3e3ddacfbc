/** A score never mixes machines, engines, log folders or rulesets: which results it is made of. */
import { ascending, group } from 'd3-array';
import type { EngineName, Ruleset, TrialResult } from '../results/trial-result.ts';
import type { Source } from './summary.ts';

export interface Choice {
  readonly fingerprint?: string | undefined;
  readonly engine?: EngineName | undefined;
  readonly ruleset?: Ruleset | undefined;
}

export interface Selected {
  readonly results: readonly TrialResult[];
  readonly source: Source;
  readonly ruleset: Ruleset;
}

/** Results of one source and one ruleset; an error lists what there is and how to choose. */
export function select(all: readonly TrialResult[], choice: Choice): Selected {
  if (all.length === 0)
    throw new Error('There are no results to score. Run trials or import logs first.');
  const fitting = all.filter(
    ({ origin, plan }) =>
      (choice.ruleset === undefined || plan.ruleset === choice.ruleset) &&
      (choice.engine === undefined ||
        (origin.kind === 'measured' && origin.engine === choice.engine)) &&
      (choice.fingerprint === undefined ||
        (origin.kind === 'measured' && origin.machine.fingerprint === choice.fingerprint)),
  );
  const groups = group(fitting, describe);
  const [only] = groups;
  if (only === undefined || groups.size > 1) {
    throw new Error(groups.size > 1 ? mixed(groups) : nothing(group(all, describe)));
  }
  const [, results] = only;
  const { origin, plan } = results[0]!;
  const source: Source =
    origin.kind === 'measured'
      ? { kind: 'measured', engine: origin.engine, machine: origin.machine }
      : { kind: 'imported', from: origin.from };
  return { results, source, ruleset: plan.ruleset };
}

/** A group of results that may be scored together, in words. */
const describe = ({ origin, plan }: TrialResult): string =>
  origin.kind === 'measured'
    ? `machine ${origin.machine.fingerprint}, engine ${origin.engine}, ruleset ${plan.ruleset}`
    : `imported from ${origin.from}, ruleset ${plan.ruleset}`;

type Groups = ReadonlyMap<string, readonly TrialResult[]>;
const listed = (groups: Groups): string =>
  [...groups]
    .map(([text, results]) => `  ${text}: ${results.length} results`)
    .sort(ascending)
    .join('\n');

const mixed = (groups: Groups): string =>
  'Times of different machines, engines or rulesets cannot share a score. These results hold:\n' +
  `${listed(groups)}\nChoose with --fingerprint, --engine and --ruleset, or score one folder of results.`;

const nothing = (groups: Groups): string =>
  `No result fits --fingerprint, --engine and --ruleset. These results hold:\n${listed(groups)}`;
