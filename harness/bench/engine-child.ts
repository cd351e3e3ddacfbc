/** Runs the cases on one engine. The job comes as an argument; one line of JSON goes out for each case. */
import { openEngine } from '../engine/engine.ts';
import type { EngineName } from '../record/machine.ts';
import { casesWith } from './cases/index.ts';
import { measure, quickEffort, usualEffort, type Measured } from './measure.ts';
import { Sampler } from './sampler.ts';

export interface EngineJob {
  readonly engine: EngineName;
  readonly filter: string;
  readonly quick: boolean;
}

/** What is known of one case on one engine. */
export interface CaseResult {
  readonly group: string;
  readonly name: string;
  readonly flop?: number;
  readonly timing?: Measured;
  /** Why there is no timing. */
  readonly error?: string;
}

const { engine, filter, quick } = JSON.parse(process.argv[2]!) as EngineJob;
const opened = await openEngine(engine, { threads: 1 });
const fence = (): void => {
  opened.fence();
};
const sampler = new Sampler();

for (const one of await casesWith(filter)) {
  const { group, name, flop } = one;
  const what = { group, name, ...(flop === undefined ? {} : { flop }) };
  process.stdout.write(`${JSON.stringify({ ...what, ...outcome(one) })}\n`);
}

function outcome(one: Parameters<typeof measure>[0]): Pick<CaseResult, 'timing' | 'error'> {
  try {
    return { timing: measure(one, sampler, fence, quick ? quickEffort : usualEffort) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
