/** Commands on kept results: score, leaderboard. */
import { Option, type Command } from 'commander';
import type { EngineName, Ruleset } from '../results/trial-result.ts';
import { rules, type Rules } from '../score/summary.ts';
import { above, resultsOption, workloadsOption, type Session } from './options.ts';
import { openProject } from './project.ts';
import { rankingCsv, rankingText, score, writeLeaderboard } from './score.ts';

interface ScoreFlags {
  readonly results?: string;
  readonly suite?: string;
  readonly workloads?: readonly string[];
  readonly rules: Rules;
  readonly rMax?: number;
  readonly engine?: EngineName;
  readonly fingerprint?: string;
  readonly ruleset?: Ruleset;
  readonly reference?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly output?: string;
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
      new Option('--ruleset <name>', 'only submissions under this ruleset').choices([
        'external',
        'self-tuning',
        'both',
      ]),
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
      else terminal.print(flags.csv === true ? rankingCsv(summary) : rankingText(summary));
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
}
