/** Commands on kept results: score, leaderboard, import, export. */
import { Option, type Command } from 'commander';
import type { EngineName } from '../record/machine.ts';
import { scoresCsv } from '../score/csv.ts';
import type { TableRuleset } from '../score/rulesets.ts';
import { trialBys, type TrialBy } from '../score/study.ts';
import { rules, type Rules } from '../score/summary.ts';
import { above, resultsOption, workloadsOption, type Session } from './options.ts';
import { exportResults, importLogs } from './algoperf.ts';
import { openProject } from '../prepare/project.ts';
import { rankingText, score, writeLeaderboard } from './score.ts';

interface ScoreFlags {
  readonly results?: string;
  readonly suite?: string;
  readonly workloads?: readonly string[];
  readonly rules: Rules;
  readonly rMax?: number;
  readonly engine?: EngineName;
  readonly fingerprint?: string;
  readonly ruleset?: TableRuleset;
  readonly trialBy?: TrialBy;
  readonly reference?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly output?: string;
  readonly targets?: string;
}

const addScoreOptions = (command: Command): Command =>
  command
    .addOption(resultsOption())
    .option('--suite <name>', 'only the workloads of this suite')
    .addOption(workloadsOption())
    .addOption(
      new Option('--rules <name>', 'how to score').choices([...rules]).default('closed-form'),
    )
    .option(
      '--r-max <ratio>',
      'ratio to the fastest from which a workload gives nothing (default: 4)',
      above(1),
    )
    .addOption(
      new Option('--engine <name>', 'only results of this engine').choices([
        'tensorflow-gpu',
        'tensorflow',
        'wasm',
      ]),
    )
    .option('--fingerprint <hex>', 'only results of this machine')
    .addOption(
      new Option(
        '--ruleset <name>',
        'only submissions under this ruleset, or both in one table',
      ).choices(['external', 'self-tuning', 'both']),
    )
    .addOption(
      new Option(
        '--trial-by <what>',
        'which trial stands for its study: the fastest, or that of the earliest evaluation (default: by the rules)',
      ).choices([...trialBys]),
    )
    .option(
      '--targets <file>',
      'official workload_targets file: its base workloads must all have results',
    )
    .option('--reference <submission>', 'its times are the fixed reference of speed-ups');

/** Adds the commands. */
export function registerPublishing(program: Command, { terminal, command }: Session): void {
  addScoreOptions(
    program
      .command('score [folders...]')
      .description('score kept results; folders of results, or the project’s own'),
  )
    .addOption(new Option('--json', 'print everything the page shows, as JSON').conflicts('csv'))
    .option('--csv', 'print the ranking as CSV')
    .addHelpText(
      'after',
      '\nExamples:\n  $ ttr score --suite quick\n  $ ttr score --rules algoperf --json imported/',
    )
    .action(async (folders: string[], flags: ScoreFlags) => {
      const { summary } = await score(openProject(flags.results), { folders, ...flags });
      if (flags.json === true) terminal.print(JSON.stringify(summary, null, 2));
      else terminal.print(flags.csv === true ? scoresCsv(summary).trimEnd() : rankingText(summary));
    });

  addScoreOptions(
    program
      .command('leaderboard [folders...]')
      .description('write the leaderboard page from kept results'),
  )
    .option(
      '--output <file>',
      'where to write it (default: leaderboard.html in the results folder)',
    )
    .action(async (folders: string[], flags: ScoreFlags) => {
      const project = openProject(flags.results);
      const scored = await score(project, { folders, ...flags });
      terminal.print(await writeLeaderboard(project, scored, { output: flags.output, command }));
    });

  program
    .command('import')
    .description('turn somebody else’s logs into results')
    .command('algoperf <logs>')
    .description('AlgoPerf’s official logs; what cannot be read is listed')
    .requiredOption('--targets <file>', 'the official workload_targets file')
    .addOption(
      new Option('--ruleset <name>', 'ruleset of the logs')
        .choices(['external', 'self-tuning', 'self'])
        .makeOptionMandatory(),
    )
    .requiredOption('--into <folder>', 'folder for the results')
    .action(
      async (
        logs: string,
        { targets, ruleset, into }: { targets: string; ruleset: string; into: string },
      ) => {
        const done = await importLogs(logs, {
          targets,
          ruleset: ruleset === 'external' ? 'external' : 'self-tuning',
          into,
        });
        for (const { path, reason } of done.problems) terminal.note(`${path} ${reason}`);
        terminal.print(
          `Imported ${done.imported} trials into ${into}; ${done.problems.length} problems.`,
        );
      },
    );

  program
    .command('export')
    .description('write results for somebody else’s scorer')
    .command('algoperf <results> <folder>')
    .description('the layout that AlgoPerf’s official scorer reads')
    .action(async (results: string, folder: string) => {
      const { trials, logs, targets } = await exportResults(results, folder);
      terminal.print(
        `Wrote ${trials} trials. Give the official scorer --submission_directory ${logs} --workload_targets ${targets}.`,
      );
    });
}
