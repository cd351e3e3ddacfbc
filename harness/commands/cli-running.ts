/** Commands that compute: calibrate, plan, run, trial, replay, aa. */
import { Option, type Command } from 'commander';
import { forecastSeconds } from '../plan/plan.ts';
import { budgetOf } from '../record/plan.ts';
import type { EngineName } from '../record/machine.ts';
import { layOut, type Request } from './lay-out.ts';
import {
  above,
  addPlanOptions,
  engineOption,
  jsonOption,
  pairs,
  resultsOption,
  whole,
  type Session,
} from './options.ts';
import { aa, aaText, type AaRequest } from './aa.ts';
import { planText } from './plan-text.ts';
import { outcomeText } from './progress.ts';
import { openProject } from '../prepare/project.ts';
import { run } from './run.ts';
import { publish } from './score.ts';
import { stopEarly } from './stop-early.ts';
import { table } from './table.ts';
import { replay, trial } from './trial.ts';

interface RunFlags extends Request {
  readonly results?: string;
  readonly json?: boolean;
  readonly dryRun?: boolean;
  readonly page: boolean;
  readonly confirm: number;
  readonly memory?: number;
  readonly stopEarly?: boolean;
}

interface TrialFlags {
  readonly engine: EngineName | 'auto';
  readonly study: number;
  readonly trial: number;
  readonly seed: string;
  readonly hp?: Record<string, number | string | boolean>;
  readonly evaluations?: number;
  readonly json?: boolean;
}

/** Adds the commands. */
export function registerRunning(program: Command, { terminal, signal, command }: Session): void {
  addPlanOptions(
    program
      .command('calibrate')
      .description('time the reference step of each workload; budgets are multiples of it'),
  )
    .addOption(jsonOption())
    .action(async (flags: Request & { json?: boolean }) => {
      const { trials, machine, engine } = await layOut(
        openProject(),
        { ...flags, recalibrate: true },
        terminal,
      );
      const times = new Map(trials.map(({ plan }) => [plan.workload, budgetOf(plan)!.stepSeconds]));
      if (flags.json === true)
        terminal.print(
          JSON.stringify({ machine, engine, stepSeconds: Object.fromEntries(times) }, null, 2),
        );
      else
        terminal.print(
          table(
            ['workload', 'reference step [ms]'],
            [...times].map(([name, s]) => [name, (1000 * s).toFixed(2)]),
            [1],
          ),
        );
    });

  addPlanOptions(
    program
      .command('plan')
      .description(
        'show every trial with its budget and a forecast; fetches data and calibrates what is missing',
      ),
  )
    .addOption(jsonOption())
    .action(async (flags: RunFlags) => {
      await showPlan(flags);
    });

  const showPlan = async (flags: RunFlags): Promise<void> => {
    const { trials, slots } = await layOut(openProject(flags.results), flags, terminal);
    const plans = trials.map(({ plan }) => plan);
    const forecast = forecastSeconds(plans, slots.length);
    terminal.print(
      flags.json === true
        ? JSON.stringify({ forecast, plans }, null, 2)
        : planText(plans, forecast),
    );
  };

  addPlanOptions(
    program
      .command('run')
      .description('run the trials that have no result yet, score them, and write the leaderboard'),
  )
    .addOption(resultsOption())
    .option('--dry-run', 'show the plan and its forecast, run nothing')
    .option('--no-page', 'write no leaderboard')
    .option(
      '--confirm <count>',
      'evaluations after the target was reached, to confirm it',
      whole(0),
      0,
    )
    .option('--stop-early', 'end trials and studies that can no longer change any score')
    .option(
      '--memory <GiB>',
      'memory a trial may hold (default: its share of four fifths)',
      above(0),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  $ ttr run --suite quick\n  $ ttr run --suite full --submissions my_method --studies 2 --engine wasm\n  $ ttr run --suite quick --dry-run',
    )
    .action(async (flags: RunFlags) => {
      if (flags.dryRun === true) {
        await showPlan(flags);
        return;
      }
      const project = openProject(flags.results);
      const laidOut = await layOut(project, flags, terminal);
      const cap = flags.stopEarly === true ? stopEarly(laidOut.trials) : undefined;
      const report = await run(
        project,
        laidOut,
        {
          command,
          signal,
          confirmations: flags.confirm,
          ...(cap === undefined ? {} : { cap }),
          ...(flags.memory === undefined ? {} : { memoryBytes: flags.memory * 2 ** 30 }),
        },
        terminal,
      );
      if (signal.aborted) {
        terminal.note(
          `Interrupted: ${report.left} trials are left. The same command goes on where this one stopped.`,
        );
        return;
      }
      if (flags.json === true) terminal.print(JSON.stringify(report.results, null, 2));
      if (flags.page) await publish(project, { results: report.results, command }, terminal);
    });

  program
    .command('trial <submission> <workload>')
    .description('run one trial and keep nothing')
    .addOption(engineOption())
    .option('--study <number>', 'study, counted from 1', whole(1), 1)
    .option('--trial <number>', 'trial of the study, counted from 1', whole(1), 1)
    .option('--seed <text>', 'all random streams derive from it', '1')
    .option('--hp <name=value>', 'replace a hyperparameter; may be repeated', pairs)
    .option(
      '--evaluations <count>',
      'end after so many evaluations, whatever the clock says',
      whole(1),
    )
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  $ ttr trial my_method my_workload --hp learningRate=0.003')
    .action(async (submission: string, workload: string, { hp, json, ...flags }: TrialFlags) => {
      const result = await trial(
        openProject(),
        { submission, workload, hyperparameters: hp, ...flags },
        signal,
        terminal,
      );
      const { evaluations, outcome, plan } = result;
      const rows = evaluations.map((e) => [
        e.step,
        e.seconds.toFixed(2),
        e.trainingLoss?.toPrecision(5) ?? '-',
        e.validation.toPrecision(5),
      ]);
      const text = `${table(['step', 'seconds', 'training loss', plan.metric.name], rows, [0, 1, 2, 3])}\n${outcomeText(outcome)}`;
      terminal.print(json === true ? JSON.stringify(result, null, 2) : text);
    });

  program
    .command('replay <file>')
    .description('run a kept trial again and compare every loss and metric with it, bit by bit')
    .addOption(new Option('--json', 'print JSON'))
    .action(async (file: string, { json }: { json?: boolean }) => {
      const found = await replay(openProject(), file, signal, terminal);
      const changed =
        found.changed.length === 0 ? '' : ` Changed since: ${found.changed.join(', ')}.`;
      if (!found.identical)
        throw new Error(`The replay differs at ${found.difference ?? 'its end'}.${changed}`);
      terminal.print(
        json === true
          ? JSON.stringify(found, null, 2)
          : `All ${found.evaluations} evaluations are the same to the last bit.${changed}`,
      );
    });

  program
    .command('aa <submission>')
    .description(
      'enter one submission twice in counterbalanced order; keeps the machine’s noise floor',
    )
    .requiredOption('--workload <name>', 'workload to run it on')
    .addOption(engineOption())
    .option('--pairs <count>', 'pairs of trials', whole(4), 8)
    .option('--evaluations <count>', 'evaluations a trial runs for', whole(1), 2)
    .option('--slots <count>', 'trials at once', whole(1))
    .addOption(jsonOption())
    .action(
      async (
        submission: string,
        { json, ...flags }: Omit<AaRequest, 'submission'> & { json?: boolean },
      ) => {
        const report = await aa(openProject(), { submission, ...flags }, signal, terminal);
        terminal.print(json === true ? JSON.stringify(report, null, 2) : aaText(report));
      },
    );
}
