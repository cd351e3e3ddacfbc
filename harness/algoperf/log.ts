/** One trial's `eval_measurements.csv` as evaluations. */
import { numbersOf, openCsv, rowsOf, type NumberRow } from './number-table.ts';
import { withoutRepeats } from './resumed.ts';
import type { Evaluation } from '../record/result.ts';

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
  /** Times the seconds went back, because the trial was resumed, and the rows left out for it. */
  readonly resumes: number;
  readonly dropped: number;
  /** As the log counts them. */
  readonly preemptions: number;
  /** Line at which the file is cut or garbled; the rows before it count. */
  readonly brokenLine?: number;
}

/**
 * Reads a log's rows; throws in words where a column that is needed is not there.
 *
 * @param hits Whether a value of the metric reaches the target.
 */
export function parseLog(
  text: string,
  metric: string,
  hits: (value: number) => boolean,
): AlgoperfLog {
  const csv = openCsv(text);
  const { header } = csv;
  const { indices, metrics } = columnsOf(header, metric);
  const all = rowsOf(csv, indices);
  const sound = all.slice(0, lastWhole(all, header.length) + 1);
  const { rows, resumes, dropped } = withoutRepeats(
    sound,
    ({ numbers }) => numbers[at.seconds]!,
    ({ numbers }) => numbers[at.step]!,
    ({ numbers }) => hits(numbers[at.metric]!),
  );
  const finite = rows.filter(({ numbers }) => !Number.isNaN(numbers[at.metric]));
  const lastFinite = rows.findLastIndex((row) => row === finite.at(-1));
  const end = rows.at(-1);
  const columns = totals.map((name) => header.indexOf(name));
  const [evaluationSeconds, loggingSeconds, preemptions = NaN] =
    end === undefined ? [] : numbersOf(csv, end, columns);
  return {
    evaluations: finite.map(({ numbers }) => evaluationOf(numbers, metrics)),
    gaps: lastFinite + 1 - finite.length,
    diverged: lastFinite < rows.length - 1,
    seconds: end?.numbers[at.seconds] ?? 0,
    steps: end?.numbers[at.step] ?? 0,
    ...known('evaluationSeconds', evaluationSeconds),
    ...known('loggingSeconds', loggingSeconds),
    ...{ resumes, dropped },
    preemptions: Number.isSafeInteger(preemptions) && preemptions > 0 ? preemptions : 0,
    ...(sound.length === all.length ? {} : { brokenLine: sound.length + 2 }),
  };
}

const totals = ['accumulated_eval_time', 'accumulated_logging_time', 'preemption_count'];
const known = <K extends string>(name: K, value = NaN): { [k in K]?: number } =>
  (Number.isNaN(value) ? {} : { [name]: value }) as { [k in K]?: number };

/** Places of the columns that every log is read for, before the other metrics of the validation split. */
const at = { seconds: 0, step: 1, metric: 2 } as const;
/** The billed time; some logs hold only its copy `score`. */
const timeColumns = ['accumulated_submission_time', 'score'];
const prefix = 'validation/';

interface Columns {
  /** Into the header, in the order of `at`, then the other metrics. */
  readonly indices: readonly number[];
  /** All metrics of the validation split, and their places among the indices. */
  readonly metrics: readonly { readonly name: string; readonly place: number }[];
}

function columnsOf(header: readonly string[], metric: string): Columns {
  const find = (name: string): number => {
    const index = header.indexOf(name);
    if (index < 0) throw new Error(`has no column ${name}.`);
    return index;
  };
  const indices = [
    find(timeColumns.find((name) => header.includes(name)) ?? timeColumns[0]!),
    find('global_step'),
    find(prefix + metric),
  ];
  const others = header.filter(
    (name) => name.startsWith(prefix) && ![prefix + metric, `${prefix}num_examples`].includes(name),
  );
  const metrics = others.map((name, i) => ({
    name: name.slice(prefix.length),
    place: indices.length + i,
  }));
  return {
    indices: [...indices, ...others.map((name) => header.indexOf(name))],
    metrics: [{ name: metric, place: at.metric }, ...metrics],
  };
}

/** Index of the last row before the first that is short or garbled; -1 where there is none. */
function lastWhole(rows: readonly NumberRow[], fieldsNeeded: number): number {
  const broken = rows.findIndex(({ fields, numbers }) => {
    const isSound = numbers[at.seconds]! >= 0 && Number.isInteger(numbers[at.step]);
    return fields !== fieldsNeeded || !isSound;
  });
  return broken < 0 ? rows.length - 1 : broken - 1;
}

function evaluationOf(numbers: readonly number[], columns: Columns['metrics']): Evaluation {
  const metrics: Record<string, number> = {};
  for (const { name, place } of columns) {
    const value = numbers[place]!;
    if (!Number.isNaN(value)) metrics[name] = value;
  }
  return {
    step: numbers[at.step]!,
    seconds: numbers[at.seconds]!,
    examples: 0,
    gradientEvaluations: 0,
    validation: numbers[at.metric]!,
    metrics,
  };
}
