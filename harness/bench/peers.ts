/** `npm run bench:peers`: whole steps on our engines, in PyTorch and in JAX, in turn on one core. */
import { compare } from './compare.ts';
import type { Rounds } from './contest.ts';
import { filtered } from './filter.ts';
import { enter, readFlags } from './flags.ts';
import { put } from './output.ts';
import { preparedWorkloads } from './prepared.ts';
import { findLibrary, hasPeer, libraries, type FoundLibrary } from './python.ts';
import { ratioTable, type Comparison } from './ratios.ts';

const usual: Rounds = { samples: 5, kept: 40, limit: 30 };
const quick: Rounds = { samples: 2, kept: 2, limit: 2 };

await enter(async () => {
  const about =
    'Compares forward + backward + AdamW steps with PyTorch and JAX, on one thread each, in turn.';
  const flags = await readFlags('bench:peers', about);
  const sought = await Promise.all(libraries.map(findLibrary));
  const found = sought.filter((library): library is FoundLibrary => typeof library !== 'string');
  const lacking = sought.filter((reason) => typeof reason === 'string');
  if (found.length === 0) {
    console.log(['No comparison.', ...lacking].join('\n'));
    return;
  }
  const { ready, missing } = await preparedWorkloads();
  const chosen = filtered(ready, flags.filter, ({ id }) => id).map(({ id }) => id);
  const accompanied = (id: string): boolean => found.some((library) => hasPeer(library, id));
  const comparisons: Comparison[] = [];
  for (const id of chosen.filter(accompanied)) {
    comparisons.push(await compare(id, flags.engines, found, flags.quick ? quick : usual));
    console.error(`${id} done`);
  }
  const alone = chosen.filter((id) => !accompanied(id));
  const versions = found.map(({ title, version }) => `${title} ${version}`).join(', ');
  const notes = [
    `${versions}; in brackets samples kept and taken.`,
    ...lacking,
    ...(missing.length > 0 ? [`Left out for want of data: ${missing.join(', ')}.`] : []),
    ...(alone.length > 0 ? [`Left out for want of a peer: ${alone.join(', ')}.`] : []),
    ...comparisons.flatMap(({ workload, absent }) =>
      Object.entries(absent).map(([name, why]) => `${workload} without ${name}: ${why}.`),
    ),
  ];
  const theirs = found.flatMap(({ sides }) => Object.keys(sides));
  const printed = ratioTable(comparisons, flags.engines, theirs);
  await put('bench:peers', { ...printed, notes }, { comparisons }, flags);
});
