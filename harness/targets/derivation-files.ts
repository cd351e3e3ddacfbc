/** Derivations on disk, and the targets.json that is made from them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Target } from '#spec';
import type { Derivation } from './derivation.ts';
import { checkDerivation, parseDerivation } from './derivation-schema.ts';

const folderOf = (root: string, base: string): string =>
  join(root, 'workloads', base, 'derivation');

/** workloads/<base>/derivation/<variant>.json; the variant of the workload itself is `base`. */
export const derivationFile = (root: string, base: string, variant: string): string =>
  join(folderOf(root, base), `${variant}.json`);

/** The derivation of a variant's target, if its target was set by the procedure. */
export function readDerivation(
  root: string,
  base: string,
  variant: string,
): Derivation | undefined {
  const file = derivationFile(root, base, variant);
  if (!existsSync(file)) return undefined;
  return parseDerivation(readFileSync(file, 'utf8'), file);
}

/** All derivations of a workload by variant, in the order of their names. */
export function readDerivations(root: string, base: string): Map<string, Derivation> {
  const folder = folderOf(root, base);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const variants = names.flatMap((name) => /^(.+)\.json$/.exec(name)?.[1] ?? []).sort();
  return new Map(variants.map((variant) => [variant, readDerivation(root, base, variant)!]));
}

/** One field a line and one run a line: small, and readable in a diff. */
export function derivationText({ runs, ...rest }: Derivation): string {
  const fields = Object.entries(rest).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  const lines = runs.map((run) => `    ${JSON.stringify(run)}`);
  return `{\n${fields.join(',\n')},\n  "runs": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

const targetLine = ([variant, { validation, test, stepHint }]: readonly [string, Target]): string =>
  `  ${JSON.stringify(variant)}: { "validation": ${validation}, "test": ${test}, "stepHint": ${stepHint} }`;

/** The text of a targets.json, as Prettier would write it. */
export const targetsText = (targets: Readonly<Record<string, Target>>): string =>
  `{\n${Object.entries(targets).map(targetLine).join(',\n')}\n}\n`;

/**
 * Keeps a derivation and writes the workload's targets.json anew from all derivations there are; entries without one stay as
 * they are. Variants may be written by several processes at once.
 */
export async function keepDerivation(
  root: string,
  base: string,
  variant: string,
  derivation: Derivation,
): Promise<string> {
  const file = derivationFile(root, base, variant);
  checkDerivation(derivation, file);
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, derivationText(derivation));
  const targetsFile = join(root, 'workloads', base, 'targets.json');
  // Read and written without a pause in between.
  const targets = JSON.parse(readFileSync(targetsFile, 'utf8')) as Record<string, Target>;
  for (const [name, { target }] of readDerivations(root, base)) targets[name] = target;
  writeFileAtomic.sync(targetsFile, targetsText(targets));
  return file;
}
