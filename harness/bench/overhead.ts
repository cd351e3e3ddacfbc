/** `npm run bench:overhead`: what a step costs the trainer beyond gradient and update, as a share of the step. */
import { benchCpu, openChild, script } from './child.ts';
import { enter, readFlags } from './flags.ts';
import { milliseconds, put } from './output.ts';
import type { OverheadJob, OverheadSamples } from './overhead-child.ts';
import { differenceOf, type Difference } from './paired.ts';

const usual = { milliseconds: 15_000, pairs: 60 };
const quick = { milliseconds: 0, pairs: 4 };

interface Row extends Difference {
  readonly workload: string;
  readonly engine: string;
}

const percent = (share: number): string =>
  Number.isNaN(share) ? '' : `${(100 * share).toFixed(2)} %`;

await enter(async () => {
  const about = 'Times the trainer’s step against bare gradient and update, in turn on one core.';
  const flags = await readFlags('bench:overhead', about);
  const rows: Row[] = [];
  for (const engine of flags.engines) {
    const effort = flags.quick ? quick : usual;
    const job: OverheadJob = { engine, filter: flags.filter, ...effort };
    const child = await openChild(script('overhead-child.ts', engine, job), benchCpu());
    for (;;) {
      const samples = (await child.next()) as OverheadSamples | undefined;
      if (samples === undefined) break;
      const { workload, pairs, best } = samples;
      const sides = pairs.map(({ trainer, bare }) => [trainer, bare] as const);
      rows.push({ workload, engine, ...differenceOf(sides, best) });
      console.error(`${engine}  ${workload} done`);
    }
  }
  const printed = {
    head: ['workload', 'engine', 'bare step, ms', 'trainer adds', '95 % interval', 'pairs kept'],
    rows: rows.map(({ workload, engine, base, share, low, high, kept, taken }) => [
      workload,
      engine,
      Number.isNaN(base) ? '' : milliseconds(base),
      percent(share),
      Number.isNaN(low) ? '' : `${percent(low)} to ${percent(high)}`,
      `${kept} of ${taken}`,
    ]),
    notes: [
      'The bare step makes its batch, differentiates and updates; it checks and counts nothing.',
    ],
  };
  await put('bench:overhead', printed, { rows }, flags);
});
