/**
 * The standard normal quantile by Wichura's AS 241 (Applied Statistics 37, 1988), relative error about 1e-16.
 * Math.log may differ between JavaScript engines in the last bit; `naturalLog` does not.
 */

const central = {
  numerator: [
    3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
    45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
  ],
  denominator: [
    1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867,
    39307.89580009271061, 28729.085735721942674, 5226.495278852854561,
  ],
};
const tail = {
  numerator: [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
    1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833,
    7.7454501427834140764e-4,
  ],
  denominator: [
    1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455,
    0.14810397642748007459, 0.0151986665636164571966, 5.475938084995344946e-4,
    1.05075007164441684324e-9,
  ],
};

/** The x that a standard normal variable stays below with probability `p`, 2^-34 < p < 1 - 2^-34. */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(central, 0.180625 - q * q);
  const r = Math.sqrt(-naturalLog(q < 0 ? p : 1 - p));
  return Math.sign(q) * ratio(tail, r - 1.6);
}

const ratio = (f: { numerator: number[]; denominator: number[] }, x: number): number =>
  horner(f.numerator, x) / horner(f.denominator, x);

const horner = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);

/** ln x for x in (0, 1]: x = m 2^-e with m in (1/sqrt 2, sqrt 2], ln m = 2 artanh((m - 1) / (m + 1)). */
export function naturalLog(x: number): number {
  let m = x;
  let e = 0;
  for (; m <= Math.SQRT1_2; e++) m *= 2;
  const s = (m - 1) / (m + 1);
  let series = 0;
  for (let k = 23; k >= 1; k -= 2) series = series * s * s + 1 / k;
  return 2 * s * series - e * Math.LN2;
}
