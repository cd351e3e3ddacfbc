/** A fixed piece of work whose rate tells whether the core is disturbed. */

const length = 1024;
const passes = 1200;
const values = Float64Array.from({ length }, (_, i) => i / length);

/** Four independent chains of multiply and add over 8 KB, which stay in the first-level cache. */
function work(): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let pass = 0; pass < passes; pass++) {
    for (let i = 0; i < length; i += 4) {
      a = a * 0.5 + values[i]!;
      b = b * 0.5 + values[i + 1]!;
      c = c * 0.5 + values[i + 2]!;
      d = d * 0.5 + values[i + 3]!;
    }
  }
  return a + b + c + d;
}

/** Does the work once, 1 to 2 ms, and returns its rate: times a second. */
export function spin(): number {
  const started = performance.now();
  const sum = work();
  const seconds = (performance.now() - started) / 1000;
  if (!Number.isFinite(sum)) throw new Error('The calibration spin computed no number.');
  return 1 / seconds;
}
