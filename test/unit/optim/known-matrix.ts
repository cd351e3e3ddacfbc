/** Symmetric matrices whose functions are known in float64: H diag(values) H with H a product of two reflections. */

/** I - 2 u u' / u'u for u_i = sin(k i + 1), applied to the columns of a row-major n x n matrix. */
const reflect = (x: Float64Array, n: number, k: number): Float64Array => {
  const u = Array.from({ length: n }, (_, i) => Math.sin(k * i + 1));
  const squares = u.reduce((sum, value) => sum + value * value, 0);
  const out = Float64Array.from(x);
  for (let column = 0; column < n; column++) {
    let along = 0;
    for (let i = 0; i < n; i++) along += u[i]! * x[i * n + column]!;
    for (let i = 0; i < n; i++) out[i * n + column]! -= (2 * along * u[i]!) / squares;
  }
  return out;
};

const transpose = (x: Float64Array, n: number): Float64Array =>
  x.map((_, i) => x[(i % n) * n + Math.floor(i / n)]!);

/** The matrix with these eigenvalues, row by row; the eigenvectors are those of its size. */
export const matrixWith = (values: readonly number[]): Float64Array => {
  const n = values.length;
  let x: Float64Array = new Float64Array(n * n);
  for (const [i, value] of values.entries()) x[i * (n + 1)] = value;
  for (let turn = 0; turn < 2; turn++) x = transpose(reflect(reflect(x, n, 0.7), n, 2.3), n);
  return x;
};

/** n values from 1 down to 1 / condition, evenly in the logarithm; 1 and zeros for `rank one`. */
export const spectrum = (n: number, condition: number | 'rank one'): number[] =>
  Array.from({ length: n }, (_, i) => {
    if (condition === 'rank one') return i === 0 ? 1 : 0;
    return n === 1 ? 1 : condition ** (-i / (n - 1));
  });

export const norm = (values: readonly number[]): number => Math.hypot(...values);
