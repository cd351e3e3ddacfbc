/** `npm run bench:engine`: times operations, layers and training steps on each engine there is. */
import { labelOf } from './cases/label.ts';
import { benchCpu, openChild, script } from './child.ts';
import type { CaseResult, EngineJob } from './engine-child.ts';
import { enter, readFlags, type Flags } from './flags.ts';
import { installCost, type InstallCost } from './install.ts';
import { milliseconds, put, type Printed } from './output.ts';
import { preparedWorkloads } from './prepared.ts';

/** Results of one engine by `<group>: <name>`. */
type Column = ReadonlyMap<string, CaseResult>;

async function column(engine: Flags['engines'][number], flags: Flags): Promise<Column> {
  const { filter, quick } = flags;
  const job: EngineJob = { engine, filter, quick };
  const child = await openChild(script('engine-child.ts', engine, job), benchCpu());
  const results = new Map<string, CaseResult>();
  for (;;) {
    const result = (await child.next()) as CaseResult | undefined;
    if (result === undefined) return results;
    results.set(labelOf(result), result);
    const said = result.timing ? `${milliseconds(result.timing.median)} ms` : result.error;
    console.error(`${engine}  ${labelOf(result)}  ${said ?? ''}`);
  }
}

/** Median, arithmetic rate and samples of one case on one engine. */
function cells(result: CaseResult | undefined): string[] {
  if (result?.timing === undefined) return [result?.error === undefined ? '' : 'failed', '', ''];
  const { flop, timing } = result;
  const rate = flop === undefined ? '' : (flop / timing.median / 1e6).toFixed(1);
  const mark = timing.quiet ? '' : ' (noisy)';
  return [`${milliseconds(timing.median)}${mark}`, rate, `${timing.kept} of ${timing.taken}`];
}

/** A sentence on the start of the WASM engine. */
const installNote = ({ timing, bytes }: InstallCost): string =>
  `Our WASM module has ${bytes.toLocaleString('en')} bytes; installing it takes ${milliseconds(timing.median)} ms ` +
  `(${timing.kept} of ${timing.taken} processes counted${timing.quiet ? '' : ', noisy'}).`;

function print(
  columns: ReadonlyMap<string, Column>,
  missing: readonly string[],
  install: InstallCost | undefined,
): Printed {
  const labels = [...new Set([...columns.values()].flatMap((column) => [...column.keys()]))];
  const errors = [...columns].flatMap(([engine, column]) =>
    [...column.values()].flatMap((result) =>
      result.error === undefined
        ? []
        : [`${labelOf(result)} on ${engine}: ${result.error.replaceAll(/\s+/g, ' ')}`],
    ),
  );
  return {
    head: [
      'case',
      ...[...columns.keys()].flatMap((engine) => [`${engine}, ms`, 'GFLOP/s', 'samples kept']),
    ],
    rows: labels.map((label) => [
      label,
      ...[...columns.values()].flatMap((column) => cells(column.get(label))),
    ]),
    notes: [
      ...(install === undefined ? [] : [installNote(install)]),
      ...(missing.length > 0 ? [`Left out for want of data: ${missing.join(', ')}.`] : []),
      ...errors,
    ],
  };
}

await enter(async () => {
  const about = 'Times operations, layers and training steps on one core, engine by engine.';
  const flags = await readFlags('bench:engine', about);
  const columns = new Map<string, Column>();
  for (const engine of flags.engines) columns.set(engine, await column(engine, flags));
  const install = flags.engines.includes('wasm')
    ? await installCost(flags.quick ? 3 : 15)
    : undefined;
  const { missing } = await preparedWorkloads();
  const engines = Object.fromEntries(
    [...columns].map(([engine, column]) => [engine, [...column.values()]]),
  );
  await put('bench:engine', print(columns, missing, install), { engines, install }, flags);
});
