/** Student's t distribution with a whole number of degrees of freedom. */

/** P(|T| <= t), by the finite series of Abramowitz and Stegun 26.7.3 and 26.7.4. */
export function withinT(t: number, freedom: number): number {
  const angle = Math.atan(t / Math.sqrt(freedom));
  const cos = Math.cos(angle);
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? cos : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k <= freedom - 2; k += 2) {
    term *= ((k - 1) / k) * cos * cos;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/** The t with P(|T| <= t) = probability, by bisection. */
export function quantileT(probability: number, freedom: number): number {
  let low = 0;
  let high = 1;
  while (withinT(high, freedom) < probability) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (withinT(middle, freedom) < probability) low = middle;
    else high = middle;
  }
  return high;
}
