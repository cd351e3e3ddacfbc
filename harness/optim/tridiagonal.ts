/** Eigenvalues of small symmetric tridiagonal matrices, in plain numbers. */

export interface RitzPair {
  readonly value: number;
  /** Square of the first component of the unit eigenvector; over all pairs they sum to 1. */
  readonly weight: number;
}

/** Rotates rows and columns p and q of the symmetric `a` so that a[p][q] is 0, and the first row of eigenvectors with them. */
const rotate = (a: number[][], first: number[], p: number, q: number): void => {
  const [app, aqq, apq] = [a[p]![p]!, a[q]![q]!, a[p]![q]!];
  if (apq === 0) return;
  const theta = (aqq - app) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  const mix = (x: number, y: number): [number, number] => [c * x - s * y, s * x + c * y];
  for (const row of a) [row[p], row[q]] = mix(row[p]!, row[q]!);
  for (let k = 0; k < a.length; k++) [a[p]![k], a[q]![k]] = mix(a[p]![k]!, a[q]![k]!);
  [first[p], first[q]] = mix(first[p]!, first[q]!);
};

/**
 * Eigenvalues in rising order, with their weights, of the matrix with `diagonal` [n] and `beside` [n - 1] on both sides of
 * it. Cyclic Jacobi rotations (Golub & Van Loan, section 8.5): n is ten or so.
 */
export const ritzPairs = (diagonal: readonly number[], beside: readonly number[]): RitzPair[] => {
  const n = diagonal.length;
  const a = diagonal.map((value, i) =>
    diagonal.map((_, j) => (i === j ? value : Math.abs(i - j) === 1 ? beside[Math.min(i, j)]! : 0)),
  );
  const first = diagonal.map((_, i) => (i === 0 ? 1 : 0));
  for (let sweep = 0; sweep < 30; sweep++)
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, first, p, q);
  return a
    .map((row, i) => ({ value: row[i]!, weight: first[i]! ** 2 }))
    .sort((x, y) => x.value - y.value);
};
