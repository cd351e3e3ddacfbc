/** `ttr targets`: sets targets by AlgoPerf's procedure and keeps every run that led to them. */
import { Option } from 'commander';
import type { Derivation } from '../targets/derivation.ts';
import type { TargetsEvent } from '../targets/events.ts';
import type { TargetsOutline, TargetsRequest } from '../targets/ground.ts';
import type { Session, TtrCommand } from './command.ts';
import { duration } from './durations.ts';
import {
  engineOption,
  jsonOption,
  list,
  most,
  seedOption,
  slotsOption,
  valued,
  whole,
} from './options.ts';
import { reportTo } from './prepare-wording.ts';
import { Progress, whileShown } from './progress.ts';
import { show } from './show.ts';
import { table } from './table.ts';
import { targetsWording } from './targets-wording.ts';
import type { Terminal } from './terminal.ts';

interface TargetsOptions extends Omit<TargetsRequest, 'workloads'> {
  readonly json?: boolean;
  readonly dryRun?: boolean;
}

const procedure = `The procedure is AlgoPerf's (Dahl et al. 2023, arXiv 2306.07179, section 4.2), its budget yours:
  1. search: AdamW, NAdamW, Nesterov and heavy ball, each at --trials quasi-random points (AlgoPerf: 200),
     every run to the end of the step hint; the best validation value of any run wins
  2. seeds: the winner again with --seeds seeds (AlgoPerf: 20)
  3. the validation target is the median of their best validation values, the test target the worst test value
     of those that reach it, taken where they first do; both at four digits, rounded to the easier side
Every run goes into workloads/<name>/derivation/<variant>.json, the target into workloads/<name>/targets.json.
Finished runs are kept in the cache: after Ctrl-C, or with more trials or seeds, the command goes on from them.`;

export const targets: TtrCommand<TargetsOptions, [readonly string[]]> = {
  usage: 'targets <workloads...>',
  about: 'set targets by AlgoPerf’s procedure and keep every run that led to them',
  options: [
    valued(
      '--variants <names>',
      'variants of the workloads: all, or names separated by commas, base among them',
      list,
      ['base'],
    ),
    valued('--trials <count>', 'quasi-random points an algorithm', whole(0, most.trials), 4),
    valued('--seeds <count>', 'repetitions of the winner', whole(1, most.seeds), 20),
    valued(
      '--retime <count>',
      'run so many repetitions again where other work disturbed their times',
      whole(0, most.seeds),
      0,
    ),
    valued(
      '--step-hint <steps>',
      'set a new step hint (default: the one in targets.json)',
      whole(1, most.stepHint),
    ),
    new Option(
      '--from <variant>',
      'let the winner of another variant be a candidate too, e.g. base',
    ),
    engineOption(),
    slotsOption('runs at once (default: one for each physical core)'),
    seedOption(),
    new Option('--dry-run', 'show what would run and how long it takes, run nothing'),
    jsonOption(),
  ],
  more: procedure,
  examples: [
    'targets my_workload --dry-run',
    'targets my_workload --variants all --trials 5',
    'targets my_workload --step-hint 600',
    'targets my_workload_gelu my_workload_silu --from base --trials 0 --seeds 5',
  ],
  async act(session, { json, dryRun, ...options }, workloads) {
    const { outlineTargets, unevenHints } = await import('../targets/ground.ts');
    const request: TargetsRequest = { workloads, ...options };
    const outline = await outlineTargets(session.project, request);
    for (const line of unevenHints(outline)) session.terminal.note(line);
    if (dryRun === true) await showForecast(session, request, outline, json);
    else await setAll(session, request, outline, json);
  },
};

async function showForecast(
  session: Session,
  request: TargetsRequest,
  outline: TargetsOutline,
  json: boolean | undefined,
): Promise<void> {
  const { forecastTargets } = await import('../targets/forecast.ts');
  const { keptStepTimes } = await import('../prepare/step-times.ts');
  const { host, found } = outline;
  const times = await keptStepTimes(session.project, host, found);
  const forecast = forecastTargets(outline, request, times);
  const slots = host.slots.length;
  const seconds = forecast.reduce((sum, one) => sum + (one.seconds ?? 0), 0) / slots;
  const unknown = forecast.filter((one) => one.seconds === undefined).map(({ id }) => id);
  const told = forecast.map((one) => ({ ...one, seconds: one.seconds ?? null }));
  show(session, json, { seconds, unknown, targets: told }, () => {
    const head = ['target', 'step hint', 'runs', 'about'];
    const rows = forecast.map((one) => [
      one.id,
      one.stepHint,
      one.runs,
      one.seconds === undefined ? '-' : duration(one.seconds / slots),
    ]);
    const lacking =
      unknown.length === 0
        ? ''
        : ` Not known of ${unknown.join(', ')}: npx ttr calibrate measures the reference step.`;
    return `${table(head, rows, [1, 2, 3])}\n\n${slots} at once: about ${duration(seconds)}, less what is kept from before.${lacking}`;
  });
}

async function setAll(
  session: Session,
  request: TargetsRequest,
  outline: TargetsOutline,
  json: boolean | undefined,
): Promise<void> {
  const { prepareTargets } = await import('../targets/ground.ts');
  const { setTargets, targetText } = await import('../targets/set.ts');
  const { forecastTargets } = await import('../targets/forecast.ts');
  const { project, terminal, signal, command } = session;
  const ground = await prepareTargets(project, outline, reportTo(session));
  const progress = new Progress(ground.host.slots.length, targetsWording);
  for (const { runs, id } of forecastTargets(outline, request, new Map()))
    progress.expect(id, runs);
  const hear = hearInto(terminal, progress, targetText);
  const derivations = await whileShown(terminal, progress, () =>
    setTargets(project, request, ground, { command, signal, hear }),
  );
  if (signal.aborted) {
    const missing = ground.tasks.length - derivations.length;
    terminal.note(
      `Interrupted: ${missing} of ${ground.tasks.length} targets not set. Finished runs are kept; the same command goes on from them.`,
    );
    return;
  }
  show(session, json, derivations, () => derivations.map(targetText).join('\n'));
}

/** Puts what setting targets tells into words. */
const hearInto =
  (terminal: Terminal, progress: Progress, textOf: (derivation: Derivation) => string) =>
  (event: TargetsEvent): void => {
    switch (event.kind) {
      case 'expected':
        progress.expect(event.workload, event.runs);
        break;
      case 'kept':
        terminal.note(
          `${event.workload} ${event.stage}: ${event.kept} of ${event.wanted} runs are kept from before.`,
        );
        break;
      case 'run': {
        const line = progress.note(event.event, event.name);
        if (line !== undefined) terminal.note(line);
        break;
      }
      case 'set':
        terminal.note(textOf(event.derivation));
        terminal.note(`wrote ${event.file}`);
        break;
      case 'failed':
        terminal.note(`${event.workload}: ${event.reason}`);
        progress.expect(event.workload, 0);
    }
  };
