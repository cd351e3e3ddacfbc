/** `npm run check:memory`: trains every workload for 1,000 steps and 20 evaluations and fails when anything grows. */
import { filtered } from './filter.ts';
import { enter, readFlags } from './flags.ts';
import { growthOf, megabytes } from './memory-growth.ts';
import type { MemoryReading } from './memory-child.ts';
import { memoryReadings } from './memory-run.ts';
import { put } from './output.ts';
import { preparedWorkloads } from './prepared.ts';

const usual = { steps: 1000, evaluations: 20 };
const quick = { steps: 40, evaluations: 8 };

interface Row {
  readonly workload: string;
  readonly engine: string;
  readonly readings: readonly MemoryReading[];
}

await enter(async () => {
  const about = 'Watches tensors and resident memory of a training of every workload.';
  const flags = await readFlags('check:memory', about);
  const { ready, missing } = await preparedWorkloads();
  const watched = filtered(ready, flags.filter, ({ id }) => id);
  const rows: Row[] = [];
  for (const engine of flags.engines) {
    for (const { id: workload } of watched) {
      const effort = flags.quick ? quick : usual;
      const readings = await memoryReadings({ engine, workload, ...effort });
      rows.push({ workload, engine, readings });
      const { complaints } = growthOf(readings);
      console.error(`${engine}  ${workload}  ${complaints.join('; ') || 'flat'}`);
    }
  }
  const printed = {
    head: [
      'workload',
      'engine',
      'steps',
      'tensors, first to last',
      'MB resident, first',
      'in the middle',
      'last',
      'growth, MB',
    ],
    rows: rows.map(({ workload, engine, readings }) => {
      const [first, last] = [readings[0]!, readings.at(-1)!];
      const between = readings[Math.floor(readings.length / 2)]!;
      const resident = [first, between, last].map((reading) => megabytes(reading.residentBytes));
      const tensors = `${first.tensors} to ${last.tensors}`;
      const growth = (growthOf(readings).residentBytes / 1e6).toFixed(1);
      return [workload, engine, last.step, tensors, ...resident, growth];
    }),
    notes: [
      'Growth is the median of the last quarter of the readings less that of the second quarter.',
      ...(missing.length > 0 ? [`Left out for want of data: ${missing.join(', ')}.`] : []),
    ],
  };
  await put('check:memory', printed, { rows }, flags);
  const leaky = rows.flatMap(({ workload, engine, readings }) =>
    growthOf(readings).complaints.map((complaint) => `${workload} on ${engine}: ${complaint}`),
  );
  if (leaky.length > 0) throw new Error(leaky.join('\n'));
});
