/**
 * Some columns of a CSV text of numbers. Written for speed: a competition's logs hold 50 MB, and making strings takes most
 * of the time, so that hardly any are made. No number holds a comma: quotes around fields are dropped.
 */

export interface NumberRow {
  /** Where its line starts in the text. */
  readonly from: number;
  /** Fields the line has; a line that was cut has fewer than the header. */
  readonly fields: number;
  /** By place in the list of columns; NaN where a field is missing or holds no finite number. */
  readonly numbers: readonly number[];
}

export interface CsvText {
  readonly text: string;
  /** Names of the columns. */
  readonly header: readonly string[];
}

export function openCsv(raw: string): CsvText {
  const text = raw.includes('"') ? raw.replaceAll('"', '') : raw;
  return { text, header: text.slice(0, endOfLine(text, 0)).split(',') };
}

/** Rows below the header, empty lines left out. @param columns Indices into the header; -1 gives NaN. */
export function rowsOf({ text }: CsvText, columns: readonly number[]): NumberRow[] {
  const rows: NumberRow[] = [];
  const places = placesOf(columns);
  for (let from = nextLine(text, 0); from < text.length; from = nextLine(text, from)) {
    if (endOfLine(text, from) > from) rows.push(rowAt(text, from, places, columns.length));
  }
  return rows;
}

/** Other columns of a row. */
export const numbersOf = (
  { text }: CsvText,
  { from }: NumberRow,
  columns: readonly number[],
): readonly number[] => rowAt(text, from, placesOf(columns), columns.length).numbers;

/** Place in the list by column of the header, -1 for columns that are not in it. */
function placesOf(columns: readonly number[]): Int32Array {
  const places = new Int32Array(1 + Math.max(...columns)).fill(-1);
  columns.forEach((column, place) => {
    if (column >= 0) places[column] = place;
  });
  return places;
}

function rowAt(text: string, from: number, places: Int32Array, count: number): NumberRow {
  const numbers = new Array<number>(count).fill(NaN);
  const end = endOfLine(text, from);
  let fields = 0;
  for (let start = from; start <= end; fields++) {
    const comma = text.indexOf(',', start);
    const stop = comma < 0 || comma > end ? end : comma;
    const place = fields < places.length ? places[fields]! : -1;
    if (place >= 0) numbers[place] = numberIn(text, start, stop);
    start = stop + 1;
  }
  return { from, fields, numbers };
}

const nextLine = (text: string, from: number): number => {
  const newline = text.indexOf('\n', from);
  return newline < 0 ? text.length : newline + 1;
};

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  const end = newline < 0 ? text.length : newline;
  return end > from && text.charCodeAt(end - 1) === carriageReturn ? end - 1 : end;
}

const [carriageReturn, point, zero] = [13, 46, 48];
/** Powers of ten that are exact. */
const powers = Array.from({ length: 23 }, (_, k) => 10 ** k);

/**
 * The number in text[from, end), or NaN for an empty field or none that is finite. Digits that fit into 53 bits over an
 * exact power of ten give the correctly rounded number by one division (Clinger 1990); others go to `Number`.
 */
export function numberIn(text: string, from: number, end: number): number {
  let digits = 0;
  let decimals = 0;
  let hasPoint = false;
  for (let i = from; i < end; i++) {
    const code = text.charCodeAt(i);
    const digit = code - zero;
    if (digit >= 0 && digit <= 9) {
      digits = 10 * digits + digit;
      if (hasPoint) decimals++;
    } else if (code === point && !hasPoint && i > from) hasPoint = true;
    else return otherNumber(text.slice(from, end));
  }
  const isExact = digits <= Number.MAX_SAFE_INTEGER && decimals < powers.length && end > from;
  return isExact ? digits / powers[decimals]! : otherNumber(text.slice(from, end));
}

function otherNumber(field: string): number {
  const value = field.trim() === '' ? NaN : Number(field);
  return Number.isFinite(value) ? value : NaN;
}
