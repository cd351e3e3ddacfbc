/** Numbers as text: the same on every machine, whatever its language. Units follow after a narrow no-break space. */

const narrowSpace = '\u202f';
const minus = '\u2212';

/** Whole numbers in groups of three: 12345 -> `12 345`. */
export const countText = (value: number): string => {
  const digits = Math.abs(Math.round(value)).toFixed(0);
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, narrowSpace);
  return value < 0 ? minus + grouped : grouped;
};

/** `digits` significant digits, without an exponent where that stays short: 0.01234 -> `0.0123`. */
export const significantText = (value: number, digits = 3): string => {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e6) return exponentText(value, digits);
  if (size >= 10 ** (digits - 1)) return countText(value);
  return value.toPrecision(digits).replace('-', minus);
};

/** A number that somebody chose (a target, a tick, a rule): up to four digits, no padding zeros. */
export const chosenText = (value: number): string => {
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-4 || size >= 1e6)) return exponentText(value, 4);
  if (size >= 1e4) return countText(value);
  return String(Number(value.toPrecision(4))).replace('-', minus);
};

const exponentText = (value: number, digits: number): string => {
  const [mantissa = '', exponent = ''] = value.toExponential(digits - 1).split('e');
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  return `${short}e${exponent.replace('+', '')}`.replaceAll('-', minus);
};

/** Scores and other shares of one, three decimals. */
export const scoreText = (value: number): string => value.toFixed(3);

/** A difference of scores, with its sign. */
export const changeText = (value: number): string => {
  const size = Math.abs(value).toFixed(3);
  if (Number(size) === 0) return '0';
  return (value < 0 ? minus : '+') + size;
};

/** A share in [0, 1] as a percentage that never rounds a doubt away: 0.997 -> `>99 %`. */
export const percentText = (share: number): string => {
  const percent = Math.round(share * 100);
  if (percent === 0 && share > 0) return `<1${narrowSpace}%`;
  if (percent === 100 && share < 1) return `>99${narrowSpace}%`;
  return `${percent}${narrowSpace}%`;
};

/** A ratio of times: 1.414 -> `1.41×`. */
export const ratioText = (ratio: number): string =>
  `${ratio < 100 ? ratio.toFixed(2) : countText(ratio)}×`;

/** Seconds, three significant digits or whole seconds. */
export const secondsText = (seconds: number): string =>
  `${significantText(seconds)}${narrowSpace}s`;

/** A long duration in the unit a reader would choose. */
export const durationText = (seconds: number): string => {
  if (seconds < 100) return secondsText(seconds);
  if (seconds < 6000) return `${significantText(seconds / 60, 2)}${narrowSpace}min`;
  return `${significantText(seconds / 3600, 2)}${narrowSpace}h`;
};

/** Bytes in binary units. */
export const bytesText = (bytes: number): string => {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? countText(value) : significantText(value)}${narrowSpace}${units[unit]!}`;
};

/** A hyperparameter as the submission would write it. */
export const hyperparameterText = (value: number | string | boolean): string =>
  typeof value === 'number' ? parameterNumber(value) : String(value);

const parameterNumber = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1e6
    ? String(value)
    : String(Number(value.toPrecision(4)));
