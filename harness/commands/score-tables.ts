/** Results of several machines, engines and rulesets, each scored in a table of its own. */
import { group } from 'd3-array';
import { sourceFolder } from '../record/path.ts';
import type { Kept } from '../results/store.ts';
import { tablesOf } from '../score/rulesets.ts';
import { fits } from '../score/select.ts';
import type { Summary } from '../score/summary.ts';
import type { Session } from './command.ts';
import type { ScoreOptions } from './score-options.ts';
import { keptFor, scoreKept } from './scored.ts';

/**
 * One summary a source and ruleset, without intervals. The reference holds wherever it has results; an error says so where it has
 * none anywhere.
 */
export async function scoreTables(
  session: Session,
  folders: readonly string[],
  options: ScoreOptions,
): Promise<readonly Summary[]> {
  // What is kept has these workloads only; a source need not have all of them.
  const { kept, options: chosen } = await keptFor(session, folders, options);
  const { workloads: _, reference, ...common } = chosen;
  const fitting = kept.filter(({ result }) => fits(chosen)(result));
  const knows = (own: readonly Kept[]): boolean =>
    own.some(({ result }) => result.plan.submission === reference);
  const isKnown = knows(fitting);
  const tables = [...group(fitting, ({ result }) => sourceFolder(result.origin)).values()].flatMap(
    (own) =>
      (common.ruleset === undefined
        ? tablesOf(own.map(({ result }) => result))
        : [common.ruleset]
      ).map((ruleset) => ({ ruleset, own: own.filter(({ result }) => fits({ ruleset })(result)) })),
  );
  // Nothing fits: scoring says what there is.
  if (tables.length === 0) return [(await scoreKept(session, kept, chosen)).summary];
  const scored = tables.map(({ ruleset, own }) =>
    scoreKept(session, own, {
      ...common,
      ruleset,
      resamples: 1,
      ...(reference !== undefined && (knows(own) || !isKnown) ? { reference } : {}),
    }),
  );
  return (await Promise.all(scored)).map(({ summary }) => summary);
}
