/** `ttr check`: a submission's imports, its shape, and a one-second trial of the smoke suite. */
import { findSuite, submissionNames } from '../prepare/folders.ts';
import type { Session, TtrCommand } from './command.ts';
import { outcomeText } from './outcome-text.ts';
import { runPlanned } from './one-trial.ts';

export const check: TtrCommand<object, [string]> = {
  usage: 'check <submission>',
  about: 'say what is wrong with a submission: imports, shape, and a trial of a second',
  examples: ['check my_method'],
  async act(session, _options, name) {
    const problems = await problemsOf(session, name);
    if (problems.length > 0) {
      const { refusalText } = await import('../prepare/describe.ts');
      throw new Error(refusalText({ name, problems }));
    }
    session.terminal.print(`Submission "${name}" is in order.`);
  },
};

/** All there is to say of what it is; of its trials only where that is in order. */
async function problemsOf(session: Session, name: string): Promise<readonly string[]> {
  const { project } = session;
  const { describeSubmission } = await import('../prepare/describe.ts');
  submissionNames(project.root, [name]);
  const found = await describeSubmission(project, name);
  if (found.kind === 'refused') return found.refused.problems;
  const problems: string[] = [];
  for (const workload of findSuite(project.root, 'smoke').workloads)
    problems.push(...(await problemsOn(session, name, workload)));
  return problems;
}

/** Runs a trial; what ends it before its budget does is a problem. */
async function problemsOn(
  session: Session,
  submission: string,
  workload: string,
): Promise<readonly string[]> {
  const { outcome, evaluations } = await runPlanned(session, {
    submission,
    workload,
    engine: 'wasm',
    study: 1,
    trial: 1,
    seed: '1',
  });
  if (['crashed', 'killed', 'diverged'].includes(outcome.status))
    return [`On ${workload} it ${outcomeText(outcome)}`];
  session.terminal.note(
    `${workload}: ${outcomeText(outcome)} after ${evaluations.length} evaluations`,
  );
  return [];
}
