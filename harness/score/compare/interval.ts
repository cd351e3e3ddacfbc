/**
 * A confidence sequence for the ratio of times: all ratios that the evidence has never been enough against. It holds the
 * true one at all times at once with 95 % (Howard, Ramdas, McAuliffe and Sekhon 2021, Annals of Statistics 49, section 1;
 * by inverting the e-process of evidence.ts).
 */
import { evidenceAgainst } from './evidence.ts';
import { logRatio, type ComparedPair } from './pair.ts';

/** Seconds of b over seconds of a; a side that is absent has no bound yet. */
export interface RatioInterval {
  readonly low?: number;
  readonly high?: number;
}

/** Steps from the outermost candidate to the middle, and halvings of the last one. */
const steps = 40;
const halvings = 24;

/** @param middle Log ratio inside the interval, from where to look outwards. */
export function ratioInterval(pairs: readonly ComparedPair[], middle: number): RatioInterval {
  const excluded = (shift: number): boolean => evidenceAgainst(pairs, shift).enoughAt !== undefined;
  const known = pairs
    .map((pair) => logRatio(pair))
    .flatMap((x) => (x.kind === 'even' ? [] : x.value));
  const [least, greatest] = [Math.min(...known, middle), Math.max(...known, middle)];
  const reach = 1 + greatest - least;
  const low = edge(excluded, least - reach, middle);
  const high = edge(excluded, greatest + reach, middle);
  return {
    ...(low === undefined ? {} : { low: Math.exp(low) }),
    ...(high === undefined ? {} : { high: Math.exp(high) }),
  };
}

/** Where exclusion ends on the way from `outer` to `inner`; undefined where `outer` is not excluded. */
function edge(
  excluded: (shift: number) => boolean,
  outer: number,
  inner: number,
): number | undefined {
  if (!excluded(outer)) return undefined;
  let out = outer;
  let within = inner;
  for (let i = 1; i < steps; i++) {
    const shift = outer + ((inner - outer) * i) / steps;
    if (!excluded(shift)) {
      within = shift;
      break;
    }
    out = shift;
  }
  for (let i = 0; i < halvings; i++) {
    const between = (out + within) / 2;
    if (excluded(between)) out = between;
    else within = between;
  }
  return out;
}
