/** Real data for contract tests: from the cache, else fetched once. */
import { cacheRoot } from '../../harness/data/cache.ts';
import { findPrepared, prepareData, type PreparedData } from '../../harness/data/prepare.ts';
import type { DataRecipe } from '#spec';

export type Availability =
  | { readonly status: 'here'; readonly data: PreparedData }
  | { readonly status: 'absent'; readonly reason: string };

/** Set TTR_TEST_OFFLINE to use only what the cache holds. Without a network the tests that need the data are skipped. */
export async function availableData(recipe: DataRecipe): Promise<Availability> {
  const root = cacheRoot();
  const found = findPrepared(recipe, root);
  if (found) return { status: 'here', data: found };
  if (process.env['TTR_TEST_OFFLINE'])
    return {
      status: 'absent',
      reason: `${recipe.name} is not in ${root}; TTR_TEST_OFFLINE is set`,
    };
  try {
    return { status: 'here', data: await prepareData(recipe, { root }) };
  } catch (error) {
    // Only a fetch may fail here: its error carries pacote's as cause. Any other failure is ours.
    if (error instanceof Error && error.cause !== undefined)
      return { status: 'absent', reason: error.message };
    throw error;
  }
}
