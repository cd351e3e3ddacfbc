/** `npm run bench:peers`: whole steps on our engines and in PyTorch, in turn on one core. */
import { compare, torchModes } from './compare.ts';
import type { Rounds } from './contest.ts';
import { enter, readFlags } from './flags.ts';
import { put } from './output.ts';
import { preparedWorkloads } from './prepared.ts';
import { findTorch, hasPeer } from './python.ts';
import { ratioTable, type Comparison } from './ratios.ts';

const usual: Rounds = { samples: 5, kept: 40, limit: 30 };
const quick: Rounds = { samples: 2, kept: 2, limit: 2 };

await enter(async () => {
  const about =
    'Compares forward + backward + AdamW steps with PyTorch, on one thread each, in turn.';
  const flags = await readFlags('bench:peers', about);
  if (flags === undefined) return;
  const torch = await findTorch();
  if ('missing' in torch) {
    console.log(torch.missing);
    return;
  }
  const { ready, missing } = await preparedWorkloads();
  const chosen = ready.map(({ id }) => id).filter((id) => id.includes(flags.filter));
  const comparisons: Comparison[] = [];
  for (const id of chosen.filter(hasPeer)) {
    comparisons.push(await compare(id, flags.engines, flags.quick ? quick : usual));
    console.error(`${id} done`);
  }
  const alone = chosen.filter((id) => !hasPeer(id));
  const notes = [
    `PyTorch ${torch.version}; in brackets samples kept and taken.`,
    'JAX is left out: no workload has a JAX peer.',
    ...(missing.length > 0 ? [`Left out for want of data: ${missing.join(', ')}.`] : []),
    ...(alone.length > 0 ? [`Left out for want of a peer: ${alone.join(', ')}.`] : []),
    ...comparisons.flatMap(({ workload, absent }) =>
      Object.entries(absent).map(([name, why]) => `${workload} without ${name}: ${why}.`),
    ),
  ];
  const printed = ratioTable(comparisons, flags.engines, Object.keys(torchModes));
  await put('bench:peers', { ...printed, notes }, { comparisons }, flags);
});
