import { availableParallelism } from 'node:os';

/** Maps in the items' order, with as many at work at once as there are CPUs. */
export async function atOnce<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const done = new Map<number, R>();
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [i, item] of waiting) done.set(i, await work(item));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return items.map((_, i) => done.get(i)!);
}
