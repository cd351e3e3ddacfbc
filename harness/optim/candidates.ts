/** Which learning rates to try where nothing is known about them. */

/** The binary digits of `index` mirrored behind the point: 0, 1/2, 1/4, 3/4, 1/8, ... van der Corput 1935 */
const mirrored = (index: number): number => {
  let [result, scale] = [0, 0.5];
  for (let rest = index; rest > 0; rest = Math.floor(rest / 2), scale /= 2)
    result += (rest % 2) * scale;
  return result;
};

/**
 * Candidate `i` of `count` in search `round` (both from 0): an even grid in log(rate) over [low, high], moved from round
 * to round so that no rate is tried twice. AutoLRS's published code explores with a confidence bound so wide that it
 * always takes the point farthest from those tried, which in one dimension is such a grid.
 */
export const candidateRate = (
  i: number,
  { round, count, low, high }: { round: number; count: number; low: number; high: number },
): number => low * (high / low) ** ((i + mirrored(round + 1)) / count);
