/** `ttr replay`: runs a kept trial again and compares it bit by bit. */
import { Option } from 'commander';
import { firstDifference } from '../record/course.ts';
import type { Hashes } from '../record/plan.ts';
import type { TrialResult } from '../record/result.ts';
import type { One } from '../results/one.ts';
import type { Session, TtrCommand } from './command.ts';
import { runOne } from './one-trial.ts';
import { jsonOption } from './options.ts';
import { reportTo } from './prepare-wording.ts';
import { show } from './show.ts';

interface ReplayOptions {
  readonly current?: boolean;
  readonly json?: boolean;
}

export const replay: TtrCommand<ReplayOptions, [string]> = {
  usage: 'replay <file>',
  about: 'run a kept trial again and compare every loss and metric with it, bit by bit',
  options: [
    new Option('--current', 'run the submission as it is now, not the code that was kept'),
    jsonOption(),
  ],
  more: 'A trial in a pack is named by its number: packed/<submission>.json#12.',
  examples: [
    'replay results/<machine>/<submission>/<workload>/<trial>.json',
    'replay packed/<submission>.json#12',
    'replay packed/<submission>.json#12 --current',
  ],
  async act(session, { current = false, json }, file) {
    const found = await compare(session, file, current);
    const changed =
      found.changed.length === 0 ? '' : ` Changed since: ${found.changed.join(', ')}.`;
    if (!found.identical)
      throw new Error(`The replay differs at ${found.difference ?? 'its end'}.${changed}`);
    show(
      session,
      json,
      found,
      () => `All ${found.evaluations} evaluations are the same to the last bit.${changed}`,
    );
  },
};

/** How a replay compares with the result it repeats. */
interface Replay {
  /** What ran: the code that was kept, or the submission as it is now. */
  readonly code: 'kept' | 'current';
  readonly identical: boolean;
  readonly evaluations: number;
  /** First evaluation that differs, in words; absent when none does. */
  readonly difference?: string;
  /** Code, data or engine that are no longer what they were, by name. */
  readonly changed: readonly string[];
}

/** Runs a kept result's trial again for as many evaluations as it had. */
async function compare(session: Session, file: string, current: boolean): Promise<Replay> {
  const { readOne } = await import('../results/one.ts');
  const found = await readOne(file);
  const { result: before, origin } = measuredOf(file, found);
  const { plan, evaluations } = before;
  const { prepareOne } = await import('../prepare/one.ts');
  const { readyTrial } = await import('../prepare/ready.ts');
  const { submission: name, workload: id } = plan;
  const request = {
    ...{ submission: name, workload: id, engine: origin.engine },
    ...(current ? {} : { code: await keptCode(session, file, found) }),
  };
  const one = await prepareOne(session.project, request, reportTo(session));
  const { host, submission, workload, hashes } = one;
  const until = { kind: 'evaluations', count: evaluations.length, testAt: 'never' } as const;
  const planned = { plan: { ...plan, until }, hashes };
  const again = await runOne(session, host, readyTrial(planned, submission, workload));
  const names = Object.keys(hashes) as (keyof Hashes)[];
  const difference = firstDifference(evaluations, again.evaluations, again.outcome.status);
  return {
    code: current ? 'current' : 'kept',
    identical: difference === undefined,
    evaluations: evaluations.length,
    changed: names.filter((name) => origin.hashes[name] !== hashes[name]),
    ...(difference === undefined ? {} : { difference }),
  };
}

type Measured = Extract<TrialResult['origin'], { readonly kind: 'measured' }>;

/** A result that can be replayed; others are refused. */
function measuredOf(
  file: string,
  { result }: One,
): { readonly result: TrialResult; readonly origin: Measured } {
  const { origin, evaluations } = result;
  if (origin.kind !== 'measured')
    throw new Error(
      `${file} is of a trial that was ${notMeasured(origin)}; only measured results can be replayed.`,
    );
  if (evaluations.length === 0) throw new Error(`${file} holds no evaluation to compare with.`);
  return { result, origin };
}

/** What became of a trial that was not measured here. */
function notMeasured(origin: Exclude<TrialResult['origin'], Measured>): string {
  switch (origin.kind) {
    case 'lost':
      return 'lost';
    case 'adopted':
      return `adopted from machine ${origin.adoption.from.fingerprint}`;
    case 'imported':
      return `imported from ${origin.from}`;
  }
}

/** The code that a result is of; throws where it is not there as it was. */
async function keptCode({ project }: Session, file: string, one: One): Promise<string> {
  const { codeOf } = await import('../results/one.ts');
  const code = await codeOf(one, project.results);
  if (code.kind === 'found') return code.text;
  const { submission } = one.result.plan;
  const instead = `Give --current to run submissions/${submission} as it is now.`;
  if (code.kind === 'damaged')
    throw new Error(
      `The code of ${file} is not what it was: ${code.path} ${code.reason}. Put the file back, or delete it. ${instead}`,
    );
  throw new Error(`The code of ${file} was not kept, or is gone: ${code.reason}. ${instead}`);
}
