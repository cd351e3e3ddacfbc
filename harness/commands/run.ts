/** `ttr run`: runs what is missing of a plan and keeps each result. */
import { Option } from 'commander';
import type { Session, TtrCommand } from './command.ts';
import { above, jsonOption, list, most, resultsOption, valued, whole } from './options.ts';
import { outlineOf, planOptions, refuseSome } from './plan-options.ts';
import { showPlan } from './plan.ts';
import { reportTo } from './prepare-wording.ts';
import type { Outline } from '../prepare/run.ts';
import { adoptText, refuseRefused } from './adopt.ts';
import type { AdoptReport } from './adopt-results.ts';
import type { RunOptions } from './run-missing.ts';

export const run: TtrCommand<RunOptions> = {
  usage: 'run',
  about: 'run the trials that have no result yet, score them, and write the leaderboard',
  options: [
    ...planOptions(),
    new Option('--recalibrate', 'measure reference step times anew'),
    resultsOption(),
    new Option('--dry-run', 'show the plan and its forecast, run nothing'),
    new Option('--no-page', 'write no leaderboard'),
    valued(
      '--confirm <count>',
      'evaluations after the target was reached, to confirm it',
      whole(0, most.evaluations),
      0,
    ),
    valued(
      '--against <folders>',
      'results of other machines to score against: adopted first, for the workloads of this run',
      list,
    ),
    new Option('--stop-early', 'end trials and studies that can no longer change any score'),
    new Option(
      '--no-repeat-disturbed',
      'do not repeat trials whose CPU was much slower than in others, for whatever reason',
    ),
    valued(
      '--memory <GiB>',
      'memory a trial may hold (default: its share of four fifths)',
      above(0),
    ),
    jsonOption(),
  ],
  examples: [
    'run --suite quick',
    'run --suite full --submissions my_method --studies 2 --engine wasm',
    'run --suite quick --dry-run',
  ],
  async act(session, options) {
    if (options.dryRun === true) await showPlan(session, options);
    else await runAndPublish(session, options);
  },
};

async function runAndPublish(session: Session, options: RunOptions): Promise<void> {
  const { project, terminal, signal } = session;
  const outline = await outlineOf(session, options);
  const { prepareRun } = await import('../prepare/run.ts');
  const prepared = await prepareRun(project, outline, {
    recalibrate: options.recalibrate === true,
    report: reportTo(session),
  });
  const against = await adopted(session, options, outline);
  const { runMissing } = await import('./run-missing.ts');
  const { kept: own, left } = await runMissing(session, prepared, options);
  // What was adopted before is found among the project's own results too.
  const kept = [...new Map([...against.kept, ...own].map((one) => [one.path, one])).values()];
  if (signal.aborted) {
    terminal.note(
      `Interrupted: ${left} trials are left. The same command goes on where this one stopped.`,
    );
    return;
  }
  if (options.json === true)
    terminal.print(
      JSON.stringify(
        kept.map(({ result }) => result),
        null,
        2,
      ),
    );
  if (options.page) {
    const { publish } = await import('./publish.ts');
    await publish(session, kept);
  }
  refuseSome(outline);
  refuseRefused(against);
}

/** Results of other machines on the workloads of this run, at this machine's price. */
async function adopted(
  session: Session,
  { against, engine, slots }: RunOptions,
  { found }: Outline,
): Promise<AdoptReport> {
  if (against === undefined) return { kinds: [], kept: [] };
  const { adoptResults } = await import('./adopt-results.ts');
  const workloads = found.map(({ id }) => id);
  const report = await adoptResults(session, {
    ...{ folders: against, evaluations: 2, workloads, engine, slots },
  });
  session.terminal.note(adoptText(report));
  return report;
}
