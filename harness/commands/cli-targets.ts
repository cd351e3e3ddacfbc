/** The command that sets targets. */
import type { Command } from 'commander';
import { duration } from './durations.ts';
import { engineOption, jsonOption, list, whole, type Session } from './options.ts';
import { openProject } from '../prepare/project.ts';
import { table } from './table.ts';
import type { TargetsRequest } from './targets-ground.ts';

interface TargetsFlags extends Omit<TargetsRequest, 'workloads'> {
  readonly json?: boolean;
  readonly dryRun?: boolean;
}

const about = `
The procedure is AlgoPerf's (Dahl et al. 2023, arXiv 2306.07179, section 4.2), its budget yours:
  1. search: AdamW, NAdamW, Nesterov and heavy ball, each at --trials quasi-random points (AlgoPerf: 200),
     every run to the end of the step hint; the best validation value of any run wins
  2. seeds: the winner again with --seeds seeds (AlgoPerf: 20)
  3. the validation target is the median of their best validation values, the test target the worst test value
     of those that reach it, taken where they first do; both at four digits, rounded to the easier side
Every run goes into workloads/<name>/derivation/<variant>.json, the target into workloads/<name>/targets.json.
Finished runs are kept in the cache: after Ctrl-C, or with more trials or seeds, the command goes on from them.

Examples:
  $ ttr targets my_workload --dry-run
  $ ttr targets my_workload --variants all --trials 5
  $ ttr targets my_workload --step-hint 600
  $ ttr targets my_workload_gelu my_workload_silu --from base --trials 0 --seeds 5`;

/** Adds the command. */
export function registerTargets(program: Command, { terminal, signal, command }: Session): void {
  program
    .command('targets <workloads...>')
    .description('set targets by AlgoPerf’s procedure and keep every run that led to them')
    .option(
      '--variants <names>',
      'variants of the workloads: all, or names separated by commas, base among them',
      list,
      ['base'],
    )
    .option('--trials <count>', 'quasi-random points an algorithm', whole(0), 4)
    .option('--seeds <count>', 'repetitions of the winner', whole(1), 20)
    .option(
      '--retime <count>',
      'run so many repetitions again where other work disturbed their times',
      whole(0),
      0,
    )
    .option(
      '--step-hint <steps>',
      'set a new step hint (default: the one in targets.json)',
      whole(1),
    )
    .option('--from <variant>', 'let the winner of another variant be a candidate too, e.g. base')
    .addOption(engineOption())
    .option('--slots <count>', 'runs at once (default: one for each physical core)', whole(1))
    .option('--seed <text>', 'all random streams derive from it', '1')
    .option('--dry-run', 'show what would run and how long it takes, run nothing')
    .addOption(jsonOption())
    .addHelpText('after', about)
    .action(async (workloads: string[], { json, dryRun, ...flags }: TargetsFlags) => {
      // Loaded only here: the algorithms bring TensorFlow.js.
      const { layOutTargets } = await import('./targets-ground.ts');
      const { forecastTargets, setTargets, targetText } = await import('./targets.ts');
      const project = openProject();
      const request: TargetsRequest = { workloads, ...flags };
      const ground = await layOutTargets(
        project,
        request,
        dryRun === true ? 'missing' : 'kept',
        terminal,
      );
      if (dryRun === true) {
        const forecast = forecastTargets(ground, request);
        const seconds = forecast.reduce((sum, one) => sum + one.seconds, 0) / ground.slots.length;
        const rows = forecast.map((one) => [
          one.id,
          one.stepHint,
          one.runs,
          duration(one.seconds / ground.slots.length),
        ]);
        const text = table(['target', 'step hint', 'runs', 'about'], rows, [1, 2, 3]);
        terminal.print(
          json === true
            ? JSON.stringify({ seconds, targets: forecast }, null, 2)
            : `${text}\n\n${ground.slots.length} at once: about ${duration(seconds)}, less what is kept from before.`,
        );
        return;
      }
      const derivations = await setTargets(project, request, ground, { command, signal, terminal });
      if (signal.aborted) {
        terminal.note(
          `Interrupted: ${ground.tasks.length - derivations.length} of ${ground.tasks.length} targets not set. Finished runs are kept; the same command goes on from them.`,
        );
        return;
      }
      terminal.print(
        json === true
          ? JSON.stringify(derivations, null, 2)
          : derivations.map(targetText).join('\n'),
      );
    });
}
