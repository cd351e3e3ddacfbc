/** Least squares with few unknowns, in plain numbers. */

/** Solves A x = y by elimination with pivots; A [n, n] is row by row, n small. A singular matrix gives numbers that are not finite. */
export const solve = (a: readonly (readonly number[])[], y: readonly number[]): number[] => {
  const rows = a.map((row, i) => [...row, y[i]!]);
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    const pivot = rows.reduce(
      (best, row, i) => (i >= k && Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? i : best),
      k,
    );
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i]![k]! / rows[k]![k]!;
      for (let j = k; j <= n; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  const x: number[] = [];
  for (let k = n - 1; k >= 0; k--) {
    const known = rows[k]!.slice(k + 1, n).reduce(
      (sum, value, j) => sum + value * x[k + 1 + j]!,
      0,
    );
    x[k] = (rows[k]![n]! - known) / rows[k]![k]!;
  }
  return x;
};

/** Coefficients c that make sum_j c_j basis_j(x_i) closest to y_i in squares. */
export const leastSquares = (
  basis: readonly ((x: number) => number)[],
  x: readonly number[],
  y: readonly number[],
): number[] => {
  const columns = basis.map((f) => x.map(f));
  const product = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  return solve(
    columns.map((a) => columns.map((b) => product(a, b))),
    columns.map((a) => product(a, y)),
  );
};
