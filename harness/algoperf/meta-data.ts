/** What AlgoPerf's harness wrote of a trial when it started, and of each start after a preemption: `meta_data_<n>.json`. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from './json-file.ts';
import type { RanElsewhere } from '../record/result.ts';

export interface MetaData {
  /** Seconds that the workload allows a trial of the external ruleset. */
  readonly budgetSeconds?: number;
  readonly seed?: string;
  readonly ran: RanElsewhere;
  /** Times the trial was started again; 0 where none or nothing tells. */
  readonly preemptions: number;
  /** Whether there is such a file, readable or not. */
  readonly present: boolean;
}

/** Reads the first of the files in a trial's folder. What is wrong with it is reported, and what is right in it counts. */
export function metaDataIn(folder: string, report: (reason: string) => void): MetaData {
  const starts = startsIn(folder);
  const first = starts[0];
  if (first === undefined) return { ran: {}, preemptions: 0, present: false };
  const name = `meta_data_${first}.json`;
  const started = { preemptions: Math.min(starts.at(-1)!, mostPreemptions), present: true };
  const file = readJson(join(folder, name));
  if (file.kind !== 'object') {
    const why = file.kind === 'absent' ? 'is gone' : file.why;
    report(`has a ${name} that ${why}; what it says is left out.`);
    return { ran: {}, ...started };
  }
  const { fields } = file;
  const wrong: string[] = [];
  const read = <T>(key: string, as: (value: unknown) => T | undefined): T | undefined => {
    if (!Object.hasOwn(fields, key) || fields[key] === null) return undefined;
    const value = as(fields[key]);
    if (value === undefined) wrong.push(key);
    return value;
  };
  const budgetSeconds = read('workload.max_allowed_runtime_sec', seconds);
  const seed = read('rng_seed', whole);
  const ran = {
    ...known('harness', read('git_commit_hash', plainText)),
    ...known('kernel', read('os_platform', plainText)),
    ...known('cpu', times(read('cpu_count', whole), read('cpu_model_name', plainText))),
    ...known('gpu', times(read('gpu_count', whole), read('gpu_model_name', plainText))),
    ...known('driver', read('gpu_driver', plainText)),
  };
  if (wrong.length > 0)
    report(`has a ${name} whose ${wrong.join(', ')} cannot be what it says; that is left out.`);
  return { ...known('budgetSeconds', budgetSeconds), ...known('seed', seed), ran, ...started };
}

/** Beyond it a file's number counts nothing. */
const mostPreemptions = 1e6;

/** Numbers of the files there are, ascending. */
function startsIn(folder: string): number[] {
  const numbers = readdirSync(folder).flatMap((name) => {
    const digits = /^meta_data_(0|[1-9]\d{0,8})\.json$/.exec(name)?.[1];
    return digits === undefined ? [] : [Number(digits)];
  });
  return numbers.sort((a, b) => a - b);
}

const known = <K extends string, T>(name: K, value: T | undefined): { [k in K]?: T } =>
  (value === undefined ? {} : { [name]: value }) as { [k in K]?: T };

/** `8 x Tesla V100-SXM2-16GB`. */
const times = (count: string | undefined, model: string | undefined): string | undefined =>
  count === undefined || model === undefined ? model : `${count} x ${model}`;

/** More than a second, less than 30 years. */
const seconds = (value: unknown): number | undefined =>
  typeof value === 'number' && value >= 1 && value <= 1e9 ? value : undefined;

/** A whole number in digits; seeds may have 64 bits, of which JSON keeps 53. */
const whole = (value: unknown): string | undefined =>
  Number.isInteger(value) ? BigInt(value as number).toString() : undefined;

/** One line of at most 200 characters, none of which steers a terminal. */
const plainText = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]{1,200}$/u.test(value)
    ? value
    : undefined;
