/**
 * Learning rates refined by the norms of the gradients. Defazio et al. 2023, "When, Why and How Much? Adaptive Learning
 * Rate Scheduling by Refinement", https://arxiv.org/abs/2310.07831
 */

export interface RefineOptions {
  /** Width of the running median as a share of the steps; 0 leaves the norms as they are. */
  readonly smoothing?: number;
  /** A step weighs G^-power: 2 with Euclidean norms (SGD), 1 with sums of absolute values (Adam). */
  readonly power: 1 | 2;
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/**
 * Running median of `values` with windows of 2 floor(share n / 2) + 1. Beyond the left end the first value stands; the
 * right end is reflected.
 */
export const runningMedian = (values: readonly number[], share: number): number[] => {
  const n = values.length;
  const half = Math.floor((share * n) / 2);
  const at = (i: number): number => {
    if (i < 0) return values[0]!;
    return values[i < n ? i : Math.max(2 * (n - 1) - i, 0)]!;
  };
  return values.map((_, t) =>
    median(Array.from({ length: 2 * half + 1 }, (_, k) => at(t - half + k))),
  );
};

/**
 * The refined schedule of an earlier run's gradient norms G_0 ... G_(T-1): rates in (0, 1] by step, the last one 0,
 * proportional to w_t (w_(t+1) + ... + w_(T-1)) with w the inverse powers of the smoothed norms. Equal norms give a line.
 */
export const refinedRates = (
  norms: readonly number[],
  { smoothing = 0.1, power }: RefineOptions,
): number[] => {
  const raw = runningMedian(norms, smoothing).map((G) => Math.max(G, 1e-12) ** -power);
  const cap = 100 * median(raw);
  const w = raw.map((x) => Math.min(x, cap));
  const rates: number[] = [];
  let later = 0;
  for (let t = w.length - 1; t >= 0; t--) {
    rates[t] = w[t]! * later;
    later += w[t]!;
  }
  const top = Math.max(...rates);
  return rates.map((rate) => (top > 0 ? rate / top : 0));
};
