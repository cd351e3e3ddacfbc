/** Median of times in which a miss is Infinity; the mean of the middle two when their number is even (as numpy). */
export function median(times: readonly number[]): number {
  const sorted = Float64Array.from(times).sort();
  const upper = sorted[sorted.length >> 1];
  if (upper === undefined) return Infinity;
  return sorted.length % 2 === 1 ? upper : (sorted[(sorted.length >> 1) - 1]! + upper) / 2;
}
