/** One trial's `eval_measurements.csv` as evaluations. Written for speed: a competition has 4,000 of them. */
import { parse } from 'csv-parse/sync';
import type { Evaluation } from './trial-result.ts';

export interface AlgoperfLog {
  /** Rows with a finite metric; others can reach no target. */
  readonly evaluations: readonly Evaluation[];
  /** Rows without one that are followed by a row with one, and whether the last row has none: it had diverged. */
  readonly gaps: number;
  readonly diverged: boolean;
  /** Billed seconds and steps at the last row; 0 where there is none. */
  readonly seconds: number;
  readonly steps: number;
  readonly evaluationSeconds?: number;
  readonly loggingSeconds?: number;
  /** Line at which the file is cut or garbled; the rows before it count. */
  readonly brokenLine?: number;
}

/** The billed time; some logs hold only its copy `score`. */
const timeColumns = ['accumulated_submission_time', 'score'];
const prefix = 'validation/';
const columnsRead: ReadonlySet<string> = new Set([
  ...timeColumns,
  'global_step',
  'accumulated_eval_time',
  'accumulated_logging_time',
]);

/** Reads a log's rows; throws in words where a column that is needed is not there. */
export function parseLog(text: string, metric: string): AlgoperfLog {
  const [header = [], ...rows] = rowsOf(text);
  const columns = columnsOf(header, metric);
  const last = rows[0] === undefined ? -1 : lastWhole(rows, columns);
  const whole = rows.slice(0, last + 1);
  const evaluations = whole.flatMap((row) => evaluationIn(row, columns));
  const end = whole[last];
  const finite = whole.findLastIndex((row) => numberIn(row[columns.metric]) !== undefined);
  const evaluationSeconds = numberIn(end?.[header.indexOf('accumulated_eval_time')]);
  const loggingSeconds = numberIn(end?.[header.indexOf('accumulated_logging_time')]);
  return {
    evaluations,
    gaps: finite + 1 - evaluations.length,
    diverged: finite < last,
    seconds: Number(end?.[columns.seconds] ?? 0),
    steps: Number(end?.[columns.step] ?? 0),
    ...(evaluationSeconds === undefined ? {} : { evaluationSeconds }),
    ...(loggingSeconds === undefined ? {} : { loggingSeconds }),
    ...(whole.length === rows.length ? {} : { brokenLine: last + 3 }),
  };
}

interface Columns {
  readonly count: number;
  readonly metric: number;
  readonly seconds: number;
  readonly step: number;
  /** All metrics of the validation split. */
  readonly metrics: readonly { readonly name: string; readonly at: number }[];
}

function columnsOf(header: readonly string[], metric: string): Columns {
  const find = (name: string): number => {
    const at = header.indexOf(name);
    if (at < 0) throw new Error(`has no column ${name}.`);
    return at;
  };
  const metrics = header.flatMap((name, at) =>
    name.startsWith(prefix) && name !== `${prefix}num_examples`
      ? [{ name: name.slice(prefix.length), at }]
      : [],
  );
  return {
    count: header.length,
    metric: find(prefix + metric),
    seconds: find(timeColumns.find((name) => header.includes(name)) ?? timeColumns[0]!),
    step: find('global_step'),
    metrics,
  };
}

/** Index of the last row before the first that is short, garbled or back in time. */
function lastWhole(rows: readonly (readonly string[])[], columns: Columns): number {
  let seconds = 0;
  const broken = rows.findIndex((row) => {
    const before = seconds;
    seconds = Number(row[columns.seconds]);
    const step = Number(row[columns.step]);
    return row.length !== columns.count || !(seconds >= before) || !Number.isInteger(step);
  });
  return broken < 0 ? rows.length - 1 : broken - 1;
}

/** The evaluation in a row, if its metric is finite. */
function evaluationIn(row: readonly string[], columns: Columns): Evaluation[] {
  const validation = numberIn(row[columns.metric]);
  if (validation === undefined) return [];
  const metrics: Record<string, number> = {};
  for (const { name, at } of columns.metrics) {
    const value = numberIn(row[at]);
    if (value !== undefined) metrics[name] = value;
  }
  const step = Number(row[columns.step]);
  const seconds = Number(row[columns.seconds]);
  return [{ step, seconds, examples: 0, gradientEvaluations: 0, validation, metrics }];
}

/** A finite number, or undefined for an empty, absent or other field. */
function numberIn(field: string | undefined): number | undefined {
  if (field === undefined || field === '') return undefined;
  const value = Number(field);
  return Number.isFinite(value) ? value : undefined;
}

/**
 * The official logs hold no quotes, so line ends and commas split them; anything else goes to the CSV library. Fields
 * that nobody reads are left empty: most of the time goes into making strings.
 */
function rowsOf(text: string): string[][] {
  if (text.includes('"')) return parse(text, { relax_column_count: true });
  const [first = '', ...lines] = text.split(/\r?\n/);
  const header = first.split(',');
  const wanted = header.map((name) => name.startsWith(prefix) || columnsRead.has(name));
  return [header, ...lines.filter((line) => line !== '').map((line) => fieldsOf(line, wanted))];
}

/** As many fields as the line has; those not wanted empty. */
function fieldsOf(line: string, wanted: readonly boolean[]): string[] {
  const fields: string[] = [];
  let from = 0;
  for (let comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', from)) {
    fields.push(wanted[fields.length] === true ? line.slice(from, comma) : '');
    from = comma + 1;
  }
  fields.push(wanted[fields.length] === true ? line.slice(from) : '');
  return fields;
}
