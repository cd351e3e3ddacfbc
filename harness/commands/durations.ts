import type { Forecast } from '../plan/forecast.ts';

/** Seconds in words: `42 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 1) return `${seconds.toFixed(1)} s`;
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** One line on what a plan will take. */
export function forecastText({ expected, atMost, unknown }: Forecast): string {
  const known = `about ${duration(expected)}, at most ${duration(atMost)}`;
  if (unknown === 0) return known;
  return expected === 0 ? 'time not known yet' : `${known}, and ${unknown} trials of unknown time`;
}
