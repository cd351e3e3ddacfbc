/** How alike two images look. */

/** Rows and columns of the window, and the constants of Wang et al. 2004. */
const windowSize = 7;
const k1 = 0.01;
const k2 = 0.03;

/** An image, row by row. */
export interface Image {
  readonly pixels: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Structural similarity (Wang et al. 2004, https://doi.org/10.1109/TIP.2003.819861) as fastMRI and scikit-image compute
 * it: the mean over all whole 7 x 7 windows, each pixel of equal weight, (co)variances with n - 1 below the line.
 * `range` is the difference between the largest and the smallest value there can be. 1 for equal images.
 */
export function structuralSimilarity(a: Image, b: Image, range: number): number {
  const [c1, c2] = [(k1 * range) ** 2, (k2 * range) ** 2];
  const [x, y] = [a.pixels, b.pixels];
  const means = (value: (i: number) => number) =>
    windowMeans({
      ...a,
      pixels: Float64Array.from({ length: a.rows * a.columns }, (_, i) => value(i)),
    });
  const meanX = means((i) => x[i]!);
  const meanY = means((i) => y[i]!);
  const meanXX = means((i) => x[i]! ** 2);
  const meanYY = means((i) => y[i]! ** 2);
  const meanXY = means((i) => x[i]! * y[i]!);
  const unbiased = windowSize ** 2 / (windowSize ** 2 - 1);
  let sum = 0;
  for (let i = 0; i < meanX.length; i++) {
    const [mx, my] = [meanX[i]!, meanY[i]!];
    const varianceX = unbiased * (meanXX[i]! - mx * mx);
    const varianceY = unbiased * (meanYY[i]! - my * my);
    const covariance = unbiased * (meanXY[i]! - mx * my);
    const likeness = (2 * mx * my + c1) * (2 * covariance + c2);
    sum += likeness / ((mx * mx + my * my + c1) * (varianceX + varianceY + c2));
  }
  return sum / meanX.length;
}

/** Mean of each whole window, row by row. */
function windowMeans({ pixels, rows, columns }: Image): Float64Array {
  const [outRows, outColumns] = [rows - windowSize + 1, columns - windowSize + 1];
  const rowSums = new Float64Array(rows * outColumns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < outColumns; column++) {
      let sum = 0;
      for (let i = 0; i < windowSize; i++) sum += pixels[row * columns + column + i]!;
      rowSums[row * outColumns + column] = sum;
    }
  }
  const means = new Float64Array(outRows * outColumns);
  for (let i = 0; i < means.length; i++) {
    let sum = 0;
    for (let row = 0; row < windowSize; row++) sum += rowSums[i + row * outColumns]!;
    means[i] = sum / windowSize ** 2;
  }
  return means;
}
