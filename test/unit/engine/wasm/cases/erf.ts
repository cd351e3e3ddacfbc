/** erf by its series, or by the continued fraction of erfc where the series would cancel. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size < 3) {
    let [term, sum] = [x, x];
    for (let k = 1; k < 80; k++) {
      term *= (-x * x) / k;
      sum += term / (2 * k + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = size;
  for (let k = 200; k > 0; k--) fraction = size + k / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction));
}
