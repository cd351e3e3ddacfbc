/** The folder is the registry: what stands in workloads/ and submissions/ is what there is. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Kind = 'workload' | 'submission';

/** Names of the folders that hold a `<kind>.ts`, sorted. */
export const namesOf = (root: string, kind: Kind): string[] =>
  readdirSync(join(root, `${kind}s`), { withFileTypes: true })
    .filter(
      (entry) =>
        entry.isDirectory() && existsSync(join(root, `${kind}s`, entry.name, `${kind}.ts`)),
    )
    .map(({ name }) => name)
    .sort();

/** The error for a name that is not there. */
export const unknown = (kind: Kind, name: string, names: readonly string[], base = name): Error =>
  new Error(
    `There is no ${kind} "${name}". Choose one of: ${names.join(', ')}; or create ${kind}s/${base}/${kind}.ts.`,
  );

/** Names of submissions that are there, each once and in the order asked for; all of them when none is asked for. */
export function submissionNames(root: string, wanted?: readonly string[]): readonly string[] {
  const names = namesOf(root, 'submission');
  const missing = wanted?.find((name) => !names.includes(name));
  if (missing !== undefined) throw unknown('submission', missing, names);
  return [...new Set(wanted ?? names)];
}

/** Which workloads a suite runs, with how many studies and trials; a number left out is the ruleset's. */
export interface Suite {
  readonly about: string;
  readonly workloads: readonly string[];
  /** All there are, when left out. */
  readonly submissions?: readonly string[];
  readonly studies?: number;
  readonly trials?: number;
}

/** The suites of workloads/suites.json. */
export const suitesOf = (root: string): Readonly<Record<string, Suite>> =>
  JSON.parse(readFileSync(join(root, 'workloads', 'suites.json'), 'utf8')) as Record<string, Suite>;

/** The suite of that name. */
export function findSuite(root: string, name: string): Suite {
  const suites = suitesOf(root);
  const suite = Object.hasOwn(suites, name) ? suites[name] : undefined;
  if (suite === undefined)
    throw new Error(
      `There is no suite "${name}". Choose one of: ${Object.keys(suites).join(', ')}.`,
    );
  return suite;
}
