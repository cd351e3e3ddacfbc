/** What a prepared folder says about itself: written last, so a folder that has one is whole. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DataRecipe, SplitName } from '#spec';

/** A recipe without its code: where the data come from. */
export type DataSource = Pick<DataRecipe, 'name' | 'revision' | 'packages'>;

export const splitNames = ['train', 'validation', 'test'] as const satisfies readonly SplitName[];
export const manifestFile = 'manifest.json';
const version = 1;

/** One split file: its name in the folder, bytes, SHA-256 and number of examples. */
export interface SplitFacts {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly examples: number;
}

export interface Manifest {
  readonly version: number;
  readonly recipe: string;
  readonly revision: number;
  readonly packages: readonly {
    name: string;
    version: string;
    integrity: string;
    licence: string;
  }[];
  readonly splits: Readonly<Record<SplitName, SplitFacts>>;
  /** SHA-256 over the three splits' SHA-256. */
  readonly hash: string;
  readonly bytesFetched: number;
}

export const makeManifest = (
  recipe: DataRecipe,
  splits: Record<SplitName, SplitFacts>,
  bytesFetched: number,
): Manifest => ({
  version,
  recipe: recipe.name,
  revision: recipe.revision,
  packages: recipe.packages.map(({ name, version, integrity, licence }) => ({
    name,
    version,
    integrity,
    licence,
  })),
  splits,
  hash: combinedHash(splits),
  bytesFetched,
});

/** One hash for the three files. */
export function combinedHash(splits: Readonly<Record<SplitName, { sha256: string }>>): string {
  const hash = createHash('sha256');
  for (const name of splitNames) hash.update(`${name} ${splits[name].sha256}\n`);
  return hash.digest('hex');
}

/** Folder of a recipe's data: another revision or another pin is another folder. */
export function folderOf(recipe: DataSource, root: string): string {
  const pins = recipe.packages.map(
    (pin) => `${pin.name}@${pin.version} ${pin.integrity} ${pin.files.source}`,
  );
  const key = createHash('sha256').update(pins.join('\n')).digest('hex').slice(0, 8);
  return join(root, 'data', `${recipe.name}-${recipe.revision}-${key}`);
}

/** The manifest of a folder that is whole (all files there, none of another length); else undefined. */
export function readManifest(folder: string): Manifest | undefined {
  const path = join(folder, manifestFile);
  if (!existsSync(path)) return undefined;
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  if (manifest.version !== version) return undefined;
  const whole = splitNames.every((name) => {
    const { file, bytes } = manifest.splits[name];
    return statSync(join(folder, file), { throwIfNoEntry: false })?.size === bytes;
  });
  return whole ? manifest : undefined;
}
