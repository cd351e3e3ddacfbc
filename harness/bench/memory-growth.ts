/** Does a training process hold more and more? Pure. */
import type { MemoryReading } from './memory-child.ts';

/** Resident bytes a process may gain from its first half to its end without being called leaky: pages, caches, compiled code. */
const allowedShare = 0.02;
const allowedBytes = 8 * 2 ** 20;

export interface Growth {
  /** Tensors at the last reading less those at the first. */
  readonly tensors: number;
  /** Median resident bytes of the last quarter of the readings less those of the second quarter. */
  readonly residentBytes: number;
  /** What grew, in words; empty when nothing did. */
  readonly complaints: readonly string[];
}

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Judges readings in the order of time. The first quarter, when the heap finds its size, says nothing of the resident bytes. */
export function growthOf(readings: readonly MemoryReading[]): Growth {
  const counts = readings.map(({ tensors }) => tensors);
  const [first, last] = [counts[0]!, counts.at(-1)!];
  const quarter = Math.floor(readings.length / 4);
  const resident = readings.map(({ residentBytes }) => residentBytes);
  const early = middle(resident.slice(quarter, 2 * quarter + 1));
  const late = middle(resident.slice(-quarter - 1));
  const allowed = Math.max(allowedBytes, allowedShare * early);
  const complaints: string[] = [];
  if (counts.some((count) => count !== first))
    complaints.push(`the number of tensors is not constant: ${counts.join(', ')}`);
  if (late - early > allowed)
    complaints.push(`resident memory grew from ${megabytes(early)} to ${megabytes(late)} MB`);
  return { tensors: last - first, residentBytes: late - early, complaints };
}

/** 10^6 bytes, rounded. */
export const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);
