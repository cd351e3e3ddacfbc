/** `ttr replay`: runs a kept trial again and compares it bit by bit. */
import { readFile } from 'node:fs/promises';
import { firstDifference } from '../record/course.ts';
import type { Hashes } from '../record/plan.ts';
import type { TrialResult } from '../record/result.ts';
import type { Session, TtrCommand } from './command.ts';
import { runOne } from './one-trial.ts';
import { jsonOption } from './options.ts';
import { reportTo } from './prepare-wording.ts';
import { show } from './show.ts';

export const replay: TtrCommand<{ json?: boolean }, [string]> = {
  usage: 'replay <file>',
  about: 'run a kept trial again and compare every loss and metric with it, bit by bit',
  options: [jsonOption()],
  examples: ['replay results/<machine>/<submission>/<workload>/<trial>.json'],
  async act(session, { json }, file) {
    const found = await compare(session, file);
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
  readonly identical: boolean;
  readonly evaluations: number;
  /** First evaluation that differs, in words; absent when none does. */
  readonly difference?: string;
  /** Code, data or engine that are no longer what they were, by name. */
  readonly changed: readonly string[];
}

/** Runs a kept result's trial again for as many evaluations as it had. */
async function compare(session: Session, file: string): Promise<Replay> {
  const before = await readMeasured(file);
  const { plan, origin, evaluations } = before;
  const { prepareOne } = await import('../prepare/one.ts');
  const { readyTrial } = await import('../prepare/ready.ts');
  const { submission: name, workload: id } = plan;
  const request = { submission: name, workload: id, engine: origin.engine };
  const one = await prepareOne(session.project, request, reportTo(session));
  const { host, submission, workload, hashes } = one;
  const until = { kind: 'evaluations', count: evaluations.length, testAt: 'never' } as const;
  const planned = { plan: { ...plan, until }, hashes };
  const again = await runOne(session, host, readyTrial(planned, submission, workload));
  const names = Object.keys(hashes) as (keyof Hashes)[];
  const difference = firstDifference(evaluations, again.evaluations, again.outcome.status);
  return {
    identical: difference === undefined,
    evaluations: evaluations.length,
    changed: names.filter((name) => origin.hashes[name] !== hashes[name]),
    ...(difference === undefined ? {} : { difference }),
  };
}

type Measured = Extract<TrialResult['origin'], { readonly kind: 'measured' }>;

/** The result in a file; one that cannot be replayed is refused. */
async function readMeasured(file: string): Promise<TrialResult & { readonly origin: Measured }> {
  const { parseResult } = await import('../record/check.ts');
  const parsed = parseResult(await readFile(file, 'utf8'));
  if (!parsed.ok) throw new Error(`${file} ${parsed.reason}`);
  const { origin, evaluations } = parsed.result;
  if (origin.kind !== 'measured')
    throw new Error(
      `${file} is of a trial that was ${notMeasured(origin)}; only measured results can be replayed.`,
    );
  if (evaluations.length === 0) throw new Error(`${file} holds no evaluation to compare with.`);
  return { ...parsed.result, origin };
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
