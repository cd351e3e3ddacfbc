/** A score never mixes machines, engines or log folders, nor rulesets unasked: which results it is made of. */
import { ascending, group } from 'd3-array';
import { difference } from '../record/facts-text.ts';
import type { EngineName } from '../record/machine.ts';
import type { TrialResult } from '../record/result.ts';
import { inBoth, tablesOf, type TableRuleset } from './rulesets.ts';
import type { Source } from './summary.ts';

export interface Choice {
  readonly fingerprint?: string | undefined;
  readonly engine?: EngineName | undefined;
  readonly ruleset?: TableRuleset | undefined;
}

export interface Selected {
  readonly results: readonly TrialResult[];
  readonly source: Source;
  readonly ruleset: TableRuleset;
}

/** Whether a result is of the engine, machine and ruleset asked for. */
export const fits =
  ({ ruleset, engine, fingerprint }: Choice) =>
  ({ origin, plan }: TrialResult): boolean =>
    [undefined, 'both', plan.ruleset].includes(ruleset) &&
    (engine === undefined || (origin.kind !== 'imported' && origin.engine === engine)) &&
    (fingerprint === undefined ||
      (origin.kind !== 'imported' && origin.machine.fingerprint === fingerprint));

/** Results of one source and one table; an error lists what there is and how to choose. */
export function select(all: readonly TrialResult[], choice: Choice): Selected {
  if (all.length === 0)
    throw new Error('There are no results to score. Run trials or import logs first.');
  const fitting = all.filter(fits(choice));
  const sources = group(fitting, sourceOf);
  const [results] = sources.values();
  if (results === undefined) throw new Error(nothing(group(all, describe)));
  if (sources.size > 1) throw new Error(mixed(group(fitting, describe)) + machinesText(fitting));
  const ruleset = rulesetOf(results, choice);
  const { origin } = results[0]!;
  const source: Source =
    origin.kind !== 'imported'
      ? { kind: 'measured', engine: origin.engine, machine: origin.machine }
      : { kind: 'imported', from: origin.from };
  return { results, source, ruleset };
}

function rulesetOf(results: readonly TrialResult[], choice: Choice): TableRuleset {
  const [ruleset, ...others] = tablesOf(results);
  if (others.length === 0) return ruleset!;
  if (choice.ruleset !== 'both') throw new Error(mixed(group(results, describe)));
  const twice = inBoth(results);
  if (twice.length === 0) return 'both';
  throw new Error(
    `${twice.join(', ')} cannot share a table with itself: it has results under both rulesets. ` +
      'Choose --ruleset external or --ruleset self-tuning.',
  );
}

const sourceOf = ({ origin }: TrialResult): string =>
  origin.kind !== 'imported'
    ? `machine ${origin.machine.fingerprint}, engine ${origin.engine}`
    : `imported from ${origin.from}`;

/** A group of results that may be scored together, in words. */
const describe = (result: TrialResult): string =>
  `${sourceOf(result)}, ruleset ${result.plan.ruleset}`;

type Groups = ReadonlyMap<string, readonly TrialResult[]>;
const listed = (groups: Groups): string =>
  [...groups]
    .map(([text, results]) => `  ${text}: ${results.length} results`)
    .sort(ascending)
    .join('\n');

const mixed = (groups: Groups): string =>
  'Times of different machines, engines or rulesets cannot share a score. These results hold:\n' +
  `${listed(groups)}\nChoose with --fingerprint, --engine and --ruleset external|self-tuning|both, or score one folder of results.`;

/** In what the machines of these results differ, and what to do about it; empty where it is one. */
function machinesText(results: readonly TrialResult[]): string {
  const machines = new Map(
    results.flatMap(({ origin }) =>
      origin.kind === 'imported' ? [] : [[origin.machine.fingerprint, origin.machine] as const],
    ),
  );
  const [first, ...others] = machines.values();
  const lines = others.map((other) => {
    const facts = difference(
      { ...first!.numerics, ...first!.timing },
      { ...other.numerics, ...other.timing },
    );
    return `\n${first!.fingerprint} and ${other.fingerprint} differ: ${facts ?? 'not in what they tell'}.`;
  });
  if (lines.length === 0) return '';
  return `${lines.join('')}\nOn the machine whose seconds are to count, \`ttr adopt FOLDER\` proves results of the other and prices them.`;
}

const nothing = (groups: Groups): string =>
  `No result fits --fingerprint, --engine and --ruleset. These results hold:\n${listed(groups)}`;
