/** Says what the cache holds, and whether it still holds what was written. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { folderOf, readManifest, splitNames, type DataSource } from './manifest.ts';
import { findPrepared } from './prepare.ts';
import type { PreparedData } from './prepare.ts';

/** A recipe's sources and licences, and its data where they are prepared. */
export interface DataDescription {
  readonly recipe: string;
  readonly revision: number;
  readonly packages: readonly {
    readonly name: string;
    readonly version: string;
    readonly licence: string;
  }[];
  readonly folder: string;
  readonly prepared?: PreparedData;
  /** Size of the split files. */
  readonly bytes?: number;
}

export function describeData(recipe: DataSource, root: string): DataDescription {
  const folder = folderOf(recipe, root);
  const packages = recipe.packages.map(({ name, version, licence }) => ({
    name,
    version,
    licence,
  }));
  const about = { recipe: recipe.name, revision: recipe.revision, packages, folder };
  const prepared = findPrepared(recipe, root);
  const manifest = readManifest(folder);
  if (!prepared || !manifest) return about;
  const bytes = splitNames.reduce((sum, split) => sum + manifest.splits[split].bytes, 0);
  return { ...about, prepared, bytes };
}

export type Verification =
  | { readonly status: 'intact'; readonly data: PreparedData }
  | { readonly status: 'absent'; readonly advice: string }
  | { readonly status: 'damaged'; readonly files: readonly string[]; readonly advice: string };

/** Reads every prepared file of a recipe again and compares its SHA-256 with the one it was written with. */
export async function verifyData(recipe: DataSource, root: string): Promise<Verification> {
  const folder = folderOf(recipe, root);
  const data = findPrepared(recipe, root);
  const manifest = readManifest(folder);
  if (!data || !manifest)
    return {
      status: 'absent',
      advice: `${folder} is absent or incomplete; run \`ttr data fetch\`.`,
    };
  const files: string[] = [];
  for (const split of splitNames) {
    const { file, sha256 } = manifest.splits[split];
    if ((await sha256Of(join(folder, file))) !== sha256) files.push(join(folder, file));
  }
  if (files.length === 0) return { status: 'intact', data };
  return {
    status: 'damaged',
    files,
    advice: `Delete ${folder} and run \`ttr data fetch\` to make it again.`,
  };
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
