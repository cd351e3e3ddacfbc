/** Everything that one trial's folder holds: its log, what was tuned, and what the harness wrote of it. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Hyperparameters } from '#spec';
import { reaches } from '../record/goal.ts';
import type { TrialFolder } from './folders.ts';
import { readJson } from './json-file.ts';
import { parseLog, type AlgoperfLog } from './log.ts';
import { metaDataIn, type MetaData } from './meta-data.ts';
import { goalOf, type AlgoperfTargets } from './targets.ts';

/** Takes what follows on a trial's path: `has no eval_measurements.csv.` */
export type Report = (reason: string) => void;

export interface ReadTrial {
  readonly folder: TrialFolder;
  readonly log: AlgoperfLog;
  readonly hyperparameters: Hyperparameters;
  readonly meta: MetaData;
  readonly report: Report;
}

const logName = 'eval_measurements.csv';

/** Reads a trial; throws in words where there is no log, or none that can be read. */
export function readTrial(
  folder: TrialFolder,
  targets: AlgoperfTargets,
  report: Report,
): ReadTrial {
  const log = readLog(folder, targets, report);
  const hyperparameters = hyperparametersIn(folder.path, report);
  return { folder, log, hyperparameters, meta: metaDataIn(folder.path, report), report };
}

/** A log that started but holds no row counts as a trial that missed, as in the official scorer. */
function readLog(folder: TrialFolder, targets: AlgoperfTargets, report: Report): AlgoperfLog {
  const text = textOf(join(folder.path, logName));
  if (text === undefined) throw new Error(`has no ${logName}.`);
  if (text.trim() === '') {
    report(`has an empty ${logName}; the trial counts as missed.`);
    return {
      ...{ evaluations: [], gaps: 0, diverged: false, seconds: 0, steps: 0 },
      ...{ resumes: 0, preemptions: 0, dropped: 0 },
    };
  }
  const { target_metric_name: metric, validation_target_value: target } =
    targets.workloads[folder.workload]!;
  const goal = goalOf(metric);
  const log = parseLog(text, metric, (value) => reaches(value, target, goal));
  const { brokenLine, gaps, steps, dropped } = log;
  if (brokenLine !== undefined)
    report(`has an ${logName} broken in line ${brokenLine}; the rows before count.`);
  else if (steps === 0)
    report(`has an ${logName} without evaluations; the trial counts as missed.`);
  if (gaps > 0)
    report(`has ${gaps} evaluations without a finite metric amid others; they are left out.`);
  if (dropped > 0)
    report(
      `was resumed, as its seconds go back; ${dropped} rows that were computed again are left out.`,
    );
  return log;
}

/** What was tuned, from `hparams.json`; self-tuning trials have none. */
function hyperparametersIn(folder: string, report: Report): Hyperparameters {
  const file = readJson(join(folder, 'hparams.json'));
  if (file.kind === 'absent') return {};
  if (file.kind === 'refused') {
    report(`has an hparams.json that ${file.why}; its hyperparameters are left out.`);
    return {};
  }
  return Object.fromEntries(
    Object.entries(file.fields).filter((entry): entry is [string, number | string | boolean] =>
      isPlain(entry[1]),
    ),
  );
}

const isPlain = (value: unknown): boolean =>
  ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);

/** A file's text; undefined where there is no such file. Nothing else than a file is opened: a pipe would never end. */
function textOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  if (!stat.isFile()) throw new Error(`has an ${logName} that is no plain file.`);
  return readFileSync(path, 'utf8');
}
