/** Results of one submission as a pack, and back: exactly those that went in. */
import { packVersion, type Pack } from '../../record/pack.ts';
import { schemaVersion, type TrialResult } from '../../record/result.ts';
import { sha256 } from '../sha256.ts';
import { packDoubles, unpackDoubles } from './doubles.ts';
import { doublesIn, objectsOf, tableOf } from './table.ts';

/** `code` holds the texts of bundles by their hashes. */
export function packResults(
  submission: string,
  results: readonly TrialResult[],
  code: Pack['code'],
): Pack {
  const trials = tableOf(
    results.map((result) => ({ ...result, evaluations: result.evaluations.length })),
  );
  const evaluations = tableOf(results.flatMap((result) => result.evaluations));
  return {
    pack: packVersion,
    schema: schemaVersion,
    submission,
    sha256: sha256(JSON.stringify(results)),
    code,
    trials: trials.table,
    evaluations: evaluations.table,
    doubles: packDoubles([...trials.doubles, ...evaluations.doubles]),
  };
}

/** What was packed; whether it is results has not been asked. Throws where the pack is damaged, code included. */
export function unpackResults(pack: Pack): unknown[] {
  for (const [hash, text] of Object.entries(pack.code))
    if (sha256(text) !== hash)
      throw new Error(
        `its code ${hash.slice(0, 12)} is not what it was: it hashes to ${sha256(text)}`,
      );
  const numbers = unpackDoubles(pack.doubles, [
    ...doublesIn(pack.trials),
    ...doublesIn(pack.evaluations),
  ]).values();
  const doubles = (): readonly number[] => numbers.next().value!;
  const trials = objectsOf(pack.trials, doubles) as { readonly evaluations: unknown }[];
  const evaluations = objectsOf(pack.evaluations, doubles);
  let end = 0;
  const results = trials.map((trial) => {
    const start = end;
    const { evaluations: count } = trial;
    if (typeof count !== 'number' || count < 0)
      throw new Error('it does not say how many evaluations a trial has');
    end += count;
    return { ...trial, evaluations: evaluations.slice(start, end) };
  });
  if (end !== evaluations.length || sha256(JSON.stringify(results)) !== pack.sha256)
    throw new Error('its results are not those that were packed: their hash is another');
  return results;
}
