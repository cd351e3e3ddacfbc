/** All gradient cases: those of every `<workload>.case.ts` beside this file. */
import { readdirSync } from 'node:fs';
import type { GradientCase } from './gradient-case.ts';

/** What a `<workload>.case.ts` exports. */
interface CaseFile {
  readonly cases?: () => GradientCase[] | Promise<GradientCase[]>;
}

const folder = new URL('./', import.meta.url);
const ending = '.case.ts';

/** Workloads that have a file of cases here, by name, sorted. */
export const workloadsWithCases = (): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort();

/** The cases in a file: a workload's base and each of its variants. */
export async function casesIn(file: URL): Promise<GradientCase[]> {
  const { cases } = (await import(file.href)) as CaseFile;
  if (typeof cases !== 'function')
    throw new Error(
      `${file.pathname} exports no function "cases". It must give the gradient cases of base and variants; see cases-of.ts.`,
    );
  return cases();
}

export async function gradientCases(): Promise<GradientCase[]> {
  const files = workloadsWithCases().map((name) => new URL(`${name}${ending}`, folder));
  return (await Promise.all(files.map(casesIn))).flat();
}
