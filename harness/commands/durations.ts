/** Seconds in words: `42 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 1) return `${seconds.toFixed(1)} s`;
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** What a plan will take, seconds. */
export interface Forecast {
  readonly expected: number;
  readonly atMost: number;
}

/** One line on what a plan will take. */
export const forecastText = ({ expected, atMost }: Forecast): string =>
  `about ${duration(expected)}, at most ${duration(atMost)}`;
