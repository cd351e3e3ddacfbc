/** How well scores rank the active ones before the others. */

/**
 * Average precision as scikit-learn computes it: the sum over thresholds of (R_n - R_(n-1)) P_n, where P_n and R_n are
 * precision and recall when all with a score of at least threshold n are called active. Equal scores share a threshold.
 * NaN when none is active.
 */
export function averagePrecision(scores: ArrayLike<number>, labels: ArrayLike<number>): number {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => scores[b]! - scores[a]!,
  );
  const active = order.filter((i) => labels[i] === 1).length;
  let found = 0;
  let foundBefore = 0;
  let sum = 0;
  order.forEach((example, i) => {
    if (labels[example] === 1) found++;
    const next = order[i + 1];
    if (next !== undefined && scores[next] === scores[example]) return;
    sum += ((found - foundBefore) / active) * (found / (i + 1));
    foundBefore = found;
  });
  return active === 0 ? NaN : sum;
}

/**
 * Mean of the tasks' average precisions, each over the molecules whose label is known, as OGB has it (Hu et al. 2020,
 * arXiv 2005.00687). Tasks without an active or without an inactive molecule are left out.
 */
export function meanAveragePrecision(
  scores: readonly (readonly number[])[],
  labels: readonly (readonly number[])[],
): number {
  const tasks = labels[0]!.map((_, task) => {
    const known = labels.flatMap((row, i) => (row[task]! >= 0 ? [i] : []));
    return {
      scores: known.map((i) => scores[i]![task]!),
      labels: known.map((i) => labels[i]![task]!),
    };
  });
  const telling = tasks.filter(({ labels }) => labels.includes(0) && labels.includes(1));
  const values = telling.map((task) => averagePrecision(task.scores, task.labels));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
